/** Which parts give each derived unit. Many may give the same one, and the first by name counts. */

interface Found {
  readonly parts: Set<string>;
  /** Undefined until somebody asks: looking for it costs as much as there are parts. */
  first: string | undefined;
}

export class Givers {
  readonly #byPath = new Map<string, Found>();

  /** The part whose unit counts. */
  first(path: string): string | undefined {
    const found = this.#byPath.get(path);
    if (found === undefined) return undefined;
    found.first ??= firstOf(found.parts);
    return found.first;
  }

  all(path: string): Iterable<string> {
    return this.#byPath.get(path)?.parts ?? [];
  }

  add(path: string, part: string): void {
    const found = this.#byPath.get(path);
    if (found === undefined) {
      this.#byPath.set(path, { parts: new Set([part]), first: part });
      return;
    }
    found.parts.add(part);
    if (found.first !== undefined && part < found.first) found.first = part;
  }

  remove(path: string, part: string): void {
    const found = this.#byPath.get(path);
    if (found === undefined) return;
    found.parts.delete(part);
    if (found.first === part) found.first = undefined;
    if (found.parts.size === 0) this.#byPath.delete(path);
  }
}

function firstOf(names: ReadonlySet<string>): string | undefined {
  let first: string | undefined;
  for (const name of names) if (first === undefined || name < first) first = name;
  return first;
}
