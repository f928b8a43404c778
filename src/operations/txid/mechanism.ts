/** Transaction ids as texts (draft-ietf-netconf-transaction-id 4): entity tags, the same as RESTCONF's, and times. */

import type { Stamp } from "../../datastore/stamps/stamps.js";
import { etagOf, stampOfEtag } from "../entity.js";
import type { TxidMechanism } from "../operation.js";

/** What stands for the id of a node of the candidate that differs from running. */
export const UNKNOWN = "!";
/** What stands in place of the content that a client has already. */
export const MATCH = "=";

/** Digits behind the milliseconds: commits of the same millisecond have times of their own. */
const REVISIONS = 1_000_000;

export function txidOf(mechanism: TxidMechanism, stamp: Stamp): string {
  return mechanism === "etag" ? etagOf(stamp) : timeOf(stamp);
}

/** The id of a document that is no revision of anything, by the time when it was written. */
export function documentTxid(mechanism: TxidMechanism, timeMs: number): string {
  return mechanism === "etag" ? `document-${timeMs.toString(36)}` : timeOf({ revision: 0, timeMs });
}

/** The id of what several ids change: all tags, or the latest time. */
export function joinedTxid(mechanism: TxidMechanism, ids: readonly string[]): string {
  return mechanism === "etag" ? ids.join(".") : [...ids].sort().at(-1)!;
}

/** The stamp that a client's text was made of; undefined for one that was never given out. @param newest the newest stamp that there is */
export function stampOf(mechanism: TxidMechanism, text: string, newest: Stamp): Stamp | undefined {
  return mechanism === "etag" ? stampOfEtag(text) : stampOfTime(text, newest);
}

function timeOf({ revision, timeMs }: Stamp): string {
  const digits = String(revision % REVISIONS).padStart(6, "0");
  return new Date(timeMs).toISOString().replace("Z", `${digits}Z`);
}

function stampOfTime(text: string, newest: Stamp): Stamp | undefined {
  const [, time, digits] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(\d{6})(?:Z|\+00:00)$/.exec(text) ?? [];
  if (time === undefined || digits === undefined) return undefined;
  const behind = (newest.revision - Number(digits)) % REVISIONS;
  const revision = newest.revision - (behind < 0 ? behind + REVISIONS : behind);
  return { revision, timeMs: Date.parse(`${time}Z`) };
}
