/** /nc-notifications:netconf (RFC 5277 3.2.5): the event streams. RESTCONF has its own list. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { EventLog } from "../events/event-log.js";
import { streams } from "../events/streams.js";

export function netconfStreams(events: EventLog): StateProvider {
  return {
    topLevel: ["nc-notifications:netconf"],
    read: async () => ({ "nc-notifications:netconf": { streams: { stream: streams.map((one) => entry(one, events)) } } }),
  };
}

function entry({ name, description }: (typeof streams)[number], { createdMs, agedMs }: EventLog) {
  return {
    name,
    description,
    replaySupport: true,
    replayLogCreationTime: new Date(createdMs).toISOString(),
    ...(agedMs !== undefined && { replayLogAgedTime: new Date(agedMs).toISOString() }),
  };
}
