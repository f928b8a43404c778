/**
 * The south-bound journal: what nobody could tell after a crash by looking at VPP. It is bound to the identity of the VPP
 * process; a new process holds nothing of ours, so the journal of the old one says nothing.
 *
 * While a commit is under way, the objects that it touches are unsure, unless VPP marks them as ours and they can be read
 * back whole. What is not unsure is as the configuration says.
 */

import type { ObjectEntry } from "./object-entry.js";

export interface JournalRecord {
  /** Identity of the VPP process that was last made equal to the configuration. */
  readonly vpp: string;
  /** Objects that may or may not be in VPP, with the last value tried. */
  readonly unsure: readonly ObjectEntry[];
}

/** Where the record is kept over a restart of the server. */
export interface JournalStore {
  /** The record saved last; anything else is taken for none. */
  load(): Promise<unknown>;
  /** Resolves when the record would survive a crash. */
  save(record: JournalRecord): Promise<void>;
}

export class Journal {
  #record: JournalRecord | undefined;

  private constructor(
    readonly store: JournalStore,
    record: JournalRecord | undefined,
  ) {
    this.#record = record;
  }

  static async open(store: JournalStore): Promise<Journal> {
    const loaded = await store.load();
    return new Journal(store, isJournalRecord(loaded) ? loaded : undefined);
  }

  /** What is known about this VPP process: "new" when it has not been made equal to the configuration yet. */
  knowledgeOf(vpp: string): "new" | { readonly unsure: ReadonlyMap<string, ObjectEntry> } {
    if (this.#record?.vpp !== vpp) return "new";
    return { unsure: new Map(this.#record.unsure.map((entry) => [entry.id, entry])) };
  }

  /** Before the first message of a change. */
  async begin(vpp: string, touched: readonly ObjectEntry[]): Promise<void> {
    const earlier = this.#unsureOf(vpp);
    if (touched.length === 0 && this.#record?.vpp === vpp) return;
    await this.#save({ vpp, unsure: [...earlier, ...touched] });
  }

  /** These objects are as the configuration says again. */
  async settle(vpp: string, touched: readonly ObjectEntry[]): Promise<void> {
    const settled = new Set(touched.map(({ id }) => id));
    const unsure = this.#unsureOf(vpp).filter(({ id }) => !settled.has(id));
    if (unsure.length !== this.#unsureOf(vpp).length) await this.#save({ vpp, unsure });
  }

  /** Everything is as the configuration says. */
  async settleAll(vpp: string): Promise<void> {
    if (this.#record?.vpp !== vpp || this.#record.unsure.length > 0) await this.#save({ vpp, unsure: [] });
  }

  #unsureOf(vpp: string): readonly ObjectEntry[] {
    return this.#record?.vpp === vpp ? this.#record.unsure : [];
  }

  /** What could not be saved was not begun: nothing of it is unsure. */
  async #save(record: JournalRecord): Promise<void> {
    const earlier = this.#record;
    this.#record = record;
    try {
      await this.store.save(record);
    } catch (failure) {
      if (this.#record === record) this.#record = earlier;
      throw failure;
    }
  }
}

function isJournalRecord(loaded: unknown): loaded is JournalRecord {
  if (typeof loaded !== "object" || loaded === null) return false;
  const { vpp, unsure } = loaded as Partial<JournalRecord>;
  return typeof vpp === "string" && Array.isArray(unsure);
}

/** A store that forgets with the process: after a restart of the server every VPP is new to it. */
export function memoryJournalStore(): JournalStore {
  let kept: JournalRecord | undefined;
  return {
    load: async () => kept,
    save: async (record) => {
      kept = record;
    },
  };
}
