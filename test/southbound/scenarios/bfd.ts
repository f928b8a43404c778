/** BFD sessions, their keys and their echo. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const session = (peer: string, more: a.Member = {}): a.Member => ({
  interface: "loop0",
  "local-address": peer.includes(":") ? "2001:db8::1" : "192.0.2.1",
  "peer-address": peer,
  ...more,
});
const ends = [a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")), a.loopback("loop1")];
const link = a.interfaces(...ends);
const bfd = (more: a.Member) => ({ ...link, "sweetcomb-bfd:bfd": more });
const key = (id: number, secret: string): a.Member => ({ id, algorithm: "keyed-sha1", secret });

const everything = bfd({
  "echo-source": "loop1",
  "type-of-service": 184,
  "authentication-key": [key(7, "000102030405"), { id: 8, secret: "ff".repeat(20) }],
  session: [
    session("192.0.2.2", {
      "desired-min-tx-interval": 50000,
      "required-min-rx-interval": 60000,
      "detection-multiplier": 5,
      authentication: { key: 7, "key-id": 1 },
    }),
    session("2001:db8::2", { enabled: false }),
  ],
  "multihop-session": [{ "local-address": "192.0.2.1", "peer-address": "203.0.113.9" }],
});

export const bfdScenarios: Scenarios = {
  "BFD sessions of both kinds with keys, echo and class are read back, and found again by a restarted server": async (
    bed,
  ) => {
    await isReadBack(bed, everything);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "the class of BFD packets goes back to what VPP starts with": async (bed) => {
    const readClass = async () => (await bed.southbound.read({}))["sweetcomb-bfd:bfd"];
    await bed.configure({ "sweetcomb-bfd:bfd": { "type-of-service": 184 } });
    await bed.configure({});
    assert.deepEqual(await readClass(), {
      "type-of-service": 0,
      "@": { "ietf-origin:origin": "ietf-origin:system" },
    });
  },

  "the source addresses of echo packets are shown for each family in which the interface has a subnet": async (bed) => {
    const sources = async (...texts: readonly string[]) => {
      const loop1 = a.loopback("loop1", a.addresses(...texts));
      await isReadBack(bed, { ...a.interfaces(loop1), "sweetcomb-bfd:bfd": { "echo-source": "loop1" } });
      const { "sweetcomb-bfd:bfd": shown } = await bed.southbound.read({ paths: ["/sweetcomb-bfd:bfd"] });
      const { "echo-ipv4-source-address": ipv4, "echo-ipv6-source-address": ipv6 } = shown as a.Member;
      return [ipv4, ipv6];
    };
    assert.deepEqual(await sources(), [undefined, undefined]);
    assert.deepEqual(await sources("198.51.100.2/30"), ["198.51.100.3", undefined]);
    assert.deepEqual(await sources("198.51.100.2/30", "2001:db8:1::2/126"), ["198.51.100.3", "2001:db8:1::3"]);
  },

  "labels are not imposed towards a neighbour that BFD watches, since VPP finds no end when the session goes": async (
    bed,
  ) => {
    const label = { "mpls-label-stack": { entry: [{ id: 0, label: 77, ttl: 64, "traffic-class": 0 }] } };
    const hop = (address: string) => ({
      index: "0",
      "outgoing-interface": "loop0",
      "next-hop-address": address,
      ...label,
    });
    const tunnel = (address: string) =>
      a.interfaces(...ends, {
        name: "lsp",
        type: "sweetcomb-mpls:mpls-tunnel",
        "sweetcomb-mpls:mpls-tunnel": { "next-hop": [hop(address)] },
      });
    const inMpls = (address: string) => ({
      "sweetcomb-mpls:mpls": {
        table: [{ "table-id": 0, route: [{ label: 100, position: "bottom", "next-hop": [hop(address)] }] }],
      },
    });
    const watched = { "sweetcomb-bfd:bfd": { session: [session("192.0.2.2")] } };
    const because = { tag: "operation-not-supported", message: /BFD session with 192.0.2.2 on loop0/ };
    const inRoute = (address: string) => ({
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.103.0/24": {
            "outgoing-interface": "loop0",
            "next-hop-address": address,
            "sweetcomb-routing:mpls-label-stack": label["mpls-label-stack"],
          },
        }),
      ),
    });
    for (const labels of [tunnel, inMpls, inRoute]) {
      await assert.rejects(bed.configure({ ...link, ...labels("192.0.2.2"), ...watched }), because);
      await isReadBack(bed, { ...link, ...labels("192.0.2.3"), ...watched });
      await assert.rejects(bed.configure({ ...link, ...labels("192.0.2.2"), ...watched }), because);
      await isReadBack(bed, { ...link, ...labels("192.0.2.2") });
      await assert.rejects(bed.configure({ ...link, ...labels("192.0.2.2"), ...watched }), because);
      await bed.configure({});
    }
  },

  "labels are imposed towards no neighbour on a tunnel that has a watched one: all are one to VPP": async (bed) => {
    const tunnel = a.interfaces(...ends, {
      name: "gre0",
      type: "sweetcomb-tunnels:gre",
      "sweetcomb-tunnels:gre": { local: "192.0.2.1", remote: "192.0.2.77" },
      ...a.addresses("198.51.100.1/24"),
    });
    const watched = (peer: string) => ({
      "sweetcomb-bfd:bfd": {
        session: [{ interface: "gre0", "local-address": "198.51.100.1", "peer-address": peer }],
      },
    });
    const labels = a.routing(
      a.staticRoutes("main", {
        "203.0.113.0/24": {
          "outgoing-interface": "gre0",
          "next-hop-address": "198.51.100.3",
          "sweetcomb-routing:mpls-label-stack": {
            entry: [{ id: 0, label: 77, ttl: 64, "traffic-class": 0 }],
          },
        },
      }),
    );
    const because = { tag: "operation-not-supported", message: /BFD session with 198.51.100.2 on gre0/ };
    await assert.rejects(bed.configure({ ...tunnel, ...labels, ...watched("198.51.100.2") }), because);
    await bed.configure({ ...tunnel, ...watched("198.51.100.2") });
    await assert.rejects(bed.configure({ ...tunnel, ...labels, ...watched("198.51.100.2") }), because);
    await isReadBack(bed, { ...tunnel, ...labels });
  },

  "timers, authentication and the running of a BFD session change in place, one after the other and at once": async (
    bed,
  ) => {
    const keys = { "authentication-key": [key(7, "0001")] };
    const authentication = { key: 7, "key-id": 3 };
    await isReadBack(bed, bfd({ session: [session("192.0.2.2")] }));
    await isReadBack(bed, bfd({ session: [session("192.0.2.2", { "detection-multiplier": 9 })] }));
    const withoutKey = (more: a.Member) => session("192.0.2.2", { "detection-multiplier": 9, ...more });
    await bed.configure(bfd({ ...keys, session: [withoutKey({ authentication })] }));
    await bed.configure(bfd({ ...keys, session: [withoutKey({ authentication, enabled: false })] }));
    await isReadBack(bed, bfd({ session: [session("192.0.2.2", { "detection-multiplier": 4, enabled: true })] }));
  },

  "a session of IPv6 changes its timers and its authentication in place": async (bed) => {
    const of = (more: a.Member) =>
      bfd({ "authentication-key": [key(7, "0001")], session: [session("2001:db8::2", more)] });
    await isReadBack(bed, of({ "detection-multiplier": 9 }));
    await isReadBack(bed, of({ "desired-min-tx-interval": 70000, "required-min-rx-interval": 80000 }));
    await isReadBack(bed, of({ authentication: { key: 7, "key-id": 3 } }));
    await isReadBack(bed, of({ enabled: false }));
    assert.deepEqual(await bed.restartServer(), []);
  },

  "delayed changes of authentication replace each other, are hurried and end, and leave no key in use": async (bed) => {
    const secured = (keyId: number | undefined, isDelayed: boolean, keys: readonly number[]) =>
      bfd({
        "authentication-key": keys.map((id) => key(id, `000${id}`)),
        session: [
          session(
            "192.0.2.2",
            keyId === undefined ? {} : { authentication: { key: keyId, "key-id": keyId, "delayed-change": isDelayed } },
          ),
        ],
      });
    await isReadBack(bed, secured(1, false, [1, 2, 3]));
    await isReadBack(bed, secured(2, true, [1, 2, 3]));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, secured(3, true, [1, 2, 3]));
    // The second is free again, and the first is not as long as the peer has not changed.
    await isReadBack(bed, secured(3, true, [1, 3]));
    await assert.rejects(bed.configure(secured(3, true, [3])), /authentication-key.*BFD_EINUSE/s);
    await isReadBack(bed, secured(3, false, [1, 3]));
    await isReadBack(bed, secured(3, true, [3]));
    await bed.configure(secured(undefined, false, [3]));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /"authentication"/);
    await isReadBack(bed, bfd({ "authentication-key": [], session: [] }));
  },

  "keys that come later leave those of sessions where they are": async (bed) => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => key(index + 1, "0001"));
    const sessions = [session("192.0.2.2", { authentication: { key: 1, "key-id": 1 } })];
    await isReadBack(bed, bfd({ "authentication-key": keys(1), session: sessions }));
    await isReadBack(bed, bfd({ "authentication-key": keys(64), session: sessions }));
    // VPP refuses a key that something uses.
    await isReadBack(bed, bfd({ "authentication-key": keys(64).slice(1) }));
  },

  "a key that sessions use changes, with the sessions made anew": async (bed) => {
    const secured = (secret: string) =>
      bfd({
        "authentication-key": [key(7, secret)],
        session: [session("192.0.2.2", { authentication: { key: 7, "key-id": 1 } })],
      });
    await bed.configure(secured("0001"));
    await isReadBack(bed, secured("0002"));
  },

  "an interface goes together with its BFD sessions": async (bed) => {
    await isReadBack(bed, bfd({ session: [session("192.0.2.2")], "echo-source": "loop0" }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /192\.0\.2\.2"|echo-source/);
  },

  "a BFD session between two families is refused by the model": async (bed) => {
    const mixed = { interface: "loop0", "local-address": "192.0.2.1", "peer-address": "2001:db8::2" };
    await assert.rejects(bed.configure(bfd({ session: [mixed] })), /of one family/);
  },
};
