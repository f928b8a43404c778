/** A request as it was received. */
export interface JournalEntry {
  readonly message: string;
  readonly fields: object;
  readonly clientIndex: number;
}

/** The last requests, oldest first. When it is full, the older half is forgotten. */
export class Journal {
  readonly #limit: number;
  #entries: JournalEntry[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: JournalEntry): void {
    if (this.#limit === 0) return;
    if (this.#entries.length >= this.#limit) this.#entries = this.#entries.slice(this.#limit >> 1);
    this.#entries.push(entry);
  }

  clear(): void {
    this.#entries = [];
  }
}
