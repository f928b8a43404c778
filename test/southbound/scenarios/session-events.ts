/** Sessions and routers that change their state, as notifications. The far end of a session is the same VPP, in a table of its own. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { WireguardPeerEvent, WireguardPeerFlags } from "vpp-binapi-ts/api";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const [near, far] = ["192.0.2.1", "192.0.2.2"] as const;
/** In the abstract name space, where both ends have to find it. */
const filename = `@sweetcomb-${process.pid}-memif`;

function end(name: string, memif: a.Member, ip: string, more: a.Member = {}): a.Member {
  return {
    name,
    type: "sweetcomb-interfaces:memif",
    enabled: true,
    "sweetcomb-interfaces:memif": memif,
    ...a.addresses(`${ip}/24`),
    ...more,
  };
}

/** The two ends of a link, and other interfaces. */
const link = (...more: readonly a.Member[]) => ({
  "sweetcomb-interfaces:memif-sockets": { socket: [1, 2].map((id) => ({ id, filename })) },
  ...a.vrfs(a.vrf("far", 20)),
  ...a.interfaces(
    end("near", { socket: 1, role: "master" }, near),
    end("far", { socket: 2, role: "slave", "peer-interface": "near" }, far, { "sweetcomb-routing:vrf": "far" }),
    ...more,
  ),
});

const bfdChange = "/sweetcomb-bfd:session-state-change";
const bfdSession = (name: string, local: string, peer: string, more: a.Member = {}): a.Member => ({
  interface: name,
  "local-address": local,
  "peer-address": peer,
  "desired-min-tx-interval": 50_000,
  "required-min-rx-interval": 50_000,
  ...more,
});
const bfdSessions = (ofFar: a.Member) => ({
  ...link(),
  "sweetcomb-bfd:bfd": { session: [bfdSession("near", near, far), bfdSession("far", far, near, ofFar)] },
});

const routerChange = "/sweetcomb-vrrp:virtual-router-state-change";
const router = (id: number, addresses: readonly string[], more: a.Member): a.Member => ({
  id,
  "address-family": addresses[0]!.includes(":") ? "ipv6" : "ipv4",
  "virtual-address": addresses,
  ...more,
});
const routers = (...list: readonly a.Member[]) =>
  a.interfaces(
    a.loopback("loop0", {
      enabled: true,
      ...a.addresses("192.0.2.1/24", "2001:db8::1/64"),
      "sweetcomb-vrrp:vrrp": { "virtual-router": list },
    }),
  );

/** Waits until the states that were told of, oldest first, are these. */
async function states(bed: TestBed, path: string, act: () => Promise<void>, expected: readonly a.Member[]) {
  const heard = bed.heard(path);
  await act();
  await eventually(async () => {
    assert.deepEqual(
      heard.map(({ content }) => content),
      expected,
    );
  });
}

