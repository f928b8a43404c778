/** WireGuard interfaces and peers. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

/** A key of 32 equal bytes that is valid as a private and as a public one. */
const key = (byte: number) => Buffer.concat([Buffer.alloc(31, byte * 8), Buffer.of(0x40)]).toString("base64");

function wireguard(name: string, port: number, more: a.Member = {}): a.Member {
  return {
    name,
    type: "sweetcomb-wireguard:wireguard-interface",
    "sweetcomb-wireguard:wireguard": { "private-key": key(1), port, "source-address": "192.0.2.1", ...more },
  };
}

/** One whose key VPP makes. */
function withoutKey(name: string, port: number): a.Member {
  return {
    name,
    type: "sweetcomb-wireguard:wireguard-interface",
    "sweetcomb-wireguard:wireguard": { port, "source-address": "192.0.2.1" },
  };
}

function peer(publicKey: string, more: a.Member = {}): a.Member {
  return { "public-key": publicKey, "allowed-ip": ["198.51.100.0/24"], ...more };
}

const everyPeer = [
  peer(key(9), {
    "preshared-key": key(7),
    "allowed-ip": ["198.51.100.0/24", "2001:db8:1::/48", "203.0.113.5/32"],
    "persistent-keepalive": 25,
    endpoint: { address: "192.0.2.9", port: 51820 },
  }),
  peer(key(10), { endpoint: { address: "2001:db8::9", port: 4000, vrf: "outside" } }),
  peer(key(11), { "allowed-ip": ["0.0.0.0/0"] }),
];

export const wireguardScenarios: Scenarios = {
  "WireGuard interfaces and peers with every option are read back": async (bed) => {
    const configuration = {
      "sweetcomb-wireguard:wireguard": { "asynchronous-crypto": true },
      ...a.vrfs(a.vrf("outside", 30)),
      ...a.interfaces(
        a.loopback("loop0", a.addresses("192.0.2.1/24")),
        wireguard("wg4", 51820, { peer: everyPeer }),
        wireguard("branch office", 51821, { "source-address": "2001:db8::1", instance: 9 }),
        withoutKey("wg1", 51822),
      ),
    };
    await isReadBack(bed, configuration);
    const state = await bed.southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
    assertContains(
      state,
      a.interfaces({
        name: "wg4",
        "sweetcomb-wireguard:wireguard": { peer: [{ "public-key": key(9), state: { established: false } }] },
      }),
    );
    const shown = JSON.stringify(state);
    assert.match(
      shown,
      /"public-key":"N8lGvdVlWafnRXIGrQXWmbtLvOocy2\+YuihMQVYoKG0="/,
      "the public key is not derived",
    );
  },

  "peers come and go, and are made anew with their interface": async (bed) => {
    const of = (peers: readonly a.Member[], more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("outside", 30)),
      ...a.interfaces(wireguard("wg0", 51820, { peer: peers, ...more })),
    });
    await isReadBack(bed, of(everyPeer));
    await isReadBack(bed, of(everyPeer.slice(1)));
    await isReadBack(bed, of([peer(key(10), { "allowed-ip": ["203.0.113.0/24"] }), everyPeer[2]!]));
    await isReadBack(bed, of(everyPeer, { "private-key": key(3) }));
    await isReadBack(bed, of(everyPeer, { "private-key": key(3), port: 51899 }));
  },

  "a peer moves to another interface in one commit": async (bed) => {
    const on = (one: readonly a.Member[], other: readonly a.Member[]) =>
      a.interfaces(wireguard("wg0", 51820, { peer: one }), wireguard("wg1", 51821, { peer: other }));
    await isReadBack(bed, on([peer(key(9))], []));
    await isReadBack(bed, on([], [peer(key(9))]));
  },

  "a restarted server finds WireGuard as it left it": async (bed) => {
    await bed.configure({
      ...a.vrfs(a.vrf("outside", 30)),
      ...a.interfaces(wireguard("wg0", 51820, { peer: everyPeer }), withoutKey("wg1", 51821)),
    });
    assert.deepEqual(await bed.restartServer(), [], "the resync sent changes");
  },

  "a port is given to one WireGuard interface only, and a peer to one too": async (bed) => {
    await assert.rejects(
      bed.configure(a.interfaces(wireguard("wg0", 51820), wireguard("wg1", 51820))),
      /Another WireGuard interface has this port/,
    );
    const twice = a.interfaces(
      wireguard("wg0", 51820, { peer: [peer(key(9))] }),
      wireguard("wg1", 51821, { peer: [peer(key(9))] }),
    );
    await assert.rejects(bed.configure(twice), /has the WireGuard peer .*, of which VPP has one only/);
  },
};
