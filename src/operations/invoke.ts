/** Rpcs and actions of any module: libyang reads the input and writes the output, a handler does the work. */

import { rejectErrors } from "../datastore/engine-errors.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";

type Invoke = Extract<Operation, { kind: "invoke" }>;

export interface RpcCall {
  readonly session: Session;
  /** Instance path of an action, schema path of an rpc. */
  readonly path: string;
  /** RFC 7951 JSON of the input's members; undefined when there are none. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
}

/** Does an rpc's work. Returns the members of the output, or undefined when there are none. */
export type RpcHandler = (call: RpcCall) => Promise<Readonly<Record<string, unknown>> | undefined>;

export async function invoke(context: OperationContext, session: Session, operation: Invoke): Promise<Answer> {
  const { path, content, format } = operation;
  const schemaPath = path.replace(/\[(?:[^\]"']|"[^"]*"|'[^']*')*\]/g, "");
  const handler = context.rpcHandlers.get(schemaPath);
  const node = context.schema.byPath(schemaPath);
  if (handler === undefined || node === undefined) {
    throw new ManagementError("operation-not-supported", {
      type: "protocol",
      message: `${schemaPath} is not implemented by this server`,
    });
  }
  const { engine } = context.datastores;
  const decoded =
    content === undefined ? { input: operation.input, errors: [] } : await engine.decodeInput(path, content);
  rejectErrors(decoded.errors);
  const input = decoded.input as Readonly<Record<string, unknown>> | undefined;
  const output = await handler({ session, path, input });
  if (output === undefined) return { kind: "ok" };
  const bytes = await engine.encodeOutput(path, output, format);
  return { kind: "data", chunks: once(bytes), empty: bytes.length === 0 };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
