/**
 * Numbered slots as VPP hands them out: a freed index is the first to be used again, the last freed one first.
 * sw_if_index, load-balance indexes, table slots and lb VIPs all come from such pools, and clients see the reuse.
 */
export class Pool<T> {
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** Stores the item made for the next index and returns that item. */
  add(make: (index: number) => T): T {
    const index = this.#free.pop() ?? this.#items.length;
    const item = make(index);
    this.#items[index] = item;
    return item;
  }

  /** Leaves out the next index for ever. */
  reserve(): void {
    this.#items.push(undefined);
  }

  get(index: number): T | undefined {
    return this.#items[index];
  }

  remove(index: number): void {
    if (this.#items[index] === undefined) return;
    this.#items[index] = undefined;
    this.#free.push(index);
  }

  removeItem(item: T): void {
    this.remove(this.#items.indexOf(item));
  }

  /** The items in the order of their index, as VPP's dumps walk them. */
  *values(): Generator<T> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }
}

/** A pool of bare numbers, for objects that are only ever seen by their index. */
export class IndexPool {
  readonly #free: number[] = [];
  #next: number;

  constructor(first = 0) {
    this.#next = first;
  }

  take(): number {
    return this.#free.pop() ?? this.#next++;
  }

  release(index: number): void {
    this.#free.push(index);
  }
}
