/** Parts of a stored configuration that the YANG modules of now do not take. */

import type { LeftOut } from "../protocol.js";

/** What is left out so far. What the journal deletes later is not missed any more. */
export class LeftOutParts {
  readonly #parts = new Map<string, LeftOut>();

  get isEmpty(): boolean {
    return this.#parts.size === 0;
  }

  add(part: LeftOut): void {
    this.#parts.set(part.path, part);
  }

  /** Forgets an instance and all that was below it. */
  forget(path: string): void {
    for (const known of this.#parts.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.#parts.delete(known);
    }
  }

  list(): readonly LeftOut[] {
    return [...this.#parts.values()];
  }
}
