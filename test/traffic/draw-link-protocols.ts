/** Random packets of the protocols between neighbours on a link. */

import { pick } from "../fuzz/mutate.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { type Draw, ip4, mac, noise, number, stationMac } from "./draw-values.js";
import { joined, u8, u16 } from "./octets.js";

/** RFC 826, also about the sender itself. */
export function drawArp(draw: Draw): Buffer {
  const { random } = draw;
  const sender = ip4(draw);
  const target = random(6) === 0 ? sender : ip4(draw);
  return joined(
    u16(1, 0x0800),
    u8(6, 4),
    u16(pick([1, 1, 2, 2, 3], random)),
    stationMac(draw),
    sender,
    mac(draw),
    target,
  );
}

/** IEEE 802.1AX 6.4.2: actor, partner, collector. Some are markers. */
export function drawLacp(draw: Draw): Buffer {
  const { random } = draw;
  const party = (kind: number) =>
    joined(
      u8(kind, pick([20, 20, 20, 0, 255], random)),
      u16(number(16, draw)),
      mac(draw),
      u16(number(16, draw), 1, number(16, draw)),
      u8(random(256), 0, 0, 0),
    );
  return joined(u8(pick([1, 1, 1, 2, 3], random), 1), party(1), party(2), u8(3, 16), u16(random(16)), Buffer.alloc(64));
}

/** IEEE 802.1AB 8. */
export function drawLldp(draw: Draw): Buffer {
  const { random } = draw;
  const tlv = (kind: number, value: Buffer) =>
    joined(u16((kind << 9) | (random(10) === 0 ? random(512) : value.length)), value);
  const chassis = tlv(1, joined(u8(pick([4, 5, 7, 99], random)), random(4) === 0 ? u8() : mac(draw)));
  const port = tlv(2, joined(u8(pick([3, 5, 7], random)), noise(random(20), draw)));
  const more = Array.from({ length: random(4) }, () => tlv(random(128), noise(random(30), draw)));
  return joined(chassis, port, tlv(3, u16(number(16, draw))), ...more, tlv(0, u8()));
}

/** IEEE 802.2: spanning trees, IS-IS, and what has a type behind SNAP. */
export function drawLlc(draw: Draw): Buffer {
  const heads = [
    u8(0x42, 0x42, 3),
    u8(0xfe, 0xfe, 3, 0x83),
    u8(0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0),
    u8(0xaa, 0xaa, 3, 0, 0, 0, 8, 0),
  ];
  return joined(pick(heads, draw.random), noise(35, draw));
}

/** RFC 2516 5: PADI, PADO, PADR, PADS, PADT. */
export function drawPppoeDiscovery(draw: Draw): Buffer {
  const { random } = draw;
  const value = noise(random(12), draw);
  const tags = joined(u16(0x0101, 0, 0x0103, value.length), value);
  return joined(u8(0x11, pick([9, 7, 0x19, 0x65, 0xa7], random)), u16(number(16, draw), tags.length), tags);
}

/** RFC 2516 6: IPv4, IPv6, LCP and what nobody knows. */
export function drawPppoeSession(draw: Draw): Buffer {
  const { random } = draw;
  const [protocol, packet] = pick(
    [
      [0x21, drawIp4(draw)],
      [0x57, drawIp6(draw)],
      [0xc021, u8(1, 1, 0, 8, 1, 4, 5, 0xd4)],
      [random(65_536), noise(20, draw)],
    ] as const,
    random,
  );
  return joined(u8(0x11, 0), u16(number(16, draw), packet.length + 2, protocol), packet);
}
