/** IPsec tunnels to an end that is not VPP. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import * as a from "../../southbound/configurations.js";
import { assertContains } from "../../southbound/contains.js";
import { aesCbcSha256, aesGcm, decodeEsp, encodeEsp, type Suite } from "../esp.js";
import { hasCountedBothWays, type Lab, type PacketScenarios, packetsAt, range, routedPort, until } from "../lab.js";
import { decodePacket, encodePacket, encodeUdp, type Packet, protocols } from "../packet.js";

const [vppEnd, farEnd] = ["198.51.100.254", "198.51.100.1"] as const;
const [client, server] = ["192.0.2.1", "203.0.113.9"] as const;
const [spiOut, spiIn] = [4096, 8192] as const;

export const ipsecScenarios: PacketScenarios = {
  "packets leave through a tunnel with AES-GCM, and come back out of it": (lab) => {
    const [key, salt] = [randomBytes(16), randomBytes(4)];
    return throughTunnel(lab, aesGcm(key, salt), "decryption_failed", {
      "encryption-algorithm": "aes-gcm-128",
      "encryption-key": key.toString("hex"),
      salt: salt.toString("hex"),
    });
  },

  "packets leave through a tunnel with AES-CBC and HMAC-SHA-256, and come back out of it": (lab) => {
    const [key, integrityKey] = [randomBytes(32), randomBytes(32)];
    return throughTunnel(lab, aesCbcSha256(key, integrityKey), "integ_error", {
      "encryption-algorithm": "aes-cbc-256",
      "encryption-key": key.toString("hex"),
      "integrity-algorithm": "sha-256-128",
      "integrity-key": integrityKey.toString("hex"),
    });
  },

  "a rule for all packets encrypts each once, where one before it lets ESP pass that may not go": async (lab) => {
    const { bed, host } = lab;
    const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
    const east = await host("east", { addresses: [`${farEnd}/24`] });
    const [key, salt] = [randomBytes(16), randomBytes(4)];
    const rule = (name: string, more: a.Member) => {
      return { name, direction: "outbound", "address-family": "ipv4", ...more };
    };
    const association = {
      id: 1,
      spi: spiOut,
      "encryption-algorithm": "aes-gcm-128",
      "encryption-key": key.toString("hex"),
      salt: salt.toString("hex"),
      tunnel: { source: vppEnd, destination: farEnd },
    };
    const all = rule("all", { action: "protect", priority: 10, "security-association": 1 });
    const of = (...others: readonly a.Member[]) => ({
      "sweetcomb-ipsec:ipsec": {
        "security-association": [association],
        "policy-database": [{ id: 1, policy: [all, ...others] }],
      },
      ...a.interfaces(routedPort(west, "192.0.2.254/24"), {
        ...routedPort(east, `${vppEnd}/24`),
        "sweetcomb-ipsec:ipsec-policy-database": 1,
      }),
      ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "next-hop-address": farEnd } })),
    });
    const because = { tag: "operation-not-supported", message: /sent with it again/ };
    await assert.rejects(bed.configure(of()), because);
    const pass = rule("pass", { action: "bypass", priority: 20, protocol: protocols.esp });
    await bed.configure(of(pass));
    await west.ping("192.0.2.254");
    await assert.rejects(bed.configure(of()), because);
    await assert.rejects(bed.configure(of({ ...pass, priority: 5 })), because);

    await west.send(server, 7000, [5000], "a question");
    const isQuestion = ({ payload }: Packet) => {
      const inner = decodePacket(decodeEsp(aesGcm(key, salt), payload).packet);
      return inner.source === client && inner.destinationPort === 7000;
    };
    const sent = await until(
      async () => (await packetsAt(east, protocols.esp)).filter(isQuestion),
      ({ length }) => length > 0,
    );
    assert.deepEqual([sent[0]!.source, sent[0]!.destination], [vppEnd, farEnd]);
    await west.ping("192.0.2.254");
  },

  "rules and their association change in one commit while packets go through them, and each is encrypted once": async (
    lab,
  ) => {
    const { bed, host } = lab;
    const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
    const others = [farEnd, "198.51.100.2"] as const;
    const east = await host("east", { addresses: others.map((far) => `${far}/24`) });
    const [key, salt] = [randomBytes(16), randomBytes(4)];
    const ports = [
      routedPort(west, "192.0.2.254/24"),
      { ...routedPort(east, `${vppEnd}/24`), "sweetcomb-ipsec:ipsec-policy-database": 1 },
    ];
    const rule = (name: string, action: string, more: a.Member) => {
      return { name, direction: "outbound", "address-family": "ipv4", action, ...more };
    };
    const of = (far: string, name: string, priority: number) => {
      const remote = { "first-address": far, "last-address": far };
      const association = {
        id: 1,
        spi: spiOut,
        "encryption-algorithm": "aes-gcm-128",
        "encryption-key": key.toString("hex"),
        salt: salt.toString("hex"),
        tunnel: { source: vppEnd, destination: far },
      };
      const all = rule("all", "protect", { priority: 10, "security-association": 1 });
      return {
        "sweetcomb-ipsec:ipsec": {
          "security-association": [association],
          "policy-database": [{ id: 1, policy: [all, rule(name, "bypass", { priority, remote })] }],
        },
        ...a.interfaces(...ports),
        ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "next-hop-address": farEnd } })),
      };
    };
    await bed.configure(of(farEnd, "pass", 20));
    await west.ping("192.0.2.254");
    await west.flood(server, 7000);
    for (const turn of range(0, 20)) {
      for (const [index, far] of others.entries()) await bed.configure(of(far, "pass", 20 + index));
      for (const far of others) await bed.configure(of(far, `pass to ${far}, ${turn}`, 30));
      await bed.configure({});
      await bed.configure(of(farEnd, "pass", 20));
    }
    await east.forget();
    await until(
      () => packetsAt(east, protocols.esp),
      ({ length }) => length > 0,
    );
    for (const { payload } of await packetsAt(east, protocols.esp)) {
      assert.equal(decodePacket(decodeEsp(aesGcm(key, salt), payload).packet).source, client);
    }
    await west.ping("192.0.2.254");
  },
};

/** `reasonOfChanged`: what VPP calls it when a packet was changed on its way. */
async function throughTunnel({ bed, host }: Lab, suite: Suite, reasonOfChanged: string, algorithms: a.Member) {
  const west = await host("west", { addresses: [`${client}/24`], gateway: "192.0.2.254" });
  const east = await host("east", { addresses: [`${farEnd}/24`] });
  const association = (id: number, spi: number, more: a.Member) => ({ id, spi, ...algorithms, ...more });
  await bed.configure({
    "sweetcomb-ipsec:ipsec": {
      "security-association": [
        association(1, spiOut, { tunnel: { source: vppEnd, destination: farEnd } }),
        association(2, spiIn, {
          direction: "inbound",
          tunnel: { source: farEnd, destination: vppEnd },
          "anti-replay-window": 64,
        }),
      ],
    },
    ...a.interfaces(routedPort(west, "192.0.2.254/24"), routedPort(east, `${vppEnd}/24`), {
      name: "to the east",
      type: "sweetcomb-ipsec:ipsec-interface",
      "sweetcomb-ipsec:tunnel-protection": [{ "next-hop": "any", "outbound-sa": 1, "inbound-sa": [2] }],
      ...a.addresses("10.0.0.1/32"),
    }),
    ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "to the east" } })),
  });
  await west.ping("192.0.2.254");
  await east.ping(vppEnd);

  await west.send(server, 7000, [5000], "a question");
  const [outer] = await until(
    () => packetsAt(east, protocols.esp),
    ({ length }) => length > 0,
  );
  assert.deepEqual([outer!.source, outer!.destination], [vppEnd, farEnd]);
  assert.equal(outer!.payload.includes("a question"), false, "the packet can be read on its way");
  const { spi, packet } = decodeEsp(suite, outer!.payload);
  const inner = decodePacket(packet);
  assert.equal(spi, spiOut);
  assert.deepEqual([inner.source, inner.sourcePort], [client, 5000]);
  assert.deepEqual([inner.destination, inner.destinationPort], [server, 7000]);
  assert.ok(inner.payload.includes("a question"));

  const answer = (sourcePort: number, sequenceNumber: number) => {
    const datagram = encodeUdp(sourcePort, 5000, "an answer");
    return encodeEsp(suite, spiIn, sequenceNumber, encodePacket(server, client, protocols.udp, datagram));
  };
  const send = (payload: Buffer) => east.sendPacket(encodePacket(farEnd, vppEnd, protocols.esp, payload));
  const changed = answer(6666, 1);
  changed[changed.length - 20]! ^= 1;
  const first = answer(7000, 2);
  await send(changed);
  await send(first);
  await send(first);
  // What is sent later arrives later: when this one is there, the others have been dealt with.
  await send(answer(7001, 3));
  const sourcePortsAtClient = async () => (await packetsAt(west, protocols.udp)).map(({ sourcePort }) => sourcePort);
  const arrived = await until(sourcePortsAtClient, (sourcePorts) => sourcePorts.includes(7001));
  assert.deepEqual(arrived, [7000, 7001], "a changed or a repeated packet came through, or a good one did not");
  await until(() => a.interfaceOf(bed, "to the east"), hasCountedBothWays);
  const inbound = {
    id: 2,
    state: {
      "highest-sequence-received": "3",
      error: [
        { reason: reasonOfChanged, packets: "1" },
        { reason: "replay", packets: "1" },
      ],
    },
  };
  assertContains(await bed.southbound.read({}), { "sweetcomb-ipsec:ipsec": { "security-association": [inbound] } });
}
