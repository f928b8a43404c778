import { IfStatusFlags, SwInterfaceEvent, WantInterfaceEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces } from "./interface.js";

/** An interface went up or down. One that was made or removed tells so by the configuration. */
export const interfaceEvent = defineVppEvent({
  want: WantInterfaceEvents,
  wantFields: { enableDisable: 1 },
  event: SwInterfaceEvent,
  notification: "/sweetcomb-interfaces:interface-state-change",
  // The flags say what came up: none when anything went down.
  loss: ({ swIfIndex, flags, deleted }) =>
    Number(flags) === 0 && !deleted ? { kind: interfaces, handle: swIfIndex } : undefined,
  tell({ keyOf }, { swIfIndex, flags, deleted }) {
    const name = keyOf(interfaces, swIfIndex)?.name;
    if (name === undefined || deleted) return undefined;
    return { path: "/sweetcomb-interfaces:interface-state-change", content: { interface: name, ...changesOf(flags) } };
  },
});

/** What came up, and nothing of the rest. Whichever went down, no packet passes. */
function changesOf(flags: number) {
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    ...(has(IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) && { "admin-status": "up" }),
    ...(has(IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP) && { "oper-status": "up" }),
    ...(flags === 0 && { "oper-status": "down" }),
  };
}
