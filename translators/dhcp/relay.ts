import { DhcpProxyConfig, type DhcpProxyDetails, DhcpProxyDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { address, type Family, formatIp4, formatIp6 } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";

export type RelayKey = { readonly family: string; readonly vrf: string };

interface Server {
  readonly address: string;
  readonly vrf: string;
}

interface Value {
  readonly "source-address": string;
  readonly server: readonly Server[];
}

export const relays = defineKind<RelayKey>("dhcp-relay", ["family", "vrf"]);
export const relayPath = "/sweetcomb-dhcp:dhcp-relay/relay";
export const relayKeys = { family: "relay/address-family", vrf: "relay/vrf" } as const;

/** The relay of a VRF. VPP takes its source address from the first server alone, so a change makes it anew. */
export const dhcpRelay = defineTranslator<RelayKey, Value>({
  name: relays.name,
  kind: relays,
  path: relayPath,
  keys: relayKeys,
  leafs: ["source-address", "server"],
  messages: [DhcpProxyConfig, DhcpProxyDump],
  dependsOn: ({ key, value }) => {
    const vrfs = new Set([key.vrf, ...value.server.map(({ vrf }) => vrf)]);
    return [...vrfs].flatMap((vrf) => tableDependency(key.family as Family, vrf));
  },
  create: (context, { key, value }) =>
    allOrNone(
      value.server.map((server) => ({
        do: () => setServer(context, key, value, server, true),
        undo: () => setServer(context, key, value, server, false),
      })),
    ),
  update: "recreate",
  delete: (context, { key, value }) =>
    allOrNone(
      value.server.map((server) => ({
        do: () => goneIsFine(setServer(context, key, value, server, false)),
        undo: () => setServer(context, key, value, server, true),
      })),
    ),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const [key, details] of listRelays(context)) {
      const addressOf = addressIn(key);
      const servers = details.servers.map(({ serverVrfId, dhcpServer }) => ({
        address: addressOf(dhcpServer),
        vrf: vrfOfTable(context, key.family as Family, serverVrfId) ?? String(serverVrfId),
      }));
      yield { key, value: { "source-address": addressOf(details.dhcpSrcAddress), server: servers } };
    }
  },
  matches: (configured, dumped) =>
    configured["source-address"] === dumped["source-address"] && serversIn(configured) === serversIn(dumped),
});

/** All relays of VPP whose VRF is known. */
export async function* listRelays(
  context: TranslatorContext,
): AsyncIterable<readonly [key: RelayKey, details: DhcpProxyDetails]> {
  for (const family of ["ipv4", "ipv6"] as const) {
    for await (const details of context.vpp.dump(DhcpProxyDump, { isIp6: family === "ipv6" })) {
      const vrf = vrfOfTable(context, family, details.rxVrfId);
      if (vrf !== undefined) yield [{ family, vrf }, details];
    }
  }
}

async function setServer(
  context: TranslatorContext,
  { family, vrf }: RelayKey,
  value: Value,
  server: Server,
  isAdd: boolean,
): Promise<void> {
  await context.vpp.call(DhcpProxyConfig, {
    rxVrfId: tableIdOf(context, family as Family, vrf),
    serverVrfId: tableIdOf(context, family as Family, server.vrf),
    isAdd,
    dhcpServer: address(server.address),
    dhcpSrcAddress: address(value["source-address"]),
  });
}

/** VPP calls all addresses of a relay IPv4 ones, and shows the bytes of IPv6. */
function addressIn({ family }: RelayKey) {
  return ({ un }: DhcpProxyDetails["dhcpSrcAddress"]): string => {
    const bytes = new Uint8Array(16);
    bytes.set(un.ip6 ?? un.ip4 ?? []);
    return family === "ipv6" ? formatIp6(bytes) : formatIp4(bytes);
  };
}

function serversIn({ server }: Value): string {
  return server
    .map(({ address, vrf }) => `${address} ${vrf}`)
    .sort()
    .join();
}
