import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { IpNeighborEventFlags, IpNeighborFlags, MacEventAction, WireguardPeerFlags } from "vpp-binapi-ts/api";
import type { ObjectKind } from "../../src/southbound/translator.js";
import type { AnyVppEvent, EventContext } from "../../src/southbound/vpp-event.js";
import { address, ip6Bytes, macBytes, prefix } from "../../translators/ip/addresses.js";
import { neighborEvent } from "../../translators/ip/neighbor-event.js";
import { routerAdvertisementEvent } from "../../translators/ip/router-advertisement-event.js";
import { hostEvent } from "../../translators/l2/host-event.js";
import { macAddressEvent } from "../../translators/l2/mac-event.js";
import { wireguardPeerEvent } from "../../translators/wireguard/peer-event.js";

const mac = (last: number) => `02:00:00:00:00:0${last}`;

/** Interface 5 is uplink, WireGuard peer 3 is one of wg0. */
const context: EventContext = {
  keyOf<Key>({ name }: ObjectKind<Key>, handle: number) {
    const known: Readonly<Record<string, unknown>> = {
      "interface 5": { name: "uplink" },
      "wireguard-peer 3": { interface: "wg0", publicKey: "AAAA" },
    };
    return known[`${name} ${handle}`] as Key | undefined;
  },
};

const contentOf = (event: AnyVppEvent, fields: object) => event.tell(context, fields)?.content;

describe("events of VPP", () => {
  const neighbor = (swIfIndex: number, flags: number) => ({
    flags: IpNeighborEventFlags.IP_NEIGHBOR_API_EVENT_FLAG_REMOVED,
    neighbor: { swIfIndex, flags, macAddress: macBytes(mac(1)), ipAddress: address("2001:db8::9") },
  });

  test("a neighbour is told of by the name of its interface", () => {
    assert.deepEqual(contentOf(neighborEvent, neighbor(5, IpNeighborFlags.IP_API_NEIGHBOR_FLAG_NONE)), {
      interface: "uplink",
      ip: "2001:db8::9",
      "link-layer-address": mac(1),
      change: "forgotten",
    });
  });

  test("a configured neighbour, and one of an interface that is not known, are not told of", () => {
    assert.equal(contentOf(neighborEvent, neighbor(5, IpNeighborFlags.IP_API_NEIGHBOR_FLAG_STATIC)), undefined);
    assert.equal(contentOf(neighborEvent, neighbor(6, IpNeighborFlags.IP_API_NEIGHBOR_FLAG_NONE)), undefined);
  });

  test("MAC addresses are told of together, without those of interfaces that are not known", () => {
    const entry = (last: number, swIfIndex: number, action: number) => ({
      macAddr: macBytes(mac(last)),
      swIfIndex,
      action,
    });
    const { MAC_EVENT_ACTION_API_ADD, MAC_EVENT_ACTION_API_DELETE, MAC_EVENT_ACTION_API_MOVE } = MacEventAction;
    const changes = [
      entry(1, 5, MAC_EVENT_ACTION_API_ADD),
      entry(2, 6, MAC_EVENT_ACTION_API_ADD),
      entry(3, 5, MAC_EVENT_ACTION_API_MOVE),
      entry(4, 5, MAC_EVENT_ACTION_API_DELETE),
    ];
    assert.deepEqual(contentOf(macAddressEvent, { mac: changes }), {
      address: [
        { "mac-address": mac(1), interface: "uplink", change: "learned" },
        { "mac-address": mac(3), interface: "uplink", change: "moved" },
        { "mac-address": mac(4), interface: "uplink", change: "forgotten" },
      ],
    });
    assert.equal(contentOf(macAddressEvent, { mac: [entry(2, 6, MAC_EVENT_ACTION_API_ADD)] }), undefined);
  });

  test("a host of a bridge domain is told of with both addresses", () => {
    const heard = { ip: address("192.0.2.7"), mac: macBytes(mac(7)) };
    assert.deepEqual(contentOf(hostEvent, { swIfIndex: 5, ...heard }), {
      interface: "uplink",
      ip: "192.0.2.7",
      "mac-address": mac(7),
    });
    assert.equal(contentOf(hostEvent, { swIfIndex: 6, ...heard }), undefined);
  });

  test("flags and prefixes of a router advertisement are told", () => {
    const advertisement = {
      routerAddr: ip6Bytes("fe80::7"),
      currentHopLimit: 64,
      flags: 0x40,
      routerLifetimeInSec: 0,
      neighborReachableTimeInMsec: 0,
      timeInMsecBetweenRetransmittedNeighborSolicitations: 1000,
      prefixes: [{ prefix: prefix("2001:db8:7::/64"), flags: 0x80, validTime: 2 ** 32 - 1, preferredTime: 60 }],
    };
    assert.deepEqual(contentOf(routerAdvertisementEvent, { swIfIndex: 5, ...advertisement }), {
      interface: "uplink",
      router: "fe80::7",
      "managed-flag": false,
      "other-config-flag": true,
      "cur-hop-limit": 64,
      "default-lifetime": 0,
      "reachable-time": 0,
      "retrans-timer": 1000,
      prefix: [
        {
          "prefix-spec": "2001:db8:7::/64",
          "on-link-flag": true,
          "autonomous-flag": false,
          "valid-lifetime": 4_294_967_295,
          "preferred-lifetime": 60,
        },
      ],
    });
    assert.equal(contentOf(routerAdvertisementEvent, { swIfIndex: 6, ...advertisement }), undefined);
  });

  test("a WireGuard peer is told of by its key, and one that is not known is not", () => {
    const flags = WireguardPeerFlags.WIREGUARD_PEER_ESTABLISHED;
    assert.deepEqual(contentOf(wireguardPeerEvent, { peerIndex: 3, flags }), {
      interface: "wg0",
      "public-key": "AAAA",
      established: true,
      dead: false,
    });
    assert.equal(contentOf(wireguardPeerEvent, { peerIndex: 4, flags }), undefined);
  });
});
