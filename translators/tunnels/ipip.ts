import {
  type IpDscp,
  IpipAddTunnel,
  IpipDelTunnel,
  type IpipTunnel,
  IpipTunnelDump,
  TunnelMode,
} from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import {
  decodeEndpoints,
  type Endpoints,
  encodeEndpoints,
  endpointsClaim,
  endpointsDependOn,
  tablesRead,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";
import { sixrdDeviceType } from "./sixrd.js";
import { decodeFlags, encodeFlags } from "./tunnel-flags.js";
import { tunnelInstances } from "./tunnel-instance.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:ipip": Ipip;
}

interface Ipip extends Endpoints {
  readonly mode?: "point-to-point" | "multipoint";
  readonly flags?: string;
  readonly dscp?: number;
  readonly instance?: number;
}

const member = "sweetcomb-tunnels:ipip";

const instances = tunnelInstances<typeof member, Value>("ipip", member);

/** An IP in IP tunnel. */
export const ipip = defineInterfaceKind<Value>({
  name: "ipip",
  type: "sweetcomb-tunnels:ipip",
  leafs: [member],
  messages: [IpipAddTunnel, IpipDelTunnel, IpipTunnelDump],
  isOne: ({ details }) => details.interfaceDevType === "IPIP tunnel device",
  isKnownByValue: () => true,
  claims: (entry) => [endpointsClaim("IP in IP", member, entry.value[member]), ...instances.claims(entry)],
  marks: ({ value }) => tunnelEndMarks(value[member]),
  validateTogether: ({ key, value }, objects) => refuseRemoteEnd(key.name, value[member], `${member}/remote`, objects),
  dependsOn: ({ value }) => endpointsDependOn(value[member]),
  async create(context, entry) {
    const settings = entry.value[member];
    const { local, remote, tableId } = encodeEndpoints(context, settings);
    const tunnel = {
      src: local,
      dst: remote,
      swIfIndex: NO_INTERFACE,
      tableId,
      flags: encodeFlags(settings.flags),
      mode: settings.mode === "multipoint" ? TunnelMode.TUNNEL_API_MODE_MP : TunnelMode.TUNNEL_API_MODE_P2P,
      // The API names the common code points only, and takes them all.
      dscp: (settings.dscp ?? 0) as IpDscp,
    };
    const { swIfIndex } = await instances.make(entry, (instance) =>
      context.vpp.call(IpipAddTunnel, { tunnel: { ...tunnel, instance } }),
    );
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(IpipDelTunnel, { swIfIndex }),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const { tunnel } of context.vpp.dump(IpipTunnelDump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, src, dst, tableId } = tunnel;
      // 6RD domains are in the same dump.
      if (listed.get(swIfIndex)?.details.interfaceDevType === sixrdDeviceType) continue;
      const endpoints = decodeEndpoints(context, listed, { local: src, remote: dst, tableId });
      yield { swIfIndex, value: { [member]: settingsFrom(endpoints, tunnel) } };
    }
  },
  chosenByVpp: ["sweetcomb-tunnels:ipip/instance"],
});

function settingsFrom({ remote, ...endpoints }: Endpoints, { mode, flags, dscp, instance }: IpipTunnel): Ipip {
  const isMultipoint = mode === TunnelMode.TUNNEL_API_MODE_MP;
  return {
    ...endpoints,
    ...(!isMultipoint && remote !== undefined && { remote }),
    mode: isMultipoint ? "multipoint" : "point-to-point",
    flags: decodeFlags(flags),
    dscp,
    instance,
  };
}
