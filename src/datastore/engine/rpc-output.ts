/** Output of an rpc or action, from a handler's plain values to the protocol's text. */

import { openCursor, type YangContext } from "libyang-wasm";

/**
 * @param path schema path of an rpc, instance path of an action
 * @param output members of the output, RFC 7951
 * @returns the members without the element or object that wraps them; nothing when there are none
 */
export function encodeOutput(context: YangContext, path: string, output: unknown, format: "xml" | "json"): Uint8Array {
  using tree = context.emptyTree();
  const operation = tree.newPath(path);
  const module = operation?.schema?.describe().module;
  if (operation === undefined || module === undefined) throw new Error(`${path} is no operation`);
  const document = JSON.stringify({ [`${module}:output`]: output });
  using _envelope = context.parseOperation(document, "json", "restconf-reply", operation);
  const first = operation.children()[0];
  if (first === undefined) return new Uint8Array();
  // In JSON the wrapper's module goes without saying; elements bring their namespace.
  const inherited = format === "json" ? { module } : {};
  using cursor = openCursor(context, [{ root: first.pointer }], { format, root: "tree", ...inherited });
  return cursor.drain();
}
