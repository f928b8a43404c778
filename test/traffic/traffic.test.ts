/** Random frames: what they are about, and that a walk that is taken again sends the same. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { randomOf } from "../fuzz/mutate.js";
import { decodeFrame } from "../packets/packet.js";
import { drawBurst } from "./draw-burst.js";
import { checksum, summed, u8, u16 } from "./octets.js";
import { pcapOf } from "./pcap.js";
import { subjectsIn } from "./subject.js";

const document = {
  tunnel: [{ name: "west", local: "192.0.2.1", remote: "192.0.2.2/32", vni: 7 }],
  peer: { mac: "02:00:00:00:00:01", address: "2001:db8::1", key: "18" },
};
const ports = [{ name: "loop0", mac: u8(2, 0xfe, 0, 0, 0, 9) }];
const burst = (seed: number, count = 500) => drawBurst(ports, subjectsIn(document), count, randomOf(seed));

test("a subject has what one object says, and the whole is one too", () => {
  const [tunnel, peer, whole] = subjectsIn(document);
  assert.deepEqual(tunnel?.ip4.map(String), ["192,0,2,1", "192,0,2,2"]);
  assert.deepEqual(tunnel?.numbers, [7]);
  assert.deepEqual([peer?.ip6.length, peer?.macs.length, peer?.numbers], [1, 1, [18]]);
  assert.deepEqual(whole?.numbers, [7, 18]);
});

test("what says many things at once is no subject", () => {
  const many = { addresses: Array.from({ length: 20 }, (_, at) => `192.0.2.${at}`) };
  assert.deepEqual(subjectsIn(many), []);
});

test("the same seed draws the same frames, and another one others", () => {
  assert.deepEqual(burst(1), burst(1));
  assert.notDeepEqual(burst(1), burst(2));
});

test("most frames are for the interface, and many are of the protocols and addresses that are spoken of", () => {
  const frames = burst(3, 3000).map(({ frame }) => Buffer.from(frame, "hex"));
  const own = frames.filter((frame) => frame.subarray(0, 6).equals(ports[0]!.mac));
  assert.ok(own.length > frames.length / 2, `${own.length}`);
  const of = (etherType: number) => frames.filter((frame) => frame.readUInt16BE(12) === etherType);
  for (const etherType of [0x0800, 0x86dd, 0x0806, 0x8847, 0x8100, 0x8864, 0x88cc, 0x8809, 0x894f])
    assert.ok(of(etherType).length > 10, `${etherType.toString(16)}: ${of(etherType).length}`);
  const toTunnel = of(0x0800).filter((frame) => frame.subarray(30, 34).equals(u8(192, 0, 2, 1)));
  assert.ok(toTunnel.length > 30, `${toTunnel.length}`);
});

test("headers are whole unless they are meant to be broken", () => {
  const packets = burst(4, 3000).flatMap(({ frame }) => {
    const octets = Buffer.from(frame, "hex");
    return octets.readUInt16BE(12) === 0x0800 && octets[14] === 0x45 && octets.length >= 34 ? [octets] : [];
  });
  const right = packets.filter((octets) => checksum(octets.subarray(14, 34)) === 0);
  assert.ok(right.length > packets.length * 0.8, `${right.length} of ${packets.length}`);
  assert.equal(decodeFrame(right[0]!).packet?.payload.length, right[0]!.readUInt16BE(16) - 20);
});

test("a checksum makes what it is in sum up to nothing", () => {
  const header = summed(u16(0x4500, 28, 1, 0, 0x4011, 0, 0xc000, 0x0201, 0xc000, 0x0202), 10);
  assert.equal(checksum(header), 0);
  assert.equal(checksum(u8(1)), 0xfeff);
});

test("a file of frames is as libpcap has it", () => {
  const file = pcapOf([u8(1, 2, 3), u8(4)]);
  assert.equal(file.length, 24 + 16 + 3 + 16 + 1);
  assert.equal(file.readUInt32LE(0), 0xa1b2c3d4);
  assert.deepEqual([file.readUInt32LE(32), file.readUInt32LE(36)], [3, 3]);
});
