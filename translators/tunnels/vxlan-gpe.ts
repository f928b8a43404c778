import { type IpProto, VxlanGpeAddDelTunnelV2, VxlanGpeTunnelV2Dump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import {
  decodeEndpoints,
  type Endpoints,
  encodeEndpoints,
  endpointsClaim,
  endpointsDependOn,
  requireTableOfGroup,
  tableIdOf,
  tablesRead,
  vrfDependsOn,
  vrfMember,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:vxlan-gpe": VxlanGpe;
}

interface VxlanGpe extends Endpoints {
  readonly vni: number;
  readonly "local-port"?: number;
  readonly "remote-port"?: number;
  readonly payload: (typeof payloads)[number];
  readonly "decap-vrf"?: string;
}

/** Next protocols of VXLAN-GPE, from 1 on. The API declares an IP protocol there, and means this. */
const payloads = ["ip4", "ip6", "ethernet", "nsh"] as const;

const DEFAULT_PORT = 4790;

/** A VXLAN-GPE tunnel to a host or to a multicast group. */
export const vxlanGpe = defineInterfaceKind<Value>({
  name: "vxlan-gpe",
  type: "sweetcomb-tunnels:vxlan-gpe",
  leafs: ["sweetcomb-tunnels:vxlan-gpe"],
  messages: [VxlanGpeAddDelTunnelV2, VxlanGpeTunnelV2Dump],
  isOne: ({ details }) => details.interfaceDevType === "VXLAN_GPE",
  isKnownByValue: () => true,
  isReused: true,
  claims({ value }) {
    // Tunnels of different VRFs are the same to VPP.
    const { vrf: _anyVrf, vni, "local-port": port = DEFAULT_PORT, ...ends } = value["sweetcomb-tunnels:vxlan-gpe"];
    return [endpointsClaim("VXLAN-GPE", "sweetcomb-tunnels:vxlan-gpe", ends, [`VNI ${vni}`, `port ${port}`])];
  },
  marks: ({ value }) => tunnelEndMarks(value["sweetcomb-tunnels:vxlan-gpe"]),
  validateTogether: ({ key, value }, objects) =>
    refuseRemoteEnd(key.name, value["sweetcomb-tunnels:vxlan-gpe"], "sweetcomb-tunnels:vxlan-gpe/remote", objects),
  dependsOn({ value }) {
    const settings = value["sweetcomb-tunnels:vxlan-gpe"];
    return [...endpointsDependOn(settings), ...vrfDependsOn("ipv4", settings["decap-vrf"])];
  },
  async create(context, { value }) {
    await requireTableOfGroup(context, value["sweetcomb-tunnels:vxlan-gpe"], "sweetcomb-tunnels:vxlan-gpe");
    return (await addOrDelete(context, value, true)).swIfIndex;
  },
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value, false),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const details of context.vpp.dump(VxlanGpeTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, local, remote, encapVrfId, decapVrfId, mcastSwIfIndex } = details;
      const payload = payloads[details.protocol - 1];
      if (payload === undefined) continue;
      const decapVrf = payload === "ip4" ? vrfMember(context, "ipv4", decapVrfId).vrf : undefined;
      const settings = {
        ...decodeEndpoints(context, listed, { local, remote, tableId: encapVrfId, mcastSwIfIndex }),
        vni: details.vni,
        "local-port": details.localPort,
        "remote-port": details.remotePort,
        payload,
        ...(decapVrf !== undefined && { "decap-vrf": decapVrf }),
      };
      yield { swIfIndex, value: { "sweetcomb-tunnels:vxlan-gpe": settings } };
    }
  },
});

function addOrDelete(context: TranslatorContext, { "sweetcomb-tunnels:vxlan-gpe": settings }: Value, isAdd: boolean) {
  const { local, remote, tableId, mcastSwIfIndex } = encodeEndpoints(context, settings);
  return context.vpp.call(VxlanGpeAddDelTunnelV2, {
    isAdd,
    local,
    remote,
    localPort: settings["local-port"] ?? DEFAULT_PORT,
    remotePort: settings["remote-port"] ?? DEFAULT_PORT,
    mcastSwIfIndex,
    encapVrfId: tableId,
    decapVrfId: tableIdOf(context, "ipv4", settings["decap-vrf"]),
    protocol: (payloads.indexOf(settings.payload) + 1) as IpProto,
    vni: settings.vni,
  });
}
