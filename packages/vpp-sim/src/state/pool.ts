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

/**
 * A pool of bare numbers, for objects that are only ever seen by their index. An object may be held by several: it is free when all
 * of them have released it.
 */
export class IndexPool {
  readonly #free: number[] = [];
  /** How many hold an object beside the one who took it. */
  readonly #holders = new Map<number, number>();
  #next: number;

  constructor(first = 0) {
    this.#next = first;
  }

  take(): number {
    return this.#free.pop() ?? this.#next++;
  }

  hold(index: number): void {
    this.#holders.set(index, (this.#holders.get(index) ?? 0) + 1);
  }

  /** @returns whether it is free now */
  release(index: number): boolean {
    const holders = this.#holders.get(index);
    if (holders === undefined) this.#free.push(index);
    else if (holders === 1) this.#holders.delete(index);
    else this.#holders.set(index, holders - 1);
    return holders === undefined;
  }
}
