/** Content of requests as trees, with the metadata that tells an edit what to do. */

import {
  attachEditMeta,
  type DataTree,
  type EditMetadata,
  editTreeForPath,
  LibyangError,
  parseContent,
} from "libyang-wasm";
import type { EngineState } from "./engine-state.js";
import { placed } from "./placed-error.js";
import type { EngineContent, EngineError, EnginePatchEdit } from "./protocol.js";
import { sealSecrets, withoutSecrets } from "./seal-secrets.js";

/** `path`: the one node that the request names. */
export type ParsedEdit =
  | { readonly tree: DataTree; readonly path?: string | undefined; readonly errors?: undefined }
  | { readonly errors: readonly EngineError[] };

type NodeEdit = Omit<EnginePatchEdit, "id">;
type Body = Extract<EngineContent, { kind: "body" }>;

/** The content of edit-config, or a whole datastore, as an edit tree. Secrets in it are sealed. */
export function contentTree(state: EngineState, content: EngineContent): ParsedEdit {
  return withSealedSecrets(state, parsedContent(state, content));
}

/** One node of a RESTCONF request: where it stands, what to do with it, where to put it. Secrets in it are sealed. */
export function nodeTree(state: EngineState, edit: NodeEdit): ParsedEdit {
  const { method } = edit;
  if (method === "delete" || method === "remove") return bareNode(state, edit, { operation: method });
  if (method === "move") return bareNode(state, edit, { operation: "merge", ...place(edit) });
  return withSealedSecrets(state, placement(state, edit, method));
}

function withSealedSecrets(state: EngineState, parsed: ParsedEdit): ParsedEdit {
  if (parsed.errors !== undefined) return { errors: withoutSecrets(state, parsed.errors) };
  const errors = sealSecrets(state, parsed.tree);
  if (errors.length === 0) return parsed;
  parsed.tree[Symbol.dispose]();
  return { errors };
}

function parsedContent(state: EngineState, content: EngineContent): ParsedEdit {
  if (content.kind === "rpc-parameter") return parameterTree(state, content);
  const result = parseBody(state, content, "data");
  return result.ok ? { tree: result.tree } : { errors: result.errors };
}

/** A node without content of its own: its path says it all. */
function bareNode({ context }: EngineState, { path }: NodeEdit, metadata: EditMetadata): ParsedEdit {
  try {
    return { tree: editTreeForPath(context, path, metadata), path };
  } catch (failure) {
    if (!(failure instanceof LibyangError)) throw failure;
    return { errors: [{ tag: "invalid-value", path, message: `${path} names no instance: ${failure.message}` }] };
  }
}

function placement(state: EngineState, edit: NodeEdit, operation: "create" | "replace" | "merge"): ParsedEdit {
  const { content } = edit;
  if (content?.kind !== "body") return { errors: [missingBody()] };
  const result = parseBody(state, content, "edit");
  if (!result.ok) return { errors: result.errors.map((error) => placed(error, content)) };
  const [found] = result.targets;
  if (found === undefined || (content.target !== undefined && found.path !== content.target)) {
    result.tree[Symbol.dispose]();
    return { errors: [otherTarget(content.target, found?.path)] };
  }
  attachEditMeta(state.context, found.node, { operation, ...place(edit) });
  return { tree: result.tree, path: found.path };
}

function place({ insert, point }: NodeEdit): Pick<EditMetadata, "insert" | "point"> {
  return { ...(insert === undefined ? {} : { insert }), ...(point === undefined ? {} : { point }) };
}

function parseBody({ context }: EngineState, { bytes, format, parent }: Body, kind: "edit" | "data") {
  return parseContent(context, bytes, { format, kind, ...(parent === "" ? {} : { parentPath: parent }) });
}

/** The tree is used up by the edit; the document keeps its other parameters. */
function parameterTree(
  { documents }: EngineState,
  { document, parameter }: Extract<EngineContent, { kind: "rpc-parameter" }>,
): ParsedEdit {
  const contents = documents.get(document)?.contents;
  const found = contents?.get(parameter) ?? contents?.get(`source/${parameter}`);
  if (found !== undefined) return { tree: found.tree };
  const message = `The parameter ${parameter} is missing`;
  return { errors: [{ tag: "missing-element", type: "protocol", message, badElement: parameter }] };
}

function missingBody(): EngineError {
  return { tag: "malformed-message", type: "protocol", message: "The request needs a body" };
}

function otherTarget(wanted: string | undefined, found: string | undefined): EngineError {
  const message = `The body is of ${found ?? "no resource"} and not of ${wanted}`;
  return { tag: "invalid-value", type: "protocol", path: wanted, message };
}
