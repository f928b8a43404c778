/**
 * Dynamic configuration datastores (RFC 8342 5.2): each has a tree of its own, which is valid by itself. Running laid over
 * them is intended.
 */

import { ConfigTree, type DataTree, type ReadPart } from "libyang-wasm";
import { dynamicDatastores } from "../dynamic/names.js";
import { drainCursors } from "./drain.js";
import { prepareTree } from "./edits.js";
import { type EngineState, withView } from "./engine-state.js";
import { mergeSelected } from "./merge-selected.js";
import type {
  AccessDetail,
  DynamicName,
  EditResult,
  EngineEdit,
  Prepared,
  Presence,
  ResidentTree,
} from "./protocol.js";

export function prepareDynamic(
  state: EngineState,
  name: DynamicName,
  request: EngineEdit,
  detail: AccessDetail,
): Prepared & EditResult {
  return prepareTree(state, name, residentTree(state, name), request, detail);
}

/** Makes what was prepared visible. */
export function commitDynamic(state: EngineState, name: DynamicName): void {
  drainCursors(state, name);
  const tree = residentTree(state, name);
  tree.flip();
  tree.accept();
}

/** Throws when the document or the lines do not fit the schema. */
export function restoreDynamic(
  state: EngineState,
  name: DynamicName,
  json: Uint8Array | undefined,
  lines: readonly Uint8Array[],
): void {
  const tree = residentTree(state, name);
  if (json !== undefined) tree.load(json, "json", { validate: true });
  for (const journal of lines) tree.applyJournal(journal);
  tree.accept();
}

export function dynamicDocument(state: EngineState, name: DynamicName): Uint8Array {
  const tree = state.dynamic.get(name);
  if (tree === undefined) return Buffer.from("{}");
  return withView(state.context, tree.root, (view) => (view.isEmpty ? Buffer.from("{}") : view.print("json")));
}

/** The tree of a name; that of a dynamic datastore is made when it is first asked for. */
export function residentTree(state: EngineState, name: ResidentTree): ConfigTree {
  if (name === "running") return state.running;
  if (name === "candidate") return state.candidate;
  let tree = state.dynamic.get(name);
  if (tree === undefined) {
    tree = ConfigTree.create(state.context);
    state.dynamic.set(name, tree);
  }
  return tree;
}

/** Cost: one look-up by path each. */
export function presence(state: EngineState, name: ResidentTree, paths: readonly string[]): readonly Presence[] {
  const tree = residentTree(state, name);
  // The candidate always shows its edits; the others hide them until they are committed.
  const isHidden = state.prepared === name && name !== "candidate";
  if (isHidden) tree.flip();
  try {
    return withView(state.context, tree.root, (view) => paths.map((path) => presenceOf(view, path)));
  } finally {
    if (isHidden) tree.flip();
  }
}

function presenceOf(tree: DataTree, path: string): Presence {
  const [node] = tree.isEmpty ? [] : tree.select(path);
  if (node === undefined) return "absent";
  return node.describe().isDefault ? "default" : "explicit";
}

/**
 * Running, and of those top-level nodes that a dynamic datastore has too, both together. Of several dynamic datastores
 * that have a value the first by precedence wins, and running before all. Trees made for this reading are added to `owned`.
 * @param without top-level nodes that are not wanted
 */
export function intendedParts(
  state: EngineState,
  select: readonly string[] | undefined,
  owned: Disposable[],
  without: readonly TopLevelName[],
): readonly ReadPart[] {
  const { context, running } = state;
  const trees = dynamicDatastores.map(({ name }) => state.dynamic.get(name)).filter((tree) => tree !== undefined);
  const merged = context.emptyTree();
  owned.push(merged);
  for (const tree of trees.reverse()) {
    for (const xpath of select ?? ["/*"]) mergeSelected(context, tree.root, xpath, merged, { explicit: true });
  }
  if (merged.isEmpty) return [{ root: running.root, excludeTopLevel: without }];
  const both = topLevelNames(merged);
  for (const xpath of select ?? both.map(({ module, name }) => `/${module}:${name}`)) {
    mergeSelected(context, running.root, xpath, merged);
  }
  return [
    { root: running.root, excludeTopLevel: [...without, ...both] },
    { root: merged.pointer, excludeTopLevel: without },
  ];
}

interface TopLevelName {
  readonly module: string;
  readonly name: string;
}

function topLevelNames(tree: DataTree): TopLevelName[] {
  const names = new Map<string, TopLevelName>();
  for (const node of tree.topLevel()) {
    const { module = "", name } = node.describe();
    names.set(`${module}:${name}`, { module, name });
  }
  return [...names.values()];
}
