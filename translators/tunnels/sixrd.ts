import { Ipip6rdAddTunnel, Ipip6rdDelTunnel, IpipTunnelDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { formatAddress, ip4Bytes, ip6Bytes } from "../ip/addresses.js";
import { tableIdOf, tablesRead, vrfDependsOn, vrfMember } from "./endpoints.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:sixrd": Sixrd;
}

interface Sixrd {
  readonly local: string;
  readonly vrf?: string;
  readonly "ipv6-prefix": string;
  readonly "ipv6-vrf"?: string;
  readonly "ipv4-prefix": string;
  readonly "security-check"?: boolean;
}

/** What VPP's interface list calls the device of a 6RD domain. */
export const sixrdDeviceType = "ip6ip-6rd";

/** A 6RD domain (RFC 5969). VPP shows its outer end only, among the IP in IP tunnels. */
export const sixrd = defineInterfaceKind<Value>({
  name: "sixrd",
  type: "sweetcomb-tunnels:sixrd",
  leafs: ["sweetcomb-tunnels:sixrd"],
  messages: [Ipip6rdAddTunnel, Ipip6rdDelTunnel, IpipTunnelDump],
  isOne: ({ details }) => details.interfaceDevType === sixrdDeviceType,
  isKnownByValue: () => true,
  dependsOn({ value }) {
    const { vrf, "ipv6-vrf": innerVrf } = value["sweetcomb-tunnels:sixrd"];
    return [...vrfDependsOn("ipv4", vrf), ...vrfDependsOn("ipv6", innerVrf)];
  },
  async create(context, { value }) {
    const settings = value["sweetcomb-tunnels:sixrd"];
    const [ip6 = "", ip6Length] = settings["ipv6-prefix"].split("/");
    const [ip4 = "", ip4Length] = settings["ipv4-prefix"].split("/");
    const { swIfIndex } = await context.vpp.call(Ipip6rdAddTunnel, {
      ip4TableId: tableIdOf(context, "ipv4", settings.vrf),
      ip6TableId: tableIdOf(context, "ipv6", settings["ipv6-vrf"]),
      ip6Prefix: { address: ip6Bytes(ip6), len: Number(ip6Length) },
      ip4Prefix: { address: ip4Bytes(ip4), len: Number(ip4Length) },
      ip4Src: ip4Bytes(settings.local),
      securityCheck: settings["security-check"] !== false,
    });
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(Ipip6rdDelTunnel, { swIfIndex }),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const { tunnel } of context.vpp.dump(IpipTunnelDump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, src, tableId } = tunnel;
      if (listed.get(swIfIndex)?.details.interfaceDevType !== sixrdDeviceType) continue;
      const settings = { local: formatAddress(src), ...vrfMember(context, "ipv4", tableId) };
      yield { swIfIndex, value: { "sweetcomb-tunnels:sixrd": settings as Sixrd } };
    }
  },
  unreadable: ["ipv6-prefix", "ipv6-vrf", "ipv4-prefix", "security-check"].map(
    (leaf) => `sweetcomb-tunnels:sixrd/${leaf}`,
  ),
});
