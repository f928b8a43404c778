/**
 * Names without a namespace, or in the wrong one, as ncclient sends them. Strictly they are errors, but no other meaning is
 * possible: a "<config>" that a script hands over as a string belongs to its operation, and so do the format of a get-schema
 * and the filter of a create-subscription.
 */

import type { Management, RpcDocument } from "../../operations/management.js";
import { NOTIFICATION } from "../notification-element.js";
import { NETCONF_BASE } from "./namespaces.js";

/** How libyang says that an element, or an identity in a value, has no namespace. */
const NO_NAMESPACE =
  /Missing XML namespace|Node "filter" not found as a child of "create-subscription"|identityref "yang" value|identityref "yin" value/;
/** The parameter stands near the beginning: what comes before it is the operation and a target or source. */
const SEARCHED_BYTES = 4096;
const PARAMETER = /<(?:config|filter)(?=[\s>/])(?![^>]*\sxmlns=)/;
/** The format of get-schema (RFC 6022 3.1) under a prefix that its value lacks. */
const FORMAT = /(<([\w.-]+:)format>)\s*(yang|yin)\s*(?=<)/;

/** The filter of create-subscription (RFC 5277 2.1.1) in the namespace of RFC 6241, where other filters are. */
const SUBSCRIPTION_FILTER = /<(?:[\w.-]+:)?create-subscription[\s>][\s\S]*?<([\w.-]+):filter[\s>/]/;

/** Decodes an rpc; a second time with the parameter's namespace filled in where it was missing. */
export async function decodeLeniently(management: Management, message: Buffer): Promise<RpcDocument> {
  const rpc = await management.decodeRpc(message);
  if (!rpc.errors?.some((error) => NO_NAMESPACE.test(error.message))) return rpc;
  const { text = message } = rpc;
  const qualified = qualifyParameter(Buffer.from(text.buffer, text.byteOffset, text.byteLength));
  if (qualified === undefined) return rpc;
  management.releaseRpc(rpc.document);
  return management.decodeRpc(qualified);
}

/** The message with the namespace of its config, filter or format filled in; undefined when there is none to qualify. */
export function qualifyParameter(message: Buffer): Buffer | undefined {
  // One byte a character, so that places in the text are places in the bytes.
  const beginning = message.toString("latin1", 0, SEARCHED_BYTES);
  const qualified = beginning.replace(FORMAT, "$1$2$3");
  if (qualified !== beginning)
    return Buffer.concat([Buffer.from(qualified, "latin1"), message.subarray(SEARCHED_BYTES)]);
  const prefix = SUBSCRIPTION_FILTER.exec(beginning)?.[1];
  if (prefix !== undefined) return moveFilter(message, prefix);
  const found = PARAMETER.exec(beginning);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  return Buffer.concat([message.subarray(0, end), Buffer.from(` xmlns="${NETCONF_BASE}"`), message.subarray(end)]);
}

/** The filter in the namespace of its operation: subscriptions are short, so the whole message is rewritten. */
function moveFilter(message: Buffer, prefix: string): Buffer {
  const text = message.toString("latin1");
  const moved = text
    .replace(`<${prefix}:filter`, `<filter xmlns="${NOTIFICATION}"`)
    .replace(`</${prefix}:filter>`, "</filter>");
  return Buffer.from(moved, "latin1");
}
