import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { assertAlwaysSameEnd } from "./any-to-any.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

const west = "192.0.2.1";
const east = "192.0.2.2";

function association(id: number, direction: "outbound" | "inbound", more: a.Member = {}): a.Member {
  const [source, destination] = direction === "outbound" ? [west, east] : [east, west];
  return {
    id,
    spi: 1000 + id,
    direction,
    "encryption-algorithm": "aes-gcm-128",
    "encryption-key": "a1".repeat(16),
    tunnel: { source, destination },
    ...more,
  };
}

function ipsecInterface(name: string, outbound: number, inbound: readonly number[]): a.Member {
  const protection = { "next-hop": "any", "outbound-sa": outbound, "inbound-sa": inbound };
  return {
    name,
    type: "sweetcomb-ipsec:ipsec-interface",
    "sweetcomb-ipsec:tunnel-protection": [protection],
  };
}

function rule(name: string, priority: number, more: a.Member = {}): a.Member {
  return { name, direction: "outbound", priority, action: "bypass", "address-family": "ipv4", ...more };
}

function wireguard(peers: readonly a.Member[], more: a.Member = {}): a.Member {
  return {
    name: "wg0",
    type: "sweetcomb-wireguard:wireguard-interface",
    "sweetcomb-wireguard:wireguard": { "private-key": keyOf(1), "source-address": west, peer: peers, ...more },
  };
}

function keyOf(byte: number): string {
  return Buffer.concat([Buffer.alloc(31, byte * 8), Buffer.of(0x40)]).toString("base64");
}

const peer = (byte: number) => ({ "public-key": keyOf(byte), "allowed-ip": ["198.51.100.0/24"] });

describe("VPP refuses a message in the midst of a commit", () => {
  const first = {
    "sweetcomb-ipsec:ipsec": {
      "security-association": [association(1, "outbound"), association(2, "inbound")],
      "policy-database": [{ id: 1, policy: [rule("one", 1)] }],
    },
    ...a.interfaces(
      ipsecInterface("ipsec0", 1, [2]),
      a.loopback("loop0", { "sweetcomb-ipsec:ipsec-policy-database": 1 }),
      wireguard([peer(9)]),
    ),
    "sweetcomb-ikev2:ikev2": { profile: [{ name: "one", authentication: { "pre-shared-key": "first" } }] },
  };
  const second = {
    "sweetcomb-ipsec:ipsec": {
      "asynchronous-crypto": true,
      "security-association": [
        association(1, "outbound", { tunnel: { source: west, destination: "192.0.2.9" } }),
        association(2, "inbound", { "encryption-key": "b2".repeat(16) }),
        association(3, "inbound"),
      ],
      "policy-database": [
        { id: 2, policy: [rule("one", 4), rule("two", 3, { action: "protect", "security-association": 1 })] },
      ],
    },
    ...a.interfaces(
      ipsecInterface("ipsec0", 1, [2, 3]),
      a.loopback("loop0", { "sweetcomb-ipsec:ipsec-policy-database": 2 }),
      wireguard([peer(10), peer(11)], { "private-key": keyOf(2) }),
    ),
    "sweetcomb-wireguard:wireguard": { "asynchronous-crypto": true },
    "sweetcomb-ikev2:ikev2": {
      liveness: {},
      profile: [
        {
          name: "one",
          authentication: { "pre-shared-key": "second" },
          "local-identity": { type: "fqdn", value: "west.example" },
          "tunnel-interface": "ipsec0",
          "nat-traversal": false,
        },
      ],
    },
  };

  test("whichever message it is, VPP is as before, and the next commit works", async () => {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    await bed.configure({});
  });
});

const ids = [1, 2, 3, 4];

/** Security associations of changing keys and forms, and interfaces and rules that use what there is. */
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    isThere: fc.tuple(...ids.map(() => fc.boolean())),
    keys: fc.tuple(...ids.map(() => fc.constantFrom("a1", "b2"))),
    ends: fc.tuple(...ids.map(() => fc.constantFrom(east, "192.0.2.3"))),
    isProtected: fc.boolean(),
    hasRules: fc.boolean(),
    priority: fc.constantFrom(1, 2),
  })
  .map(({ isThere, keys, ends, isProtected, hasRules, priority }) => {
    // Odd ones are sent with, even ones received with.
    const there = ids.filter((_id, index) => isThere[index]);
    const outbound = there.filter((id) => id % 2 === 1);
    const inbound = there.filter((id) => id % 2 === 0);
    const associations = there.map((id) => {
      const index = ids.indexOf(id);
      const [source, destination] = id % 2 === 1 ? [west, ends[index]] : [ends[index], west];
      const direction = id % 2 === 1 ? "outbound" : "inbound";
      return association(id, direction, {
        "encryption-key": keys[index]!.repeat(16),
        tunnel: { source, destination },
      });
    });
    const rules = outbound.map((id) => rule(`rule ${id}`, priority, { action: "protect", "security-association": id }));
    const canProtect = isProtected && outbound.length > 0 && inbound.length > 0;
    return {
      "sweetcomb-ipsec:ipsec": {
        "security-association": associations,
        ...(hasRules && { "policy-database": [{ id: 1, policy: [rule("first", 9), ...rules] }] }),
      },
      ...a.interfaces(
        ...(canProtect ? [ipsecInterface("ipsec0", outbound[0]!, inbound)] : []),
        a.loopback("loop0", hasRules ? { "sweetcomb-ipsec:ipsec-policy-database": 1 } : {}),
      ),
    };
  });

test("VPP ends the same whether IPsec follows other IPsec or none", async () => {
  await assertAlwaysSameEnd(bed, configurations, 20);
});
