/** Hosts that begin with IKEv2 and do not say who they are. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Ikev2SaDump } from "vpp-binapi-ts/api";
import * as a from "../../southbound/configurations.js";
import { type PacketScenarios, routedPort, until } from "../lab.js";
import { encodePacket, encodeUdp, protocols } from "../packet.js";

const IKE = 500;
const path = "/sweetcomb-ikev2:ikev2";

export const ikev2StrangerScenarios: PacketScenarios = {
  "VPP outlives that the state of IKEv2 is read while a peer has begun and not said who it is": async ({
    bed,
    host,
  }) => {
    const stranger = await host("stranger", { addresses: ["192.0.2.2/24"] });
    const profile = { name: "to the peer", authentication: { "pre-shared-key": "correct horse battery staple" } };
    await bed.configure({
      ...a.interfaces(routedPort(stranger, "192.0.2.1/24")),
      [path.slice(1)]: { profile: [profile] },
    });
    await stranger.ping("192.0.2.1");
    const datagram = encodeUdp(IKE, IKE, firstMessage());
    await stranger.sendPacket(encodePacket("192.0.2.2", "192.0.2.1", protocols.udp, datagram));
    const other = await bed.asOther();
    const typesOfIdentities = async () => {
      const types = [];
      for await (const { sa } of other.dump(Ikev2SaDump)) types.push(sa.iId.type);
      return types;
    };
    await until(typesOfIdentities, (types) => types.length > 0);
    const read = await bed.southbound.read({ paths: [path] });
    const { profile: shown } = read[path.slice(1)] as { readonly profile: readonly a.Member[] };
    assert.deepEqual(shown[0]?.["security-association"] ?? [], []);
    assert.ok((await typesOfIdentities()).includes(0), "it is there still");
  },
};

/** IKE_SA_INIT (RFC 7296, Section 1.2). VPP does not look whether the public value is one of the group. */
function firstMessage(): Buffer {
  const proposal = Buffer.concat([
    Buffer.from([0, 0, 0, 44, 1, 1, 0, 4]),
    transform(1, 12, Buffer.from([0x80, 14, 1, 0])), // AES-CBC with 256 bits
    transform(2, 5), // HMAC-SHA2-256
    transform(3, 12), // HMAC-SHA2-256-128
    transform(4, 14, Buffer.alloc(0), true), // MODP of 2048 bits
  ]);
  const keyExchange = Buffer.concat([Buffer.from([0, 14, 0, 0]), randomBytes(256)]);
  const payloads = [payload(34, proposal), payload(40, keyExchange), payload(0, randomBytes(32))];
  const body = Buffer.concat(payloads);
  const header = Buffer.concat([randomBytes(8), Buffer.alloc(8), Buffer.from([33, 0x20, 34, 0x08]), Buffer.alloc(8)]);
  header.writeUInt32BE(header.length + body.length, 24);
  return Buffer.concat([header, body]);
}

/** Section 3.2: `next` is the type of the payload behind it. */
function payload(next: number, content: Uint8Array): Buffer {
  const header = Buffer.from([next, 0, 0, 0]);
  header.writeUInt16BE(header.length + content.length, 2);
  return Buffer.concat([header, content]);
}

/** Section 3.3.2. */
function transform(type: number, id: number, attributes = Buffer.alloc(0), isLast = false): Buffer {
  return Buffer.concat([Buffer.from([isLast ? 0 : 3, 0, 0, 8 + attributes.length, type, 0, 0, id]), attributes]);
}
