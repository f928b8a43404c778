import {
  WantWireguardPeerEvents,
  WireguardPeerAddV2,
  WireguardPeerFlags,
  WireguardPeerRemove,
  WireguardPeersV2Dump,
  type WireguardPeerV2,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfacePath, interfaces } from "../interfaces/interface.js";
import { address, familyOf, formatAddress, formatPrefix, isAllZero, prefix } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { formatKey, keyBytes } from "./keys.js";

type Key = { readonly interface: string; readonly publicKey: string };

interface Value {
  /** Base64. */
  readonly "preshared-key"?: string;
  readonly "allowed-ip": readonly string[];
  readonly "persistent-keepalive"?: number;
  readonly endpoint?: Endpoint;
}

interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly vrf?: string;
}

export const wireguardPeers = defineKind<Key>("wireguard-peer", ["interface", "publicKey"]);

/**
 * A peer of a WireGuard interface; its handle is VPP's number of it. VPP changes nothing of it in place. It is removed by itself
 * even where its interface goes too: undo could not add one that VPP still has.
 */
export const wireguardPeer = defineTranslator<Key, Value>({
  name: "wireguard-peer",
  kind: wireguardPeers,
  path: `${interfacePath}/sweetcomb-wireguard:wireguard/peer`,
  keys: { interface: "interface/name", publicKey: "peer/public-key" },
  leafs: ["preshared-key", "allowed-ip", "persistent-keepalive", "endpoint"],
  messages: [WireguardPeerAddV2, WireguardPeerRemove, WireguardPeersV2Dump],
  claims: ({ key }) => [{ what: `WireGuard peer ${key.publicKey}`, leaf: "" }],
  dependsOn: ({ key, value: { endpoint } }) => [
    interfaces.at({ name: key.interface }),
    ...(endpoint?.vrf === undefined ? [] : [tableOf(endpoint, endpoint.vrf)]),
  ],
  async create(context, { key, value }) {
    const { endpoint, "preshared-key": presharedKey } = value;
    const { peerIndex } = await context.vpp.call(WireguardPeerAddV2, {
      peer: {
        swIfIndex: context.handleOf(interfaces.at({ name: key.interface })),
        publicKey: keyBytes(key.publicKey),
        presharedKeySet: presharedKey !== undefined,
        ...(presharedKey !== undefined && { presharedKey: keyBytes(presharedKey) }),
        allowedIps: value["allowed-ip"].map(prefix),
        persistentKeepalive: value["persistent-keepalive"] ?? 0,
        endpoint: address(endpoint?.address ?? NOWHERE),
        port: endpoint?.port ?? 0,
        tableId: tableIdOf(context, endpoint),
      },
    });
    await wantEvents(context, peerIndex);
    return peerIndex;
  },
  update: "recreate",
  async delete({ vpp, handleOf }, { key }) {
    await goneIsFine(vpp.call(WireguardPeerRemove, { peerIndex: handleOf(wireguardPeers.at(key)) }));
  },
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { peer } of vpp.dump(WireguardPeersV2Dump, { peerIndex: EVERY_PEER })) {
      const owner = keyOf(interfaces, peer.swIfIndex);
      if (owner === undefined) continue;
      yield {
        key: { interface: owner.name, publicKey: formatKey(peer.publicKey) },
        value: {
          ...(peer.presharedKeySet && { "preshared-key": formatKey(peer.presharedKey) }),
          "allowed-ip": peer.allowedIps.map(formatPrefix),
          ...(peer.persistentKeepalive > 0 && { "persistent-keepalive": peer.persistentKeepalive }),
        },
        handle: peer.peerIndex,
        state: { state: stateOf(peer) },
      };
    }
  },
  // VPP tells where the peer was last heard from.
  unreadable: ["endpoint"],
  matches: ({ "allowed-ip": wanted, ...configured }, { "allowed-ip": held, ...dumped }) =>
    configured["preshared-key"] === dumped["preshared-key"] &&
    configured["persistent-keepalive"] === dumped["persistent-keepalive"] &&
    wanted.length === held.length &&
    wanted.every((allowed) => held.includes(allowed)),
});

const NOWHERE = "0.0.0.0";
const EVERY_PEER = 0xffff_ffff;

/** VPP is asked by peer. A peer that VPP tells nothing of works all the same. */
async function wantEvents({ vpp }: TranslatorContext, peerIndex: number): Promise<void> {
  if (!vpp.supports(WantWireguardPeerEvents)) return;
  const asked = vpp.call(WantWireguardPeerEvents, { peerIndex, enableDisable: 1, pid: process.pid });
  await asked.catch(() => undefined);
}

/** What VPP's flags of a peer say. */
export function peerStatus(flags: number) {
  return {
    established: (flags & WireguardPeerFlags.WIREGUARD_PEER_ESTABLISHED) !== 0,
    dead: (flags & WireguardPeerFlags.WIREGUARD_PEER_STATUS_DEAD) !== 0,
  };
}

function stateOf({ flags, endpoint, port }: WireguardPeerV2) {
  const isKnown = !isAllZero(endpoint.un.ip4 ?? endpoint.un.ip6!);
  return {
    ...peerStatus(flags),
    ...(isKnown && { "endpoint-address": formatAddress(endpoint), "endpoint-port": port }),
  };
}

function tableOf({ address: text }: Endpoint, vrf: string) {
  return ipTables[familyOf(text)].at({ vrf });
}

function tableIdOf({ handleOf }: TranslatorContext, endpoint: Endpoint | undefined): number {
  return endpoint?.vrf === undefined ? 0 : handleOf(tableOf(endpoint, endpoint.vrf));
}
