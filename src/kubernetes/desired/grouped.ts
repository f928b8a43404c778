/** Values in groups: the slices of a service, the pods of a namespace. */

export class Grouped<Value> {
  readonly #groups = new Map<string, Map<string, Value>>();

  /** The values of a group by their keys. */
  of(group: string): ReadonlyMap<string, Value> {
    return this.#groups.get(group) ?? new Map();
  }

  groups(): Iterable<string> {
    return this.#groups.keys();
  }

  /** `undefined` removes what is there. */
  set(group: string, key: string, value: Value | undefined): void {
    const values = this.#groups.get(group) ?? new Map<string, Value>();
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    if (values.size === 0) this.#groups.delete(group);
    else this.#groups.set(group, values);
  }
}
