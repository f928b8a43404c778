import {
  Ip6RaEvent,
  L2ArpTermEvent,
  L2MacsEvent,
  WantIp6RaEvents,
  WantL2ArpTermEvents,
  WantL2MacsEvents2,
} from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { listenersOf, recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** Who wants to hear of what no packet makes happen here: nothing is ever sent. */
export const listeners: Feature = {
  name: "listeners",
  events: [Ip6RaEvent, L2ArpTermEvent, L2MacsEvent],
  handlers: [
    answer(WantIp6RaEvents, (vpp, { enable }, { clientIndex }) => listen(vpp, "router", clientIndex, enable)),
    answer(WantL2ArpTermEvents, (vpp, { enable }, { clientIndex }) => listen(vpp, "host", clientIndex, enable)),
    answer(WantL2MacsEvents2, (vpp, { enableDisable, pid }) => ({ retval: listenToMacs(vpp, enableDisable, pid) })),
  ],
};

const listening = listenersOf("event");
const macListener = recordsOf<{ readonly pid: number }>("mac-listener");

function listen(vpp: Vpp, event: string, clientIndex: number, enable: boolean) {
  const known = listening(vpp);
  const who = `${event} ${clientIndex}`;
  if (known.has(who) === enable) return { retval: Retval.INVALID_REGISTRATION };
  if (enable) known.set(who, { clientIndex });
  else known.delete(who);
  return { retval: Retval.OK };
}

/** One at most, known by the number that it gave. Anybody may take it away. */
function listenToMacs(vpp: Vpp, enable: boolean, pid: number): number {
  const known = macListener(vpp);
  const present = known.get("mac");
  if (!enable) known.delete("mac");
  else if (present !== undefined && present.pid !== pid) return Retval.L2_MACS_EVENT_CLINET_PRESENT;
  else known.set("mac", { pid });
  return Retval.OK;
}
