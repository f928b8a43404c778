/** What a commit changed, for a reader: out of the lines of the journal, both ways (ConfigTree.journal, inverseJournal). */

import { formatPredicate } from "../../schema/instance-path.js";

export interface AuditEdit {
  readonly operation: "create" | "delete" | "replace" | "move";
  /** Instance path, with module names where they change. */
  readonly target: string;
  /** A value, or JSON of a subtree. */
  readonly before?: string;
  readonly after?: string;
}

export interface JournalDiff {
  readonly edits: readonly AuditEdit[];
  /** There is more than was asked for. */
  readonly leftOut: boolean;
}

/** "module:name", or the name (or nothing, for a leaf-list) with keys. */
type Step = string | readonly string[];
/** Name, then flags where there are any, then a value or the children. */
type JournalNode = readonly [name: string, ...rest: (string | number | JournalNode)[]];
type Line =
  | readonly ["create", readonly Step[], JournalNode, (readonly string[])?]
  | readonly ["delete", readonly Step[]]
  | readonly ["value", readonly Step[], string, number]
  | readonly ["move", readonly Step[], readonly string[]];

const IS_DEFAULT = 1;

/**
 * The names of the keys of a list, by its schema path; undefined for a leaf-list.
 */
export type KeysOf = (schemaPath: string) => readonly string[] | undefined;

/**
 * @param most edits that are told
 * @param maxBytes of each journal that are read
 */
export function journalDiff(
  journal: { readonly forward: Uint8Array; readonly inverse: Uint8Array },
  keysOf: KeysOf,
  most: number,
  maxBytes: number,
): JournalDiff {
  const leftOut = journal.forward.length > maxBytes;
  const earlier = leftOut ? new Map<string, string>() : formerContents(linesOf(journal.inverse, maxBytes), keysOf);
  const edits: AuditEdit[] = [];
  for (const line of linesOf(journal.forward, maxBytes)) {
    const edit = editOf(line, earlier, keysOf);
    if (edit === undefined) continue;
    if (edits.length === most) return { edits, leftOut: true };
    edits.push(edit);
  }
  return { edits, leftOut };
}

function linesOf(bytes: Uint8Array, maxBytes: number): readonly Line[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, maxBytes)).toString();
  const lines = text.split("\n");
  // What is behind the last line end is a line that was cut off, or nothing.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
}

/** What the inverse would put back, by path. */
function formerContents(inverse: readonly Line[], keysOf: KeysOf): Map<string, string> {
  const contents = new Map<string, string>();
  for (const line of inverse) {
    if (line[0] === "create") contents.set(pathOfCreated(line[1], line[2], keysOf), contentOf(line[2]));
    else if (line[0] === "value") contents.set(pathOf(line[1], keysOf), line[2]);
  }
  return contents;
}

function editOf(line: Line, earlier: ReadonlyMap<string, string>, keysOf: KeysOf): AuditEdit | undefined {
  switch (line[0]) {
    case "create": {
      if (isDefault(line[2])) return undefined;
      return { operation: "create", target: pathOfCreated(line[1], line[2], keysOf), after: contentOf(line[2]) };
    }
    case "delete": {
      const target = pathOf(line[1], keysOf);
      const before = earlier.get(target);
      // A default that gives way is no change that anybody made.
      return before === undefined ? { operation: "delete", target } : { operation: "delete", target, before };
    }
    case "value": {
      const target = pathOf(line[1], keysOf);
      const before = earlier.get(target);
      return { operation: "replace", target, ...(before !== undefined && { before }), after: line[2] };
    }
    case "move":
      return { operation: "move", target: pathOf(line[1], keysOf) };
  }
}

function isDefault([, flags]: JournalNode): boolean {
  return typeof flags === "number" && (flags & IS_DEFAULT) !== 0;
}

function pathOf(steps: readonly Step[], keysOf: KeysOf): string {
  let path = "";
  let schemaPath = "";
  for (const step of steps) {
    const [name, ...values] = typeof step === "string" ? [step] : step;
    schemaPath += `/${name}`;
    path += `/${name}${typeof step === "string" ? "" : predicates(keysOf(schemaPath), values)}`;
  }
  return path;
}

function predicates(keys: readonly string[] | undefined, values: readonly string[]): string {
  const names = keys === undefined || keys.length === 0 ? ["."] : keys;
  return values.map((value, index) => formatPredicate(names[index] ?? "?", value)).join("");
}

/** The keys of a new list entry are among its children; those of a leaf-list are its value. */
function pathOfCreated(parent: readonly Step[], node: JournalNode, keysOf: KeysOf): string {
  const above = pathOf(parent, keysOf);
  const schemaPath = `${parent.map((step) => `/${typeof step === "string" ? step : step[0]}`).join("")}/${node[0]}`;
  const keys = keysOf(schemaPath);
  if (keys === undefined) return `${above}/${node[0]}`;
  const values = keys.length === 0 ? [contentOf(node)] : keys.map((key) => keyOf(node, key));
  return `${above}/${node[0]}${predicates(keys, values)}`;
}

function keyOf(entry: JournalNode, key: string): string {
  const child = entry.find((part): part is JournalNode => Array.isArray(part) && part[0] === key);
  return child === undefined ? "" : contentOf(child);
}

/** The value of a leaf, the text of anydata, or JSON of a subtree without what is default in it. */
function contentOf(node: JournalNode): string {
  const content = plain(node);
  return typeof content === "string" ? content : JSON.stringify(content);
}

function plain([, ...rest]: JournalNode): unknown {
  const children = rest.filter((part): part is JournalNode => Array.isArray(part));
  const texts = rest.filter((part): part is string => typeof part === "string");
  if (children.length === 0 && texts.length > 0) return texts.at(-1);
  const values = new Map<string, unknown[]>();
  for (const child of children) {
    if (isDefault(child)) continue;
    const [name] = child;
    const others = values.get(name);
    if (others === undefined) values.set(name, [plain(child)]);
    else others.push(plain(child));
  }
  return Object.fromEntries(Array.from(values, ([name, all]) => [name, all.length === 1 ? all[0] : all]));
}
