// Bodies of RESTCONF messages. RFC 8040 sections 3.5, 3.6 and 4.4 to 4.6.
import type { YangContext } from "../context.js";
import { DataTree } from "../data-tree.js";
import { dataFormats } from "../options.js";
import { type DataError, errorsOfFailure } from "./data-error.js";
import { adoptContents, disposeContents, type OperationContent, type PrintedContent } from "./operation-content.js";
import type { DataEncoding } from "./read-request.js";
import type { ReaderExports } from "./reader-exports.js";

export interface BodyOptions {
  readonly format: DataEncoding;
  /** Instance that the data stands below; absent for top-level data. */
  readonly parentPath?: string;
  /** "edit": exactly one node, and configuration only. "data": any number, state too. */
  readonly kind: "edit" | "data";
}

export interface InputOptions {
  readonly format: DataEncoding;
  /** "/module:rpc", or the instance path of an action. */
  readonly operationPath: string;
  /** Root of the tree that leafrefs in the parameters refer to; without it they are not followed. */
  readonly data?: number;
}

/** One node that a body holds. */
export interface BodyTarget {
  readonly path: string;
  /** Its `struct lyd_node *` in the tree. */
  readonly node: number;
}

export type ParsedBody =
  | {
      readonly ok: true;
      /** The nodes of the parent path with the data below; not validated. The caller releases it. */
      readonly tree: DataTree;
      readonly targets: readonly BodyTarget[];
    }
  | Failed;

export type ParsedInput =
  | ({
      readonly ok: true;
      readonly module: string;
      readonly operation: string;
      readonly path: string;
      /** As in DecodedRpc. */
      readonly input: Readonly<Record<string, unknown>>;
      readonly contents: ReadonlyMap<string, OperationContent>;
    } & Disposable)
  | Failed;

interface Failed {
  readonly ok: false;
  readonly errors: readonly [DataError, ...DataError[]];
}

type Problem =
  | "trailing-text"
  | "repeated-member"
  | "duplicate-node"
  | "parent-holds-nothing"
  | "unknown-operation"
  | "no-node"
  | "several-nodes";

interface PrintedProblem {
  readonly problem?: Problem;
  readonly name?: string;
  readonly path?: string;
}

interface PrintedBody extends PrintedProblem {
  readonly targets?: readonly BodyTarget[];
}

interface PrintedInput extends PrintedProblem {
  readonly module?: string;
  readonly operation?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly contents?: readonly PrintedContent[];
}

/** Parses the data of a POST, PUT or PATCH below a parent instance, whose nodes are made too. */
export function parseContent(context: YangContext, bytes: Uint8Array, options: BodyOptions): ParsedBody {
  const { instance } = context;
  const reader = instance.exportsAs<ReaderExports>();
  const format = dataFormats[options.format];
  const status = instance.withString(options.parentPath, (parent) =>
    instance.withBytes(bytes, (start, length) =>
      reader.lyw_parse_body(context.pointer, start, length, format, parent, options.kind === "edit" ? 1 : 0),
    ),
  );
  const root = status === 0 ? instance.result(0) : 0;
  const printed = JSON.parse(instance.outputText()) as PrintedBody;
  if (status !== 0) return below(options.parentPath, failed(context, status, printed));
  const tree = new DataTree(context, root);
  const targets = printed.targets ?? [];
  if (options.kind === "data" || targets.length === 1) return { ok: true, tree, targets };
  tree[Symbol.dispose]();
  return { ok: false, errors: [problemError({ problem: targets.length === 0 ? "no-node" : "several-nodes" })] };
}

/** Parses and validates the body of an operation request; an empty body is an operation without input. */
export function parseInput(context: YangContext, bytes: Uint8Array, options: InputOptions): ParsedInput {
  const { instance } = context;
  const reader = instance.exportsAs<ReaderExports>();
  const format = dataFormats[options.format];
  const status = instance.withString(options.operationPath, (path) =>
    instance.withBytes(bytes, (start, length) =>
      reader.lyw_parse_input(context.pointer, start, length, format, path, options.data ?? 0),
    ),
  );
  const printed = JSON.parse(instance.outputText()) as PrintedInput;
  const contents = adoptContents(context, printed.contents ?? []);
  if (status !== 0) {
    disposeContents(contents);
    return failed(context, status, printed);
  }
  const { module = "", operation = "", path = "", input = {} } = printed;
  return { ok: true, module, operation, path, input, contents, [Symbol.dispose]: () => disposeContents(contents) };
}

function failed(context: YangContext, status: number, printed: PrintedProblem): Failed {
  const failure = context.instance.failure(status, context.pointer, "parsing a message body");
  return { ok: false, errors: printed.problem ? [problemError(printed)] : errorsOfFailure(context, failure) };
}

/** libyang names no place where it is the parent itself that misses or has something. */
function below(parentPath: string | undefined, { ok, errors: [first, ...rest] }: Failed): Failed {
  if (parentPath === undefined) return { ok, errors: [first, ...rest] };
  return { ok, errors: [{ path: parentPath, ...first }, ...rest] };
}

/** RFC 8040 section 7 makes malformed-message and the others a 400. */
function problemError({ problem, name = "", path }: PrintedProblem): DataError {
  const place = path === undefined ? {} : { path };
  switch (problem) {
    case "trailing-text":
      return { tag: "malformed-message", type: "rpc", message: "There is text behind the JSON object." };
    case "repeated-member":
      return { tag: "malformed-message", type: "rpc", message: `An object has the member "${name}" more than once.` };
    case "duplicate-node":
      return { tag: "bad-element", type: "protocol", message: `"${name}" is there twice.`, badElement: name, ...place };
    case "parent-holds-nothing":
      return { tag: "invalid-value", type: "protocol", message: "The parent resource cannot have child resources." };
    case "several-nodes":
      return { tag: "bad-element", type: "protocol", message: "The message body holds more than one resource." };
    case "no-node":
      return { tag: "missing-element", type: "protocol", message: "The message body holds no resource." };
    default:
      return { tag: "operation-not-supported", type: "protocol", message: "The path does not name an operation." };
  }
}
