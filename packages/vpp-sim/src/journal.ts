/** A request as it was received. */
export interface JournalEntry {
  readonly message: string;
  readonly fields: object;
  readonly clientIndex: number;
}

/** The last requests, oldest first. When it is full, the older half is forgotten. */
export class Journal {
  readonly #limit: number;
  #records: (() => JournalEntry)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get entries(): JournalEntry[] {
    return this.#records.map((read) => read());
  }

  /** Takes a function that reads the request again: decoded fields of 100,000 requests would keep the collector busy. */
  add(read: () => JournalEntry): void {
    if (this.#limit === 0) return;
    if (this.#records.length >= this.#limit) this.#records = this.#records.slice(this.#limit >> 1);
    this.#records.push(read);
  }

  clear(): void {
    this.#records = [];
  }
}
