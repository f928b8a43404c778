/** Edits, validation and commits of the two trees. A request either leaves its changes in a log, or nothing at all. */

import { ConfigTree, type EditOptions, exists } from "libyang-wasm";
import { accessesSince, applyTree } from "./apply-tree.js";
import { contentTree, nodeTree, type ParsedEdit } from "./content.js";
import { drainCursors } from "./drain.js";
import { commitDynamic, residentTree } from "./dynamic-trees.js";
import { type EngineState, withView } from "./engine-state.js";
import { applyPatch } from "./patch.js";
import type {
  AccessDetail,
  ContentJson,
  EditResult,
  EngineAccess,
  EngineContent,
  EngineEdit,
  EngineError,
  Prepared,
  PreparedCandidate,
  ResidentTree,
} from "./protocol.js";
import { withoutSecrets } from "./seal-secrets.js";

const nothing = new Uint8Array();

export function edit(state: EngineState, request: EngineEdit, detail: AccessDetail): EditResult {
  state.prepared = undefined;
  drainCursors(state, "candidate");
  return editTree(state, state.candidate, request, detail);
}

function editTree(state: EngineState, tree: ConfigTree, request: EngineEdit, detail: AccessDetail): EditResult {
  if (request.kind === "patch") return applyPatch(state, tree, request, detail);
  const mark = tree.mark();
  if (request.kind === "lines") {
    for (const lines of request.lines) tree.applyJournal(lines);
    return { errors: [], mark, accesses: [] };
  }
  const parsed: ParsedEdit = request.kind === "node" ? nodeTree(state, request) : contentTree(state, request.content);
  if (parsed.errors !== undefined) return { errors: parsed.errors, mark, accesses: [] };
  const isNew = parsed.path !== undefined && !exists(state.context, [{ root: tree.root }], parsed.path);
  // A container without presence can be created although it is always there.
  const isCreation = request.kind === "node" && request.method === "create";
  if (isNew && request.kind === "node" && request.method === "merge") {
    parsed.tree[Symbol.dispose]();
    return { errors: [nothingToMergeInto(parsed.path)], mark, accesses: [] };
  }
  const { errors, accesses } = applyTree(state, tree, parsed.tree, editOptions(request), detail);
  return { errors, mark, accesses, created: isNew || isCreation ? parsed.path : undefined, target: parsed.path };
}

/** RFC 8040 4.6.1: a plain patch must not create its target. */
function nothingToMergeInto(path: string | undefined): EngineError {
  return { tag: "data-missing", path, message: `${path} is not there, and a patch does not create it` };
}

function editOptions(request: Exclude<EngineEdit, { kind: "lines" | "patch" }>): EditOptions {
  switch (request.kind) {
    case "content":
      return { defaultOperation: request.defaultOperation, errorOption: editErrorOption[request.errorOption] };
    case "replace-all":
      return { defaultOperation: "replace", errorOption: "rollback" };
    case "node":
      return { defaultOperation: "none", errorOption: "rollback" };
  }
}

const editErrorOption = {
  "stop-on-error": "stop",
  "continue-on-error": "continue",
  "rollback-on-error": "rollback",
} as const;

/** Takes the candidate back to a mark; 0 is running. */
export function undoCandidate(state: EngineState, mark: number): void {
  drainCursors(state, "candidate");
  state.candidate.undoTo(mark);
}

export function validateCandidate(state: EngineState): readonly EngineError[] {
  drainCursors(state, "candidate");
  return validateLogged(state.candidate);
}

/** What validation adds (defaults) stays in the log; what a failed one leaves behind does not. */
function validateLogged(tree: ConfigTree): readonly EngineError[] {
  const mark = tree.mark();
  const errors = tree.validate();
  if (errors.length > 0) tree.undoTo(mark);
  return errors;
}

/** A whole configuration that came with a request, judged by itself (RFC 6241 8.6.4.1). */
export function validateContent(state: EngineState, content: EngineContent): readonly EngineError[] {
  return withContentTree(state, content, undefined, () => undefined);
}

export function contentJson(
  state: EngineState,
  content: EngineContent,
  base: Uint8Array | undefined,
  detail: AccessDetail,
): ContentJson {
  let json: Uint8Array = nothing;
  let accesses: readonly EngineAccess[] = [];
  const errors = withContentTree(state, content, base, (tree) => {
    json = withView(state.context, tree.root, (view) => view.print("json"));
    accesses = accessesSince(tree, 0, detail);
  });
  return { errors, json, accesses };
}

