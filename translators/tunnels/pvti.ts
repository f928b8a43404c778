import { CliInband, PvtiInterfaceCreate, PvtiInterfaceDelete, PvtiInterfaceDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { anyTunnel } from "../ip/tunnel-ends.js";
import { fibIndexOf } from "../routing/fib-index.js";
import { tableDependency } from "../routing/ip-table.js";
import { refuseTunnelLoop } from "../routing/tunnel-loops.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:pvti": Pvti;
}

interface Pvti {
  readonly local: string;
  readonly remote: string;
  readonly "local-port": number;
  readonly "remote-port": number;
  readonly "underlay-mtu"?: number;
  readonly "peer-address-from-payload"?: boolean;
  readonly vrf?: string;
}

/** A packet vector tunnel. */
export const pvti = defineInterfaceKind<Value>({
  name: "pvti",
  type: "sweetcomb-tunnels:pvti",
  leafs: ["sweetcomb-tunnels:pvti"],
  messages: [PvtiInterfaceCreate, PvtiInterfaceDelete, PvtiInterfaceDump],
  partMessages: [CliInband],
  isOne: ({ details }) => details.interfaceDevType === "Packet Vectorizer Tunnel",
  isKnownByValue: () => true,
  marks: () => [anyTunnel],
  validateTogether: ({ key }, objects) => refuseTunnelLoop(key.name, "sweetcomb-tunnels:pvti/remote", objects),
  dependsOn: ({ value: { "sweetcomb-tunnels:pvti": settings } }) =>
    tableDependency(familyOf(settings.local), settings.vrf),
  async create(context, { value }) {
    const settings = value["sweetcomb-tunnels:pvti"];
    const underlayFibIndex = await fibIndexOf(context, familyOf(settings.local), settings.vrf);
    const { swIfIndex } = await context.vpp.call(PvtiInterfaceCreate, {
      interface: {
        swIfIndex: NO_INTERFACE,
        localIp: address(settings.local),
        localPort: settings["local-port"],
        remoteIp: address(settings.remote),
        remotePort: settings["remote-port"],
        underlayMtu: settings["underlay-mtu"] ?? 1500,
        peerAddressFromPayload: settings["peer-address-from-payload"] === true,
        underlayFibIndex,
      },
    });
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(PvtiInterfaceDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const { interface: tunnel } of vpp.dump(PvtiInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const settings = {
        local: formatAddress(tunnel.localIp),
        remote: formatAddress(tunnel.remoteIp),
        "local-port": tunnel.localPort,
        "remote-port": tunnel.remotePort,
        "underlay-mtu": tunnel.underlayMtu,
      };
      yield { swIfIndex: tunnel.swIfIndex, value: { "sweetcomb-tunnels:pvti": settings } };
    }
  },
  unreadable: ["sweetcomb-tunnels:pvti/peer-address-from-payload", "sweetcomb-tunnels:pvti/vrf"],
});
