import { type DhcpProxyDetails, DhcpProxyDump, DhcpProxySetVss, VssType } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { listRelays, type RelayKey, relayKeys, relayPath } from "./relay.js";

interface Value {
  readonly "virtual-subnet-selection": Identifier;
}

interface Identifier {
  readonly name?: string;
  readonly "vpn-id"?: { readonly oui: number; readonly index: number };
  readonly global?: readonly [null];
}

/** The VPN identifier that a relay adds to requests (RFC 6607). VPP shows it with the relay only. */
export const virtualSubnet = defineTranslator<RelayKey, Value>({
  name: "dhcp-virtual-subnet",
  path: relayPath,
  keys: relayKeys,
  leafs: ["virtual-subnet-selection"],
  messages: [DhcpProxySetVss, DhcpProxyDump],
  dependsOn: ({ key }) => tableDependency(key.family as Family, key.vrf),
  create: (context, entry) => setVss(context, entry, true),
  update: (context, entry) => setVss(context, entry, true),
  delete: (context, entry) => goneIsFine(setVss(context, entry, false)),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const [key, details] of listRelays(context)) {
      const identifier = identifierFrom(details);
      if (identifier !== undefined) yield { key, value: { "virtual-subnet-selection": identifier } };
    }
  },
});

async function setVss(
  context: TranslatorContext,
  { key, value }: Entry<RelayKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const { name, "vpn-id": vpnId } = value["virtual-subnet-selection"];
  await context.vpp.call(DhcpProxySetVss, {
    tblId: tableIdOf(context, key.family as Family, key.vrf),
    vssType: typeOf(value["virtual-subnet-selection"]),
    vpnAsciiId: name ?? "",
    oui: vpnId?.oui ?? 0,
    vpnIndex: vpnId?.index ?? 0,
    isIpv6: key.family === "ipv6",
    isAdd,
  });
}

function typeOf({ name, "vpn-id": vpnId }: Identifier): VssType {
  if (name !== undefined) return VssType.VSS_TYPE_API_ASCII;
  return vpnId === undefined ? VssType.VSS_TYPE_API_DEFAULT : VssType.VSS_TYPE_API_VPN_ID;
}

function identifierFrom({ vssType, vssVpnAsciiId, vssOui, vssFibId }: DhcpProxyDetails): Identifier | undefined {
  switch (vssType) {
    case VssType.VSS_TYPE_API_ASCII:
      return { name: vssVpnAsciiId };
    case VssType.VSS_TYPE_API_VPN_ID:
      return { "vpn-id": { oui: vssOui, index: vssFibId } };
    case VssType.VSS_TYPE_API_DEFAULT:
      return { global: [null] };
    default:
      return undefined;
  }
}
