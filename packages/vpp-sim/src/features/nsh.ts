import { NshAddDelEntry, NshAddDelMap, NshEntryDump, NshMapDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import { addInterface, setAdminUp } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

const headers = recordsOf<NshAddDelEntry>("nsh-headers");
const maps = recordsOf<NshAddDelMap>("nsh-maps");

const THERE = Retval.UNSPECIFIED;
const ABSENT = Retval.INVALID_SW_IF_INDEX;
const VXLAN_NODES: readonly number[] = [4, 5];

/** Network service headers (plugin nsh). An index of an entry or a map is answered here by 0 alone: nobody needs it. */
export const nsh: Feature = {
  name: "nsh",
  handlers: [
    answer(NshAddDelEntry, (vpp, request) => {
      const key = String(request.nspNsi);
      const table = headers(vpp);
      if (!request.isAdd) return { retval: table.delete(key) ? Retval.OK : ABSENT, entryIndex: NONE };
      if (table.has(key)) return { retval: THERE, entryIndex: NONE };
      table.set(key, request);
      return { retval: Retval.OK, entryIndex: 0 };
    }),
    answerDump(NshEntryDump, function* (vpp) {
      for (const { isAdd: _, ...header } of headers(vpp).values()) {
        const { verOC, ttl, mdType } = header;
        // The upper bits of the time to live stand in the same byte.
        const shown = { ...header, verOC: (verOC & 0xf0) | (ttl >> 2), entryIndex: 0 };
        yield mdType === 1 ? { ...shown, tlvLength: 4 } : shown;
      }
    }),
    answer(NshAddDelMap, (vpp, request) => {
      const key = String(request.nspNsi);
      const table = maps(vpp);
      if (!request.isAdd) {
        if (!table.delete(key)) return { retval: ABSENT, mapIndex: NONE };
        const tunnel = tunnels(vpp).filter(({ isAdminUp }) => isAdminUp)[table.size];
        if (tunnel !== undefined) setAdminUp(vpp, tunnel, false);
        return { retval: Retval.OK, mapIndex: NONE };
      }
      if (table.has(key)) return { retval: THERE, mapIndex: NONE };
      const isTaken = hasProxy(vpp, request);
      table.set(key, request);
      setAdminUp(vpp, tunnels(vpp).find(({ isAdminUp }) => !isAdminUp) ?? newTunnel(vpp), true);
      // The map is there all the same.
      return { retval: isTaken ? THERE : Retval.OK, mapIndex: 0 };
    }),
    answerDump(NshMapDump, function* (vpp) {
      for (const { isAdd: _, ...map } of maps(vpp).values()) yield { ...map, mapIndex: 0 };
    }),
  ],
};

function hasProxy(vpp: Vpp, { nextNode, swIfIndex }: NshAddDelMap): boolean {
  if (!VXLAN_NODES.includes(nextNode)) return false;
  return [...maps(vpp).values()].some((map) => map.nextNode === nextNode && map.swIfIndex === swIfIndex);
}

function tunnels(vpp: Vpp): readonly Interface[] {
  return [...vpp.interfaces.values()].filter(({ kind }) => kind === "nsh");
}

/** VPP makes one for each map, and keeps it for the next one when the map is deleted. */
function newTunnel(vpp: Vpp): Interface {
  return addInterface(vpp, { kind: "nsh", deviceType: "NSH", name: `nsh_tunnel${tunnels(vpp).length}`, mtu: 0 });
}
