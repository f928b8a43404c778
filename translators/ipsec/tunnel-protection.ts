import { IpsecTunnelProtectDel, IpsecTunnelProtectDump, IpsecTunnelProtectUpdate } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaceDetails, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { address, formatAddress } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { securityAssociations } from "./associations.js";
import { ipsecDeviceType } from "./ipsec-interface.js";

type Key = { readonly interface: string; readonly nextHop: string };

interface Value {
  readonly "outbound-sa": number;
  readonly "inbound-sa": readonly number[];
}

/** Security associations of a tunnel. VPP exchanges them in place. */
export const tunnelProtection = defineTranslator<Key, Value>({
  name: "ipsec-tunnel-protection",
  path: `${interfacePath}/sweetcomb-ipsec:tunnel-protection`,
  keys: { interface: "interface/name", nextHop: "tunnel-protection/next-hop" },
  leafs: ["outbound-sa", "inbound-sa"],
  messages: [IpsecTunnelProtectUpdate, IpsecTunnelProtectDel, IpsecTunnelProtectDump],
  dependsOn: ({ key, value }) => [
    interfaces.at({ name: key.interface }),
    ...[value["outbound-sa"], ...value["inbound-sa"]].map((id) => securityAssociations.at({ id: String(id) })),
  ],
  async create(context, entry) {
    await refuseOtherDevices(context, entry.key);
    await protect(context, entry);
  },
  update: protect,
  async delete({ vpp, handleOf }, { key }) {
    const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
    await goneIsFine(vpp.call(IpsecTunnelProtectDel, { swIfIndex, nh: nextHopAddress(key) }));
  },
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { tun } of vpp.dump(IpsecTunnelProtectDump, { swIfIndex: NO_INTERFACE })) {
      const owner = keyOf(interfaces, tun.swIfIndex);
      if (owner === undefined) continue;
      const text = formatAddress(tun.nh);
      yield {
        key: { interface: owner.name, nextHop: anyAddress.has(text) ? "any" : text },
        value: { "outbound-sa": tun.saOut, "inbound-sa": tun.saIn },
      };
    }
  },
  // The order of the inbound ones means nothing.
  matches: (configured, dumped) =>
    configured["outbound-sa"] === dumped["outbound-sa"] &&
    configured["inbound-sa"].length === dumped["inbound-sa"].length &&
    configured["inbound-sa"].every((id) => dumped["inbound-sa"].includes(id)),
});

const anyAddress = new Set(["0.0.0.0", "::"]);
/** Devices that describe themselves to IPsec as tunnels. */
const protectable = new Set([ipsecDeviceType, "IPIP tunnel device", "GRE tunnel device"]);

async function protect({ vpp, handleOf }: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  await vpp.call(IpsecTunnelProtectUpdate, {
    tunnel: {
      swIfIndex: handleOf(interfaces.at({ name: key.interface })),
      nh: nextHopAddress(key),
      saOut: value["outbound-sa"],
      saIn: [...value["inbound-sa"]],
    },
  });
}

/** VPP 26.06 refuses other interfaces only after it has half made the protection, which then cannot be removed. */
async function refuseOtherDevices(context: TranslatorContext, key: Key): Promise<void> {
  const found = await interfaceDetails(context, context.handleOf(interfaces.at({ name: key.interface })));
  if (found === undefined || protectable.has(found.interfaceDevType)) return;
  const message = `IPsec can protect IPsec interfaces, IPIP and GRE tunnels, and not ${key.interface}`;
  throw new NotSupportedByVpp("", message);
}

function nextHopAddress({ nextHop }: Key) {
  return address(nextHop === "any" ? "0.0.0.0" : nextHop);
}
