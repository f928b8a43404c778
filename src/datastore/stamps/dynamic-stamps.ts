/**
 * When each part of the dynamic datastores was changed last. They begin anew with the server, and so do their stamps: the revision
 * counts the changes of all of them since then.
 */

import type { SchemaTree } from "../../schema/schema-tree.js";
import type { DynamicName } from "../engine/protocol.js";
import { type Stamp, Stamps } from "./stamps.js";

export class DynamicStamps {
  readonly #stamps = new Map<DynamicName, Stamps>();
  readonly #begin: Stamp;
  #changes = 0;

  constructor(
    readonly schema: SchemaTree,
    readonly clock: () => number,
  ) {
    this.#begin = { revision: 0, timeMs: clock() };
  }

  /** Notes a change. `forward`: its journal lines. */
  async record(name: DynamicName, forward: Uint8Array): Promise<void> {
    const stamp = { revision: ++this.#changes, timeMs: this.clock() };
    await this.of(name).record(stamp, forward);
  }

  of(name: DynamicName): Stamps {
    const known = this.#stamps.get(name);
    if (known !== undefined) return known;
    const stamps = Stamps.since(this.#begin, this.schema);
    this.#stamps.set(name, stamps);
    return stamps;
  }
}
