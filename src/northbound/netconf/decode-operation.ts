/** The table of NETCONF operations: an <rpc> as the operation that every protocol shares. */

import type { RpcDocument } from "../../operations/management.js";
import type { Operation } from "../../operations/operation.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { namedDatastore } from "./datastore-parameter.js";
import { decodeGet, decodeGetConfig, decodeGetData, decodeGetSchema } from "./decode-read.js";
import {
  decodeCopyConfig,
  decodeDeleteConfig,
  decodeEditConfig,
  decodeEditData,
  decodeValidate,
} from "./decode-write.js";
import { filterSelection } from "./filter-selection.js";
import { emptyParameter, missing, numberParameter, textParameter, timeParameter } from "./parameters.js";
import { wantedTxid } from "./txid/wanted-txid.js";

type Decoder = (rpc: RpcDocument, schema: SchemaTree, over: AbortSignal) => Operation;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["ietf-netconf:get", decodeGet],
  ["ietf-netconf:get-config", decodeGetConfig],
  ["ietf-netconf-nmda:get-data", decodeGetData],
  ["ietf-netconf-monitoring:get-schema", decodeGetSchema],
  ["ietf-netconf:edit-config", decodeEditConfig],
  ["ietf-netconf-nmda:edit-data", decodeEditData],
  ["ietf-netconf:copy-config", decodeCopyConfig],
  ["ietf-netconf:delete-config", decodeDeleteConfig],
  ["ietf-netconf:validate", decodeValidate],
  ["ietf-netconf:lock", (rpc) => ({ kind: "lock", target: namedDatastore(rpc, "target") })],
  ["ietf-netconf:unlock", (rpc) => ({ kind: "unlock", target: namedDatastore(rpc, "target") })],
  ["ietf-netconf:commit", decodeCommit],
  ["ietf-netconf:cancel-commit", (rpc) => ({ kind: "cancel-commit", persistId: textParameter(rpc, "persist-id") })],
  ["ietf-netconf:discard-changes", () => ({ kind: "discard-changes" })],
  ["ietf-netconf:kill-session", decodeKillSession],
  ["notifications:create-subscription", decodeCreateSubscription],
]);

/**
 * Every operation but close-session, which the session itself carries out.
 * @param over aborted when the session ends, and with it what it has subscribed to
 * @throws ManagementError as RFC 6241 appendix A has it, for parameters that are absent, wrong or not supported
 */
export function decodeOperation(rpc: RpcDocument, schema: SchemaTree, over: AbortSignal): Operation {
  const decode = DECODERS.get(`${rpc.module}:${rpc.operation}`) ?? decodeInvoke;
  return decode(rpc, schema, over);
}

/** close-session ends the session that it came in (RFC 6241 7.8). */
export function isCloseSession(rpc: RpcDocument): boolean {
  return rpc.module === "ietf-netconf" && rpc.operation === "close-session";
}

/** RFC 6241 8.3.4.1, 8.4.5.1. */
function decodeCommit(rpc: RpcDocument): Operation {
  return {
    kind: "commit",
    confirmed: emptyParameter(rpc, "confirmed"),
    confirmTimeoutS: numberParameter(rpc, "confirm-timeout"),
    persist: textParameter(rpc, "persist"),
    persistId: textParameter(rpc, "persist-id"),
    withTxid: wantedTxid(rpc),
  };
}

function decodeKillSession(rpc: RpcDocument): Operation {
  const sessionId = numberParameter(rpc, "session-id");
  if (sessionId === undefined) throw missing("session-id");
  return { kind: "kill-session", sessionId };
}

/** RFC 5277 2.1.1. */
function decodeCreateSubscription(rpc: RpcDocument, schema: SchemaTree, signal: AbortSignal): Operation {
  return {
    kind: "subscribe",
    stream: textParameter(rpc, "stream") ?? "NETCONF",
    select: filterSelection(rpc.filter, schema),
    startTimeMs: timeParameter(rpc, "startTime"),
    stopTimeMs: timeParameter(rpc, "stopTime"),
    format: "xml",
    signal,
  };
}

/** Any other rpc or action of a module. */
function decodeInvoke(rpc: RpcDocument, schema: SchemaTree): Operation {
  const select = filterSelection(rpc.filter, schema);
  return {
    kind: "invoke",
    path: rpc.actionPath ?? `/${rpc.module}:${rpc.operation}`,
    input: { kind: "rpc", document: rpc.document, input: rpc.input, contents: rpc.contents, select },
    format: "xml",
  };
}
