/** Entity tags and times of what running has (RFC 8040 3.4.1, 3.5.1, 3.5.2). */

import type { Stamp } from "../datastore/stamps/stamps.js";
import type { OperationContext } from "./context.js";
import type { EntityState } from "./operation.js";

/**
 * The state of an instance, or of a whole list; "" is the datastore. It changes when something at or below the instance does. The
 * tag grows with the revision; the time tells two stores apart.
 * @param path with canonical keys
 */
export function entityOf({ datastores: { head, stamps } }: OperationContext, path: string): EntityState {
  const stamp = path === "" ? head : stamps.of(path);
  return { etag: etagOf(stamp), lastModifiedMs: stamp.timeMs };
}

/** Characters that every protocol takes: no spaces, no quotes. */
export function etagOf({ revision, timeMs }: Stamp): string {
  return `${revision.toString(36)}-${timeMs.toString(36)}`;
}

/** The stamp that a tag was made of; undefined for a text that is none of ours. */
export function stampOfEtag(etag: string): Stamp | undefined {
  const [, revision, timeMs] = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})$/.exec(etag) ?? [];
  if (revision === undefined || timeMs === undefined) return undefined;
  return { revision: Number.parseInt(revision, 36), timeMs: Number.parseInt(timeMs, 36) };
}
