/** Two VPPs that are peers of IKEv2, over a memif between them. */

import assert from "node:assert/strict";
import { Ikev2InitiateSaInit, Ikev2SaDump } from "vpp-binapi-ts/api";
import * as a from "../../southbound/configurations.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { until } from "../lab.js";
import type { TwoVppScenarios } from "../two-vpps.js";

const profile = "to the peer";
const ends = {
  caller: { address: "192.0.2.1", role: "master", identity: "caller.example", net: "10.1" },
  called: { address: "192.0.2.2", role: "slave", identity: "called@example.net", net: "10.2" },
} as const;
type End = keyof typeof ends;

type Association = Readonly<Record<string, unknown>> & { readonly child: readonly Readonly<Record<string, unknown>>[] };

export const ikev2PeerScenarios: TwoVppScenarios = {
  "both peers of IKEv2 show what they agreed on, alike, and neither shows a key": async ({ bed }, other) => {
    await bed.configure(configurationOf("caller"));
    await other.configure(configurationOf("called"));
    for (const [end, connection] of [
      [bed, undefined],
      [other, { "ring-size": 1024, "buffer-size": 2048, "zero-copy": true }],
    ] as const) {
      const memif = await until(
        () => a.interfaceOf(end, "memif3/0"),
        (shown) => shown?.["oper-status"] === "up",
      );
      assert.deepEqual((memif!["sweetcomb-interfaces:memif"] as a.Member).connection, connection);
    }
    const caller = await bed.asOther();
    await caller.call(Ikev2InitiateSaInit, { name: profile });
    const agreed = (one: TestBed) =>
      until(
        () => associationsOf(one),
        ([first]) => first?.state === "authenticated" && first.child !== undefined,
      );
    const [first] = await agreed(bed);
    const [second] = await agreed(other);
    const { index, child, "init-requests": initRequests, "auth-requests": authRequests, ...same } = first!;
    assert.deepEqual(same, {
      state: "authenticated",
      "initiator-address": ends.caller.address,
      "responder-address": ends.called.address,
      "initiator-spi": same["initiator-spi"],
      "responder-spi": same["responder-spi"],
      "initiator-identity": { type: "fqdn", value: ends.caller.identity },
      "responder-identity": { type: "email", value: ends.called.identity },
      encryption: "aes-cbc",
      "key-size": 256,
      integrity: "sha2-256-128",
      prf: "hmac-sha2-384",
      "dh-group": "modp-2048",
      retransmissions: 0,
      "init-retransmissions": 0,
      "rekey-requests": 0,
      keepalives: 0,
    });
    const { index: childIndex, uptime: childUptime, ...below } = child[0]!;
    assert.deepEqual(below, {
      "initiator-spi": below["initiator-spi"],
      "responder-spi": below["responder-spi"],
      encryption: "aes-gcm-16",
      "key-size": 128,
      integrity: "none",
      "extended-sequence-numbers": true,
      "initiator-traffic": [trafficOf("caller")],
      "responder-traffic": [trafficOf("called")],
    });
    assert.deepEqual([index, childIndex].map(Number.isInteger), [true, true]);
    assert.match(String(childUptime), /^\d+$/);
    assert.deepEqual([initRequests, authRequests], [0, 0], "the caller was called");
    const { index: _index, child: secondChild, ...shownBySecond } = second!;
    assert.deepEqual(shownBySecond, { ...same, "init-requests": 1, "auth-requests": 1 });
    const { uptime: _childUptime, ...secondBelow } = secondChild[0]!;
    assert.deepEqual(secondBelow, { index: childIndex, ...below });
    const shown = JSON.stringify([first, second]);
    const keys = [];
    // Of a peer that has only begun there are none.
    for await (const { sa } of caller.dump(Ikev2SaDump)) {
      if (sa.iId.type !== 0) keys.push(Buffer.from(sa.keys.skEi.subarray(0, sa.keys.skEiLen)));
    }
    assert.deepEqual(
      keys.map(({ length }) => length),
      [32],
    );
    for (const form of ["hex", "base64"] as const) assert.ok(!shown.includes(keys[0]!.toString(form)));
  },
};

function configurationOf(own: End): Configuration {
  const peer = own === "caller" ? "called" : "caller";
  const { address, role } = ends[own];
  return {
    "sweetcomb-interfaces:memif-sockets": { socket: [{ id: 3, filename: "@sweetcomb-ikev2-peers" }] },
    ...a.interfaces({
      name: "memif3/0",
      type: "sweetcomb-interfaces:memif",
      "sweetcomb-interfaces:memif": { socket: 3, id: 0, role },
      ...a.addresses(`${address}/24`),
    }),
    "sweetcomb-ikev2:ikev2": {
      profile: [
        {
          name: profile,
          authentication: { "pre-shared-key": "correct horse battery staple" },
          "local-identity": identityOf(own),
          "remote-identity": identityOf(peer),
          "local-traffic": rangeOf(own),
          "remote-traffic": rangeOf(peer),
          ...(own === "caller" && proposals),
        },
      ],
    },
  };
}

const proposals = {
  responder: { interface: "memif3/0", address: ends.called.address },
  "ike-transforms": {
    encryption: "aes-cbc",
    "key-size": 256,
    integrity: "sha2-256-128",
    prf: "hmac-sha2-384",
    "dh-group": "modp-2048",
  },
  "esp-transforms": { encryption: "aes-gcm-16", "key-size": 128 },
};

function identityOf(end: End) {
  return { type: end === "caller" ? "fqdn" : "email", value: ends[end].identity };
}

function rangeOf(end: End) {
  const { net } = ends[end];
  return { "first-address": `${net}.0.0`, "last-address": `${net}.255.255` };
}

function trafficOf(end: End) {
  return { index: 0, protocol: 0, "first-port": 0, "last-port": 65535, ...rangeOf(end) };
}

async function associationsOf({ southbound }: TestBed): Promise<readonly Association[]> {
  const read = await southbound.read({ paths: ["/sweetcomb-ikev2:ikev2"] });
  const { profile: list } = read["sweetcomb-ikev2:ikev2"] as { profile: readonly Record<string, unknown>[] };
  return (list[0]?.["security-association"] ?? []) as readonly Association[];
}