/** A tree of its own with the content in place of `base`. */
function withContentTree(
  state: EngineState,
  content: EngineContent,
  base: Uint8Array | undefined,
  use: (tree: ConfigTree) => void,
): readonly EngineError[] {
  const parsed = contentTree(state, content);
  if (parsed.errors !== undefined) return parsed.errors;
  using tree = ConfigTree.create(state.context);
  if (base !== undefined) tree.load(base, "json");
  const errors = tree.edit(parsed.tree, { defaultOperation: "replace", errorOption: "rollback" });
  if (errors.length > 0) return withoutSecrets(state, errors);
  const invalid = tree.validateAll();
  if (invalid.length === 0) use(tree);
  return invalid;
}

export function prepareCandidate(state: EngineState, detail: AccessDetail): PreparedCandidate {
  const errors = validateCandidate(state);
  if (errors.length > 0) return { ...failed(errors), accesses: [] };
  state.prepared = "candidate";
  return { ...prepared(state, state.candidate), accesses: accessesSince(state.candidate, 0, detail) };
}

export function prepareRunning(state: EngineState, request: EngineEdit, detail: AccessDetail): Prepared & EditResult {
  return prepareTree(state, "running", state.running, request, detail);
}

/** The tree is edited and then flipped back, so that readers see nothing of it before `commit`. */
export function prepareTree(
  state: EngineState,
  name: Exclude<ResidentTree, "candidate">,
  tree: ConfigTree,
  request: EngineEdit,
  detail: AccessDetail,
): Prepared & EditResult {
  drainCursors(state, name);
  const result = editTree(state, tree, request, detail);
  const errors = result.errors.length > 0 ? result.errors : tree.validate();
  if (errors.length > 0) {
    tree.undoTo(result.mark);
    return { ...result, ...failed(errors), isInvalid: result.errors.length === 0 };
  }
  const change = prepared(state, tree);
  tree.flip();
  state.prepared = name;
  return { ...result, ...change };
}

function prepared(state: EngineState, tree: ConfigTree): Prepared {
  const forward = tree.journal();
  return {
    errors: [],
    unchanged: forward.length === 0,
    forward,
    inverse: tree.inverseJournal(),
    objects: tree.objects([...state.objects.keys()]),
  };
}

function failed(errors: readonly EngineError[]): Prepared {
  return { errors, unchanged: true, forward: nothing, inverse: nothing, objects: nothing };
}

/** The trees that a commit changes. */
export function changedByCommit(prepared: ResidentTree): readonly ResidentTree[] {
  if (prepared === "candidate") return ["running"];
  return prepared === "running" ? ["running", "candidate"] : [prepared];
}

/** Throws when this engine has not prepared the tree: it is not the one that was asked to. */
export function commit(state: EngineState, prepared: ResidentTree): void {
  const { running, candidate } = state;
  if (state.prepared !== prepared) throw new Error(`no change of ${prepared} is prepared`);
  state.prepared = undefined;
  if (prepared !== "running" && prepared !== "candidate") {
    commitDynamic(state, prepared);
    return;
  }
  drainCursors(state, "running");
  if (prepared === "candidate") {
    candidate.replayOnto(running);
    running.accept();
    candidate.accept();
    return;
  }
  drainCursors(state, "candidate");
  running.flip();
  followRunning(state);
  running.accept();
}

/** The candidate gets the change too; what clients have changed in it is put on top again, as far as it still fits. */
function followRunning({ running, candidate }: EngineState): void {
  const edits = candidate.changeCount > 0 ? candidate.journal() : nothing;
  candidate.undoTo(0);
  running.replayOnto(candidate);
  candidate.accept();
  if (edits.length > 0) candidate.applyJournal(edits, { tolerant: true });
}

/** What was prepared does not happen. The candidate keeps its edits: its client may mend them and try again. */
export function abort(state: EngineState, prepared: ResidentTree): void {
  const isPrepared = state.prepared === prepared;
  state.prepared = undefined;
  if (prepared === "candidate" || !isPrepared) return;
  const tree = residentTree(state, prepared);
  tree.flip();
  tree.undoTo(0);
}
