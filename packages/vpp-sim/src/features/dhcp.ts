import {
  Dhcp6ClientEnableDisable,
  Dhcp6ClientsEnableDisable,
  Dhcp6PdClientEnableDisable,
  type DhcpClient,
  DhcpClientConfig,
  DhcpClientDetectEnableDisable,
  DhcpClientDump,
  DhcpClientState,
  DhcpComplEvent,
  DhcpProxyConfig,
  DhcpProxyDump,
  DhcpProxySetVss,
  Ip6AddDelAddressUsingPrefix,
  VssType,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import { enableIp6, hasMac } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";
import { forgetByHalves } from "./ways-to-groups.js";

type Address = DhcpProxyConfig["dhcpServer"];

interface Relay {
  readonly isIpv6: boolean;
  readonly rxVrfId: number;
  readonly source: Address;
  readonly servers: { readonly serverVrfId: number; readonly dhcpServer: Address }[];
}

/** VPP keeps them when the interface is deleted. */
const clients = recordsOf<DhcpClient>("dhcp-clients");
const relays = recordsOf<Relay>("dhcp-relays");
/** Addresses that wait for a prefix. */
const delegated = recordsOf<Ip6AddDelAddressUsingPrefix>("dhcp6-delegated");
const virtualSubnets = recordsOf<DhcpProxySetVss>("dhcp-vss");

const IP6 = 1;
/** Bytes of a client's id: the last of the field ends it. */
const ID_SIZE = 63;
/** VPP forgets to swap the type where there is none. */
const UNSWAPPED_INVALID = VssType.VSS_TYPE_API_INVALID * 2 ** 24;

/** Clients of DHCPv6 by interface: for addresses, and for prefixes. */
const addressClients = recordsOf<{ readonly swIfIndex: number }>("dhcp6-address-clients");
const prefixClients = recordsOf<{ readonly swIfIndex: number }>("dhcp6-prefix-clients");
/** One record while VPP listens. */
const listeners = recordsOf<object>("dhcp6-listener");

/** DHCP clients and relays (plugin dhcp). No server answers. */
export const dhcp: Feature = {
  name: "dhcp",
  handlers: [
    answer(DhcpClientConfig, (vpp, { isAdd, client }) => {
      const found = vpp.interfaces.get(client.swIfIndex);
      if (found === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (isAdd && !hasMac(vpp, found)) throw new VppDies("of a client without a hardware address");
      const key = String(client.swIfIndex);
      if (isAdd === clients(vpp).has(key)) return { retval: Retval.INVALID_VALUE };
      if (isAdd) clients(vpp).set(key, { ...client, id: client.id.slice(0, ID_SIZE) });
      else clients(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    onInterface(DhcpClientDetectEnableDisable, () => Retval.OK),
    answerDump(DhcpClientDump, function* (vpp) {
      for (const client of clients(vpp).values()) {
        const { swIfIndex, hostname } = client;
        const mac = vpp.interfaces.get(swIfIndex)?.mac;
        const state = DhcpClientState.DHCP_CLIENT_STATE_API_DISCOVER;
        yield { client, lease: { swIfIndex, state, hostname, hostMac: mac } };
      }
    }),
    answer(DhcpProxyConfig, (vpp, asked) => ({ retval: setServer(vpp, asked) })),
    answer(DhcpProxySetVss, (vpp, asked) => {
      const key = keyOf(asked.isIpv6, asked.tblId);
      if (asked.isAdd) virtualSubnets(vpp).set(key, asked);
      else if (!virtualSubnets(vpp).delete(key)) return { retval: Retval.NO_SUCH_ENTRY };
      return { retval: Retval.OK };
    }),
    answerDump(DhcpProxyDump, function* (vpp, { isIp6 }) {
      for (const relay of relays(vpp).values()) if (relay.isIpv6 === isIp6) yield details(vpp, relay);
    }),
    onInterface(Dhcp6ClientEnableDisable, (vpp, found, { enable }) => switchClient(vpp, addressClients, found, enable)),
    onInterface(Dhcp6PdClientEnableDisable, (vpp, found, { enable }) =>
      switchClient(vpp, prefixClients, found, enable),
    ),
    answer(Dhcp6ClientsEnableDisable, (vpp, { enable }) => {
      listen(vpp, enable);
      return { retval: Retval.OK };
    }),
    onInterface(Ip6AddDelAddressUsingPrefix, (vpp, _found, asked) => {
      const key = JSON.stringify([asked.swIfIndex, asked.prefixGroup, asked.addressWithPrefix]);
      const isThere = delegated(vpp).has(key);
      if (asked.isAdd === isThere) {
        return asked.isAdd ? Retval.DUPLICATE_IF_ADDRESS : Retval.ADDRESS_NOT_FOUND_FOR_INTERFACE;
      }
      if (asked.isAdd) delegated(vpp).set(key, asked);
      else delegated(vpp).delete(key);
      return Retval.OK;
    }),
  ],
  events: [DhcpComplEvent],
};

function keyOf(isIpv6: boolean, tableId: number): string {
  return `${isIpv6} ${tableId}`;
}

/** A server that is there already is none the more, and one that is not there is gone: VPP says 0 to both. */
function setServer(vpp: Vpp, asked: DhcpProxyConfig): number {
  const { rxVrfId, serverVrfId, isAdd, dhcpServer, dhcpSrcAddress: source } = asked;
  if (source.af !== dhcpServer.af) return Retval.INVALID_ARGUMENT;
  if (isZero(dhcpServer)) return Retval.INVALID_DST_ADDRESS;
  if (isZero(source)) return Retval.INVALID_SRC_ADDRESS;
  const isIpv6 = source.af === IP6;
  const key = keyOf(isIpv6, rxVrfId);
  const relay = relays(vpp).get(key) ?? { isIpv6, rxVrfId, source, servers: [] };
  const family = isIpv6 ? "ip6" : "ip4";
  const text = JSON.stringify({ serverVrfId, dhcpServer });
  const index = relay.servers.findIndex((server) => JSON.stringify(server) === text);
  if (isAdd && index < 0) {
    relay.servers.push({ serverVrfId, dhcpServer });
    for (const tableId of [rxVrfId, serverVrfId]) holdTable(vpp, family, tableId);
  }
  if (!isAdd && index >= 0) {
    relay.servers.splice(index, 1);
    for (const tableId of [rxVrfId, serverVrfId]) releaseTable(vpp, family, tableId);
  }
  if (relay.servers.length > 0) relays(vpp).set(key, relay);
  else relays(vpp).delete(key);
  return Retval.OK;
}

/** VPP makes a table that a relay names and that is not there. */
function holdTable(vpp: Vpp, family: "ip4" | "ip6", tableId: number): void {
  if (tableId === 0) return;
  const isNew = vpp.fib.find(family, tableId) === undefined;
  const table = isNew ? vpp.fib.add(family, tableId, "") : vpp.fib.find(family, tableId)!;
  if (isNew) table.isConfigured = false;
  table.boundInterfaces++;
}

function releaseTable(vpp: Vpp, family: "ip4" | "ip6", tableId: number): void {
  const table = vpp.fib.find(family, tableId);
  if (tableId === 0 || table === undefined) return;
  table.boundInterfaces--;
  vpp.fib.removeUnheld(table);
}

function isZero({ un }: Address): boolean {
  return (un.ip6 ?? un.ip4 ?? new Uint8Array(4)).every((octet) => octet === 0);
}

function details(vpp: Vpp, { isIpv6, rxVrfId, source, servers }: Relay) {
  const vss = virtualSubnets(vpp).get(keyOf(isIpv6, rxVrfId));
  return {
    rxVrfId,
    isIpv6,
    vssType: vss?.vssType ?? UNSWAPPED_INVALID,
    vssVpnAsciiId: vss?.vpnAsciiId ?? "",
    vssOui: vss?.oui ?? 0,
    vssFibId: vss?.vpnIndex ?? 0,
    dhcpSrcAddress: withoutFamily(source),
    servers: servers.map(({ serverVrfId, dhcpServer }) => ({ serverVrfId, dhcpServer: withoutFamily(dhcpServer) })),
  };
}

/** VPP leaves the family of these addresses zero, whose name is IPv4. */
function withoutFamily({ un }: Address): Address {
  return { af: 0, un: un.ip6 === undefined ? un : { ip4: un.ip6.subarray(0, 4), ip6: un.ip6 } };
}

type Clients = typeof addressClients;

/** The first client of a kind has VPP listen, the last one has it stop, whatever there is of the other kind. */
function switchClient(vpp: Vpp, clients: Clients, found: Interface, enable: boolean): number {
  const { swIfIndex } = found;
  const count = clients(vpp).size;
  if (enable && !clients(vpp).has(String(swIfIndex))) enableIp6(vpp, found);
  if (enable) clients(vpp).set(String(swIfIndex), { swIfIndex });
  else if (clients(vpp).delete(String(swIfIndex)) && !hasMac(vpp, found)) forgetByHalves(vpp, swIfIndex);
  if (count === 0 && enable) listen(vpp, true);
  if (count > 0 && clients(vpp).size === 0) listen(vpp, false);
  return Retval.OK;
}

function listen(vpp: Vpp, isOn: boolean): void {
  if (isOn) listeners(vpp).set("", {});
  else listeners(vpp).clear();
}

/** Whether VPP hears servers of DHCPv6. */
export function hearsDhcp6(vpp: Vpp): boolean {
  return listeners(vpp).size > 0;
}

/** `show dhcp6 clients`. */
export function showAddressClients(vpp: Vpp): string {
  return Array.from(addressClients(vpp).values(), ({ swIfIndex }) => `sw_if_index: ${swIfIndex}\n`).join("");
}

/** `show ip6 pd clients`, without their groups. */
export function showPrefixClients(vpp: Vpp): string {
  return Array.from(prefixClients(vpp).values(), ({ swIfIndex }) => `sw_if_index: ${swIfIndex}\n`).join("");
}
