import { CollectDetailedInterfaceStats } from "vpp-binapi-ts/api";
import { defineInterfaceSwitch } from "./interface-switch.js";

/** Counters of unicast, multicast and broadcast packets, which VPP does not keep unless asked. */
export const detailedStatistics = defineInterfaceSwitch({
  name: "interface-detailed-statistics",
  leaf: "sweetcomb-interfaces:detailed-statistics",
  message: CollectDetailedInterfaceStats,
  set: (vpp, swIfIndex, enableDisable) => vpp.call(CollectDetailedInterfaceStats, { swIfIndex, enableDisable }),
});
