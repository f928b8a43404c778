import type { ObjectKey } from "./translator.js";

/** Objects with VPP's indexes of them, in both directions, as one run of dumps finds them. Never persisted: VPP gives others next time. */
export class HandleTable {
  readonly #byKind = new Map<string, IndexesOfKind>();

  learn(kind: string, id: string, key: ObjectKey, handle: number): void {
    const ofKind = this.#byKind.get(kind) ?? { keys: new Map(), handles: new Map() };
    this.#byKind.set(kind, ofKind);
    ofKind.keys.set(handle, key);
    ofKind.handles.set(id, handle);
  }

  handleOf(kind: string, id: string): number | undefined {
    return this.#byKind.get(kind)?.handles.get(id);
  }

  keyOf(kind: string, handle: number): ObjectKey | undefined {
    return this.#byKind.get(kind)?.keys.get(handle);
  }

  *ofKind(kind: string): Iterable<readonly [ObjectKey, number]> {
    for (const [handle, key] of this.#byKind.get(kind)?.keys ?? []) yield [key, handle];
  }
}

interface IndexesOfKind {
  readonly keys: Map<number, ObjectKey>;
  readonly handles: Map<string, number>;
}
