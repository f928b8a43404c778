import type { SchemaNode } from "../../schema/schema-tree.js";

type Json = Readonly<Record<string, unknown>>;

/** One edit of RFC 8072, with the value of the source that RFC 9144 puts beside it. */
export interface DataEdit {
  /** A new entry of a list that is ordered by the user is inserted: "create" has no place. */
  readonly operation: "create" | "insert" | "delete" | "replace" | "move";
  /** Path as in a RESTCONF URI. */
  readonly target: string;
  /** The node with its content, as RFC 7951 writes it with the module's name. */
  readonly value?: Json;
  readonly sourceValue?: Json;
  readonly where?: "first" | "after";
  readonly point?: string;
}

/** Entries of a list by their keys as a URI has them: percent-encoded, with commas between them (RFC 8040 3.5.3). */
export function entriesByKey(entries: readonly Json[], { keys }: SchemaNode): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const entry of entries) found.set(keys.map((key) => encodeURIComponent(String(entry[key]))).join(","), entry);
  return found;
}

/** Entries of a leaf-list by their values as a URI has them. */
export function valuesByKey(values: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(values.map((value) => [encodeURIComponent(String(value)), value]));
}

/** Whether two RFC 7951 values say the same; metadata does not count, nor the order of members. */
export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, comparable) === JSON.stringify(other, comparable);
}

function comparable(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).filter(([name]) => !name.startsWith("@"));
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}
