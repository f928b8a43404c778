/** First in, first out, in constant time however many wait: an array shortened at its front would be copied each time. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get isEmpty(): boolean {
    return this.#first === this.#items.length;
  }

  /** The one that `shift` would give. */
  get first(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** undefined when nothing waits. */
  shift(): T | undefined {
    if (this.isEmpty) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first++] = undefined;
    if (this.isEmpty) this.#restart([]);
    else if (this.#first > 1024 && this.#first * 2 > this.#items.length) this.#restart(this.#items.slice(this.#first));
    return item;
  }

  remove(item: T): void {
    const index = this.#items.indexOf(item, this.#first);
    if (index !== -1) this.#items.splice(index, 1);
  }

  /** Everything that waits, which is then gone. */
  drain(): T[] {
    const waiting = this.#items.slice(this.#first) as T[];
    this.#restart([]);
    return waiting;
  }

  #restart(items: (T | undefined)[]): void {
    this.#items = items;
    this.#first = 0;
  }
}
