import { MplsTunnelAddDel, MplsTunnelDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { WirePath } from "./ip-path.js";
import { pathKey, shownPaths } from "./shown-path.js";

interface Tunnel {
  readonly mtSwIfIndex: number;
  readonly mtTunnelIndex: number;
  readonly mtL2Only: boolean;
  readonly mtIsMulticast: boolean;
  readonly mtTag: string;
  readonly mtPaths: readonly WirePath[];
}

const tunnels = recordsOf<Tunnel>("mpls-tunnels", (tunnel, swIfIndex) => tunnel.mtSwIfIndex === swIfIndex);

/** MPLS tunnels (vnet/mpls). One goes with the last of its paths. */
export const mplsTunnel: Feature = {
  name: "mpls-tunnel",
  handlers: [
    answer(MplsTunnelAddDel, (vpp, { mtIsAdd, mtTunnel }) => {
      const paths = shownPaths(vpp, mtTunnel.mtPaths);
      if (typeof paths === "number") return { retval: paths, swIfIndex: NONE, tunnelIndex: NONE };
      if (!mtIsAdd) {
        const found = tunnels(vpp).get(String(mtTunnel.mtSwIfIndex));
        const gone = new Set(paths.map(pathKey));
        const left = (found?.mtPaths ?? []).filter((path) => !gone.has(pathKey(path)));
        if (found !== undefined && left.length > 0) {
          tunnels(vpp).set(String(found.mtSwIfIndex), { ...found, mtPaths: left });
        } else if (found !== undefined) {
          deleteInterface(vpp, vpp.interfaces.get(found.mtSwIfIndex)!);
        }
        return { retval: Retval.OK, swIfIndex: mtTunnel.mtSwIfIndex, tunnelIndex: found?.mtTunnelIndex ?? NONE };
      }
      if (mtTunnel.mtL2Only && mtTunnel.mtIsMulticast)
        throw new VppDies("a tunnel of labels sends frames to all paths");
      if (mtTunnel.mtSwIfIndex !== NONE) {
        // The paths are added to the tunnel that is named; VPP says OK where it is none.
        const found = tunnels(vpp).get(String(mtTunnel.mtSwIfIndex));
        if (found !== undefined) {
          tunnels(vpp).set(String(found.mtSwIfIndex), { ...found, mtPaths: [...found.mtPaths, ...paths] });
        }
        return { retval: Retval.OK, swIfIndex: mtTunnel.mtSwIfIndex, tunnelIndex: found?.mtTunnelIndex ?? NONE };
      }
      let mtTunnelIndex = 0;
      while ([...tunnels(vpp).values()].some((tunnel) => tunnel.mtTunnelIndex === mtTunnelIndex)) mtTunnelIndex++;
      const { swIfIndex } = addInterface(vpp, {
        kind: "mpls-tunnel",
        deviceType: "MPLS tunnel device",
        name: `mpls-tunnel${mtTunnelIndex}`,
      });
      const { mtL2Only, mtIsMulticast, mtTag } = mtTunnel;
      const made = { mtSwIfIndex: swIfIndex, mtTunnelIndex, mtL2Only, mtIsMulticast, mtTag, mtPaths: paths };
      tunnels(vpp).set(String(swIfIndex), made);
      return { retval: Retval.OK, swIfIndex, tunnelIndex: mtTunnelIndex };
    }),
    answerDump(MplsTunnelDump, function* (vpp, { swIfIndex }) {
      for (const mtTunnel of tunnels(vpp).values()) {
        if (swIfIndex === NONE || swIfIndex === mtTunnel.mtSwIfIndex) yield { mtTunnel };
      }
    }),
  ],
};
