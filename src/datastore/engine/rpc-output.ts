/** Output of an rpc or action, from a handler's plain values to the protocol's text. */

import { openCursor, type YangContext } from "libyang-wasm";

/**
 * @param path schema path of an rpc
 * @param output members of the output, RFC 7951
 */
export function encodeOutput(context: YangContext, path: string, output: unknown, format: "xml" | "json"): Uint8Array {
  const name = path.slice(1);
  using reply = context.parseOperation(JSON.stringify({ [name]: output }), "json", "reply");
  const first = reply.operation?.children()[0];
  if (first === undefined) return new Uint8Array();
  const parts = [{ root: first.pointer }];
  using cursor = openCursor(context, parts, { format, root: "tree", module: name.slice(0, name.indexOf(":")) });
  return cursor.drain();
}
