/** What a subscriber has asked for, as plain data. */

import type { DatastoreName, Format, TxidMechanism } from "../operation.js";

/** Module of what subscribers say, and are told, about transaction ids. */
export const TXID_MODULE = "ietf-netconf-txid-yang-push";

export interface StreamTarget {
  readonly kind: "stream";
  readonly stream: string;
  /** Past events from this time on, ms since 1970. */
  readonly replayStartMs?: number | undefined;
}

export interface DatastoreTarget {
  readonly kind: "datastore";
  readonly datastore: DatastoreName;
  readonly trigger: Trigger;
}

export type Trigger =
  | { readonly kind: "periodic"; readonly periodMs: number; readonly anchorMs?: number | undefined }
  | {
      readonly kind: "on-change";
      readonly dampeningMs: number;
      readonly syncOnStart: boolean;
      readonly excluded: readonly string[];
    };

/** Without `select` everything is wanted. */
export interface Filter {
  /** XPaths with module names. */
  readonly select?: readonly string[] | undefined;
  /** Name of the configured filter that it comes from. */
  readonly reference?: string | undefined;
  /** As the list of subscriptions shows it: members of RFC 7951. */
  readonly members: Readonly<Record<string, unknown>>;
}

export interface Terms {
  readonly target: StreamTarget | DatastoreTarget;
  readonly filter: Filter;
  readonly stopTimeMs?: number | undefined;
  readonly encoding: Format;
  /** Kinds of transaction ids that are told with each change. */
  readonly txids?: readonly TxidMechanism[] | undefined;
}

/** Members of subscription-policy and update-policy, for the list of subscriptions and for subscription-modified. */
export function describeTerms({ target, filter, stopTimeMs, encoding }: Terms): Readonly<Record<string, unknown>> {
  return {
    ...(target.kind === "stream" ? describeStream(target) : describeDatastore(target)),
    ...filter.members,
    ...(stopTimeMs !== undefined && { "stop-time": timeText(stopTimeMs) }),
    encoding: `encode-${encoding}`,
  };
}

function describeStream({ stream, replayStartMs }: StreamTarget) {
  return { stream, ...(replayStartMs !== undefined && { "replay-start-time": timeText(replayStartMs) }) };
}

function describeDatastore({ datastore, trigger }: DatastoreTarget) {
  return {
    "ietf-yang-push:datastore": `ietf-datastores:${datastore}`,
    ...(trigger.kind === "periodic"
      ? { "ietf-yang-push:periodic": describePeriod(trigger) }
      : { "ietf-yang-push:on-change": describeOnChange(trigger) }),
  };
}

function describePeriod({ periodMs, anchorMs }: Extract<Trigger, { kind: "periodic" }>) {
  return { period: periodMs / 10, ...(anchorMs !== undefined && { "anchor-time": timeText(anchorMs) }) };
}

function describeOnChange({ dampeningMs, syncOnStart, excluded }: Extract<Trigger, { kind: "on-change" }>) {
  return {
    "dampening-period": dampeningMs / 10,
    "sync-on-start": syncOnStart,
    ...(excluded.length > 0 && { "excluded-change": excluded }),
  };
}

export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
