import { allSpeakers } from "../features/igmp-state.js";
import type { Vpp } from "../state/vpp.js";

/** The lines of `show igmp config` that VPP prints of interfaces; groups are not among them. */
export function showIgmp(vpp: Vpp): string {
  return allSpeakers(vpp)
    .map(({ swIfIndex, isHost, isQuerying, proxy }) => {
      const name = vpp.interfaces.get(swIfIndex)?.name ?? "DELETED";
      const device = proxy === undefined ? "" : `proxy device: ${proxy}`;
      const query = isQuerying ? "[expires-in:60.0]" : "not-running";
      return `interface: ${name} mode: ${isHost ? "HOST" : "ROUTER"} ${device}\n  general-query:${query}\n`;
    })
    .join("");
}
