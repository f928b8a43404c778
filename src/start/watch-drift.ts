/** The watch over drift joined with the policy that running has, and with the events. */

import type { Datastores } from "../datastore/datastores.js";
import { follow } from "../datastore/follow.js";
import type { EventLog } from "../operations/events/event-log.js";
import { DRIFT_PATH, DriftWatch } from "../operations/vpp/drift-watch.js";
import type { ConnectedSouthbound } from "../southbound/connect.js";

/** Begins to follow the policy. The caller stops the watch. */
export async function watchDrift(
  datastores: Datastores,
  southbound: ConnectedSouthbound,
  events: EventLog,
): Promise<DriftWatch> {
  const watch = new DriftWatch(southbound, datastores.queue, datastores.log.child({ part: "drift" }), (content) =>
    events.publish("/sweetcomb-vpp:drift-detected", content),
  );
  await follow(datastores, DRIFT_PATH, (policy) => watch.follow(policy));
  return watch;
}
