/** Entity tags and times of what running has (RFC 8040 3.4.1, 3.5.1, 3.5.2). */

import type { OperationContext } from "./context.js";
import type { EntityState } from "./operation.js";

/**
 * The state of an instance, or of a whole list; "" is the datastore. It changes when something at or below the instance does. The
 * tag grows with the revision; the time tells two stores apart.
 * @param path with canonical keys
 */
export function entityOf({ datastores: { head, stamps } }: OperationContext, path: string): EntityState {
  const { revision, timeMs } = path === "" ? head : stamps.of(path);
  return { etag: `${revision.toString(36)}-${timeMs.toString(36)}`, lastModifiedMs: timeMs };
}
