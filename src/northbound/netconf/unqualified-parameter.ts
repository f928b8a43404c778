/**
 * Parameters without a namespace. Strictly they are unknown elements, but a script that hands ncclient "<config>..." as a string
 * sends just that, and no other meaning is possible: the parameter belongs to its operation.
 */

import type { Management, RpcDocument } from "../../operations/management.js";
import { NETCONF_BASE } from "./namespaces.js";

/** How libyang says that an element has no namespace. */
const NO_NAMESPACE = /Missing XML namespace/;
/** The parameter stands near the beginning: what comes before it is the operation and a target or source. */
const SEARCHED_BYTES = 4096;
const PARAMETER = /<(?:config|filter)(?=[\s>/])(?![^>]*\sxmlns=)/;

/** Decodes an rpc; a second time with the parameter's namespace filled in where it was missing. */
export async function decodeLeniently(management: Management, message: Buffer): Promise<RpcDocument> {
  const rpc = await management.decodeRpc(message);
  if (!rpc.errors?.some((error) => NO_NAMESPACE.test(error.message))) return rpc;
  const qualified = qualifyParameter(message);
  if (qualified === undefined) return rpc;
  management.releaseRpc(rpc.document);
  return management.decodeRpc(qualified);
}

/** The message with a default namespace at its config or filter element; undefined when there is none to qualify. */
export function qualifyParameter(message: Buffer): Buffer | undefined {
  // One byte a character, so that places in the text are places in the bytes.
  const found = PARAMETER.exec(message.toString("latin1", 0, SEARCHED_BYTES));
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  return Buffer.concat([message.subarray(0, end), Buffer.from(` xmlns="${NETCONF_BASE}"`), message.subarray(end)]);
}
