import { type ConfigTree, LibyangError } from "libyang-wasm";
import {
  bareNode,
  childrenOf,
  encodeLine,
  type Line,
  type LineNode,
  pathOf,
  schemaAt,
  stepTo,
} from "./journal-line.js";
import type { LeftOutParts } from "./left-out.js";

/**
 * Makes the changes of a journal entry as far as the schema takes them: of what is created, the parts that fit. Where what it is about
 * was left out, a deletion forgets that. A place in a list that is ordered by the user is given up where the entry before it is not there.
 * @param left is told what was left out
 */
export function fitJournal(tree: ConfigTree, lines: Uint8Array, left: LeftOutParts): void {
  const texts = Buffer.from(lines).toString().split("\n");
  for (const text of texts) if (text !== "") fitLine({ tree, left }, JSON.parse(text) as Line);
  tree.accept();
}

interface Fitting {
  readonly tree: ConfigTree;
  readonly left: LeftOutParts;
}

function fitLine(fitting: Fitting, line: Line): void {
  const { tree, left } = fitting;
  if (line[0] === "delete" && !left.isEmpty) left.forget(pathOf(tree.context, line[1]));
  if (fits(tree, line)) return;
  if (line[0] === "create") fitNode(fitting, line[1], line[2]);
  else if (line[0] === "value") fitValue(fitting, line);
}

/** The old value does not stay where the new one does not fit; where the old one did not, the new one may. */
function fitValue(fitting: Fitting, [, steps, value, flags]: Extract<Line, readonly ["value", ...unknown[]]>): void {
  const last = steps.at(-1);
  if (typeof last !== "string") return;
  fits(fitting.tree, ["delete", steps]);
  fitting.left.forget(pathOf(fitting.tree.context, steps));
  fitNode(fitting, steps.slice(0, -1), [last, flags, value]);
}

/** Creates the node without the parts of it that do not fit. */
function fitNode(fitting: Fitting, parent: Extract<Line, readonly ["create", ...unknown[]]>[1], node: LineNode): void {
  const { tree, left } = fitting;
  if (fits(tree, ["create", parent, node])) return;
  const { kind, keys = [], presence } = schemaAt(tree.context, [...parent, node[0]]) ?? {};
  const steps = kind === undefined ? [...parent, node[0]] : [...parent, stepTo(node, kind, keys.length)];
  const isBranch = kind === "list" || kind === "container";
  const isThere = isBranch && fits(tree, ["create", parent, bareNode(node, keys.length)]);
  // A container without presence may be there by itself.
  if (isThere || (kind === "container" && presence === false)) {
    for (const child of childrenOf(node).slice(keys.length)) fitNode(fitting, steps, child);
    return;
  }
  const message = "it is not in the YANG modules of this version, or has another type";
  left.add({ path: pathOf(tree.context, steps), message, content: JSON.stringify(node) });
}

function fits(tree: ConfigTree, line: Line): boolean {
  try {
    tree.applyJournal(encodeLine(line));
    return true;
  } catch (failure) {
    if (failure instanceof LibyangError) return false;
    throw failure;
  }
}
