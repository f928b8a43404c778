/** What a context leads to. */
export interface InFlight {
  /** The number that VPP gives back in every answer. */
  readonly context: number;
  /** The context of the ping behind a dump. */
  readonly fenceContext: number | undefined;
}

/** Above this VPP's client indices begin, which stand in the place of the context in events. */
const highestContext = 0x7fff_ffff;

/**
 * What is asked and not answered, by context. Contexts go up one by one, and most answers come in order, so that a ring where
 * a context has the place of its lowest bits is nearly always free at the next one; a place that is taken is passed over.
 * A context serves one request; only after two thousand million others it may serve again.
 */
export class InFlightRing<Item extends InFlight> {
  #places: (Item | undefined)[];
  #mask: number;
  #count = 0;
  #last = 0;

  /** @param capacity a power of two */
  constructor(capacity = 1024) {
    this.#places = new Array<Item | undefined>(capacity).fill(undefined);
    this.#mask = capacity - 1;
  }

  /** A context that nothing has. */
  nextContext(): number {
    if (this.#count * 2 > this.#mask) this.#grow();
    do {
      this.#last = this.#last === highestContext ? 1 : this.#last + 1;
    } while (this.#places[this.#last & this.#mask] !== undefined);
    return this.#last;
  }

  get(context: number): Item | undefined {
    const item = this.#places[context & this.#mask];
    return item !== undefined && (item.context === context || item.fenceContext === context) ? item : undefined;
  }

  /** Puts an item under its context, and under that of its fence. */
  add(item: Item): void {
    this.#put(item.context, item);
    if (item.fenceContext !== undefined) this.#put(item.fenceContext, item);
  }

  /** Returns false when it was not there. */
  delete(item: Item): boolean {
    if (this.get(item.context) !== item) return false;
    this.#free(item.context);
    if (item.fenceContext !== undefined) this.#free(item.fenceContext);
    return true;
  }

  /** Each item once. */
  items(): Item[] {
    return [...new Set(this.#places.filter((item) => item !== undefined))];
  }

  clear(): void {
    this.#places.fill(undefined);
    this.#count = 0;
  }

  #put(context: number, item: Item): void {
    this.#places[context & this.#mask] = item;
    this.#count++;
  }

  #free(context: number): void {
    this.#places[context & this.#mask] = undefined;
    this.#count--;
  }

  /** Contexts that differ in their lowest bits still do with one bit more. */
  #grow(): void {
    const items = this.items();
    const capacity = 2 * (this.#mask + 1);
    this.#places = new Array<Item | undefined>(capacity).fill(undefined);
    this.#mask = capacity - 1;
    this.#count = 0;
    for (const item of items) this.add(item);
  }
}