export const sessionEventScenarios: Scenarios = {
  "a BFD session is told of when it comes up, and when the other end is switched off": async (bed) => {
    const heard = bed.heard(bfdChange);
    const ofNear = (state: string) => ({ interface: "near", "local-address": near, "peer-address": far, state });
    const told = async (content: a.Member) => {
      await eventually(async () => {
        assert.ok(
          heard.some((notification) => JSON.stringify(notification.content) === JSON.stringify(content)),
          JSON.stringify(heard),
        );
      });
    };
    await bed.configure(link());
    await bed.configure(bfdSessions({}));
    await told(ofNear("up"));
    await bed.configure(bfdSessions({ enabled: false }));
    await told(ofNear("down"));
    await told({ interface: "far", "local-address": far, "peer-address": near, state: "admin-down" });
  },

  "a virtual router is told of when it takes up its work and when it stops": async (bed) => {
    const owner = (enabled: boolean) => routers(router(7, [near], { priority: 255, enabled }));
    const change = (before: string, state: string) => ({
      interface: "loop0",
      id: 7,
      "address-family": "ipv4",
      "old-state": before,
      state,
    });
    await bed.configure(owner(false));
    await states(bed, routerChange, () => bed.configure(owner(true)), [change("initialize", "master")]);
    await states(bed, routerChange, () => bed.configure(owner(false)), [change("master", "initialize")]);
  },

  "a session with a WireGuard peer is told of": async (bed) => {
    const { open, wireguard } = tunnels();
    const established = (name: string, publicKey: string) => ({
      interface: name,
      "public-key": publicKey,
      established: true,
      dead: false,
    });
    const heard = bed.heard("/sweetcomb-wireguard:peer-state-change");
    await bed.configure(link());
    await bed.configure(link(...wireguard));
    // No packet is sent on the simulator, so what a real VPP sends then is sent by hand; peers count from 0.
    const flags = WireguardPeerFlags.WIREGUARD_PEER_ESTABLISHED;
    for (const peerIndex of [0, 1]) bed.simulator?.tell(WireguardPeerEvent, { peerIndex, flags });
    await eventually(async () => {
      const sorted = heard.map(({ content }) => content).sort((one, two) => (text(one) < text(two) ? -1 : 1));
      assert.deepEqual(sorted, [established("wg0", open.far), established("wg1", open.near)]);
    });
  },
};

/** Those that wait for VPP's clock. */
export const sessionEventScenariosOfRealVpp: Scenarios = {
  "a virtual router that hears of no other becomes the master, in both families": async (bed) => {
    const alone = { "advertisement-interval": 10 };
    const heard = bed.heard(routerChange);
    await bed.configure(routers());
    await bed.configure(routers(router(7, ["192.0.2.100"], alone), router(8, ["fe80::8", "2001:db8::100"], alone)));
    await eventually(async () => {
      const told = heard.map(({ content: { id, "old-state": before, state } }) => `${id} ${before} ${state}`).sort();
      assert.deepEqual(told, ["7 backup master", "7 initialize backup", "8 backup master", "8 initialize backup"]);
    });
    // A master tells the others when it stops, from the link-local address.
    const withoutAddress = a.loopback("loop0", {
      ...a.addresses("192.0.2.1/24"),
      "sweetcomb-vrrp:vrrp": { "virtual-router": [router(8, ["fe80::8", "2001:db8::100"], alone)] },
    });
    await bed.configure(a.interfaces(withoutAddress));
    await bed.configure({});
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
  },
};

/** Two WireGuard interfaces that are each other's peers; one keeps the session alive, which makes it begin. */
function tunnels() {
  const [ofNear, ofFar] = [keys(), keys()];
  const tunnel = (name: string, port: number, source: string, own: string, peer: a.Member): a.Member => ({
    name,
    type: "sweetcomb-wireguard:wireguard-interface",
    enabled: true,
    "sweetcomb-wireguard:wireguard": { "private-key": own, port, "source-address": source, peer: [peer] },
  });
  const peer = (publicKey: string, network: string, endpoint: a.Member, more: a.Member = {}): a.Member => ({
    "public-key": publicKey,
    "allowed-ip": [network],
    endpoint,
    ...more,
  });
  const toFar = peer(ofFar.open, "198.51.100.0/24", { address: far, port: 51821 }, { "persistent-keepalive": 1 });
  const toNear = peer(ofNear.open, "203.0.113.0/24", { address: near, port: 51820, vrf: "far" });
  return {
    open: { near: ofNear.open, far: ofFar.open },
    wireguard: [tunnel("wg0", 51820, near, ofNear.secret, toFar), tunnel("wg1", 51821, far, ofFar.secret, toNear)],
  };
}

/** Base64, as WireGuard has them. */
function keys(): { readonly secret: string; readonly open: string } {
  const { d = "", x = "" } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  const base64 = (part: string) => Buffer.from(part, "base64url").toString("base64");
  return { secret: base64(d), open: base64(x) };
}

function text(content: unknown): string {
  return JSON.stringify(content);
}
