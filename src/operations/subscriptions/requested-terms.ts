/** The input of establish-subscription and modify-subscription as terms. Throws with the reasons of RFC 8639 and RFC 8641. */

import { ManagementError } from "../../errors/management-error.js";
import type { OperationContext } from "../context.js";
import { dynamicDatastore } from "../dynamic-datastore.js";
import { streams } from "../events/streams.js";
import type { RpcCall } from "../invoke.js";
import type { DatastoreName, Format } from "../operation.js";
import { askedMechanisms } from "../txid/asked-mechanisms.js";
import { requestedFilter } from "./filters.js";
import { type HintContainer, subscriptionError } from "./subscription-error.js";
import { type DatastoreTarget, type StreamTarget, type Terms, type Trigger, TXID_MODULE } from "./terms.js";
import { requireWatchable } from "./watchable.js";

/** The shortest period. */
export const SHORTEST_PERIOD_CS = 10;

type Input = RpcCall["input"];

/** @param now ms since 1970 */
export async function requestedTerms(context: OperationContext, call: RpcCall, now: number): Promise<Terms> {
  const { input } = call;
  const isStream = "stream" in input;
  const rpc = "establish" as const;
  const hints = hintsOf(rpc, isStream ? "stream" : "datastore");
  const target = isStream ? streamTarget(input, now) : datastoreTarget(input, hints);
  const terms: Terms = {
    target,
    filter: await requestedFilter(context, call, target.kind, hints),
    stopTimeMs: stopTime(input, now, target),
    encoding: encodingOf(call),
    txids: askedMechanisms(input, TXID_MODULE),
  };
  requireWatchable(terms, context.schema, hints);
  return terms;
}

/** What the subscription has when the rpc does not say anything else (RFC 8639 2.4.3). */
export async function modifiedTerms(
  context: OperationContext,
  call: RpcCall,
  terms: Terms,
  now: number,
): Promise<Terms> {
  const { input } = call;
  const { target } = terms;
  const hints = hintsOf("modify", target.kind);
  const asked = namedDatastore(input);
  if (target.kind === "stream" ? asked !== undefined : asked !== undefined && asked !== target.datastore) {
    throw new ManagementError("invalid-value", { message: "A subscription keeps its stream or datastore" });
  }
  const modified: Terms = {
    ...terms,
    target: target.kind === "stream" ? target : { ...target, trigger: modifiedTrigger(target.trigger, input, hints) },
    filter: await requestedFilter(context, call, target.kind, hints),
    stopTimeMs: stopTime(input, now, target) ?? terms.stopTimeMs,
    txids: askedMechanisms(input, TXID_MODULE) ?? terms.txids,
  };
  requireWatchable(modified, context.schema, hints);
  return modified;
}

function hintsOf(rpc: "establish" | "modify", kind: Terms["target"]["kind"]): HintContainer {
  return kind === "stream"
    ? `ietf-subscribed-notifications:${rpc}-subscription-stream-error-info`
    : `ietf-yang-push:${rpc}-subscription-datastore-error-info`;
}

function streamTarget(input: Input, now: number): StreamTarget {
  const stream = String(input.stream);
  if (streams.every(({ name }) => name !== stream)) {
    throw new ManagementError("invalid-value", { message: `There is no stream "${stream}"`, badElement: "stream" });
  }
  const replayStartMs = time(input["replay-start-time"]);
  if (replayStartMs !== undefined && replayStartMs > now) {
    throw new ManagementError("invalid-value", {
      message: "The time from which events are replayed lies in the future",
      badElement: "replay-start-time",
    });
  }
  return { kind: "stream", stream, ...(replayStartMs !== undefined && { replayStartMs }) };
}

function datastoreTarget(input: Input, hints: HintContainer): DatastoreTarget {
  const datastore = namedDatastore(input);
  const trigger = triggerOf(input, hints);
  if (datastore === undefined || trigger === undefined) {
    const missing = datastore === undefined ? "datastore" : "update-trigger";
    throw new ManagementError("missing-element", { message: `The request has no ${missing}`, badElement: missing });
  }
  return { kind: "datastore", datastore, trigger };
}

const conventional: readonly string[] = ["startup", "candidate", "running", "intended", "operational"];

function namedDatastore(input: Input): DatastoreName | undefined {
  const identity = input["ietf-yang-push:datastore"];
  if (identity === undefined) return undefined;
  const name = String(identity).replace("ietf-datastores:", "");
  if (conventional.includes(name)) return name as DatastoreName;
  const dynamic = dynamicDatastore(String(identity));
  if (dynamic !== undefined) return dynamic;
  throw subscriptionError("datastore-not-subscribable", `There is no datastore ${identity} here`);
}

function triggerOf(input: Input, hints: HintContainer): Trigger | undefined {
  const periodic = input["ietf-yang-push:periodic"] as Input | undefined;
  if (periodic !== undefined) return periodicTrigger(periodic, hints);
  const onChange = input["ietf-yang-push:on-change"] as Input | undefined;
  if (onChange === undefined) return undefined;
  return {
    kind: "on-change",
    dampeningMs: Number(onChange["dampening-period"] ?? 0) * 10,
    syncOnStart: onChange["sync-on-start"] !== false,
    excluded: (onChange["excluded-change"] ?? []) as readonly string[],
  };
}

function modifiedTrigger(current: Trigger, input: Input, hints: HintContainer): Trigger {
  const asked = triggerOf(input, hints);
  if (asked === undefined) return current;
  if (asked.kind === "on-change" && current.kind === "on-change") {
    return { ...current, dampeningMs: asked.dampeningMs };
  }
  return asked;
}

function periodicTrigger(periodic: Input, container: HintContainer): Trigger {
  const period = Number(periodic.period);
  if (period < SHORTEST_PERIOD_CS) {
    throw subscriptionError("period-unsupported", `The shortest period is ${SHORTEST_PERIOD_CS} centiseconds`, {
      container,
      members: { "period-hint": SHORTEST_PERIOD_CS },
    });
  }
  return { kind: "periodic", periodMs: period * 10, anchorMs: time(periodic["anchor-time"]) };
}

function stopTime(input: Input, now: number, target: Terms["target"]): number | undefined {
  const stop = time(input["stop-time"]);
  if (stop === undefined) return undefined;
  const replayStart = target.kind === "stream" ? target.replayStartMs : undefined;
  // With a replay the end may lie in the past, behind the beginning (RFC 8639 2.4.2.1).
  if (replayStart === undefined ? stop > now : stop > replayStart) return stop;
  throw new ManagementError("invalid-value", {
    message: "The subscription would end before it begins",
    badElement: "stop-time",
  });
}

/** RFC 8640 4: NETCONF has XML. RFC 8650 3.2: without a word the encoding is that of the request. */
function encodingOf({ input, session, format }: RpcCall): Format {
  const asked = input.encoding === undefined ? format : String(input.encoding).replace(/^.*encode-/, "");
  const isNetconf = session.transport.startsWith("netconf-");
  if (asked === "xml" || (asked === "json" && !isNetconf)) return asked;
  throw subscriptionError("encoding-unsupported", `Notifications cannot be written as ${asked} here`);
}

function time(value: unknown): number | undefined {
  return value === undefined ? undefined : Date.parse(String(value));
}
