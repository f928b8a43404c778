/** Rpcs and actions of any module: libyang reads the input and writes the output, a handler does the work. */

import { rejectErrors } from "../datastore/engine-errors.js";
import { ManagementError } from "../errors/management-error.js";
import { withoutPredicates } from "../schema/without-predicates.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Content, Format, Operation, OperationInput } from "./operation.js";

type Invoke = Extract<Operation, { kind: "invoke" }>;

export interface RpcCall {
  readonly session: Session;
  /** In the middle of an operation on a private candidate, whose datastores are inside the write queue already. */
  readonly context: OperationContext;
  /** Instance path of an action, schema path of an rpc. */
  readonly path: string;
  /** RFC 7951 JSON of the input's members with their defaults, anydata left out; {} when there are none. */
  readonly input: Readonly<Record<string, unknown>>;
  /** An anydata parameter by its path below the input ("config"), for edits and reads; undefined when it is absent. */
  content(parameter: string): Content | undefined;
  /** The nodes in an anydata parameter, RFC 7951; {} when there are none. */
  contentJson(parameter: string): Promise<Readonly<Record<string, unknown>>>;
  /** How the request was written. */
  readonly format: Format;
  /** XPaths of a parameter `filter` or `...subtree-filter` in XML, as reads have them; undefined when there is none. */
  readonly select: readonly string[] | undefined;
}

/** Does an rpc's work. Returns the members of the output (RFC 7951), or undefined when there are none. */
export type RpcHandler = (call: RpcCall) => Promise<Readonly<Record<string, unknown>> | undefined>;

/** By schema path: "/module:rpc", or "/module:container/list/action". Built in main.ts. */
export type RpcHandlers = ReadonlyMap<string, RpcHandler>;

export async function invoke(context: OperationContext, session: Session, operation: Invoke): Promise<Answer> {
  const { path, format, input } = operation;
  if (context.generatedOperations?.has(path)) return context.generatedOperations.invoke(path, input, format);
  const handler = context.rpcHandlers.get(withoutPredicates(path));
  if (handler === undefined) {
    throw new ManagementError("operation-not-supported", {
      type: "protocol",
      message: `${withoutPredicates(path)} is not implemented by this server`,
    });
  }
  const { engine } = context.datastores;
  const decoded = await decode(engine, path, input);
  try {
    const output = await handler({
      session,
      context,
      path,
      input: decoded.input,
      content: contentOf(decoded),
      contentJson: async (parameter) =>
        JSON.parse(Buffer.from(await engine.contentText(decoded.document, parameter)).toString()),
      format: input?.kind === "body" ? input.format : format,
      select: decoded.select,
    });
    if (output === undefined) return { kind: "ok" };
    const bytes = await engine.encodeOutput(path, output, format);
    return { kind: "data", chunks: once(bytes), empty: bytes.length === 0 };
  } finally {
    // The document of an <rpc> is its session's to release.
    if (input?.kind !== "rpc") await engine.releaseRpc(decoded.document);
  }
}

type Engine = OperationContext["datastores"]["engine"];
type Decoded = Pick<Extract<OperationInput, { kind: "rpc" }>, "document" | "input" | "contents" | "select">;

async function decode(engine: Engine, path: string, input: OperationInput | undefined): Promise<Decoded> {
  if (input?.kind === "rpc") return input;
  // An operation without input still has its defaults and what is mandatory.
  const { format, bytes } = input ?? { format: "json" as const, bytes: new Uint8Array() };
  const decoded = await engine.decodeInput(path, { kind: "body", format, bytes, parent: path });
  if (decoded.errors === undefined) return decoded;
  rejectErrors(decoded.errors);
  throw new Error(`the input of ${path} was refused without a reason`);
}

function contentOf({ document, contents }: Decoded): RpcCall["content"] {
  return (parameter) => (contents.includes(parameter) ? { kind: "rpc-parameter", document, parameter } : undefined);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
