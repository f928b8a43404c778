/** Random messages of ICMP, neighbour discovery, MLD, IGMP and VRRP. */

import { pick } from "../fuzz/mutate.js";
import type { DrawAbove } from "./draw-above-ip.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { type Draw, ip4, ip6, noise, number, stationMac } from "./draw-values.js";
import { joined, summed, u8, u16, u32 } from "./octets.js";

/** RFC 792: echoes, and errors about packets that may have been VPP's. */
export function drawIcmp4(draw: DrawAbove): Buffer {
  const { random } = draw;
  const kind = pick([8, 8, 0, 3, 3, 11, 12, 5, 4, 13, random(256)], random);
  const body = [3, 11, 12, 5, 4].includes(kind) ? cited(drawIp4, draw) : noise(random(60), draw);
  return summed(joined(u8(kind, random(6), 0, 0), u16(number(16, draw), random(4)), body), 2);
}

/** RFC 4443, 4861 (neighbours and routers) and 3810 (listeners). */
export function drawIcmp6(draw: DrawAbove): Buffer {
  const { random } = draw;
  const kind = pick(
    [128, 128, 129, 1, 2, 3, 4, 130, 131, 132, 143, 133, 134, 135, 135, 136, 136, 137, random(256)],
    random,
  );
  const message = joined(u8(kind, random(10) === 0 ? random(8) : 0, 0, 0), bodyOf(kind, draw));
  return summed(message, 2, draw.pseudo(58, message.length));
}

function bodyOf(kind: number, draw: Draw): Buffer {
  const { random } = draw;
  if (kind < 128) return joined(u32(pick([0, 1280, 68, 0xffff_ffff], random)), cited(drawIp6, draw));
  if (kind === 130 || kind === 131 || kind === 132) return joined(u16(random(2000), 0), ip6(draw), listenerTail(draw));
  if (kind === 133) return joined(u32(0), options(draw));
  if (kind === 134)
    return joined(u8(64, random(256)), u16(number(16, draw)), u32(random(3) * 1000, random(3) * 1000), options(draw));
  if (kind === 135 || kind === 136) return joined(u8(random(256), 0, 0, 0), ip6(draw), options(draw));
  if (kind === 137) return joined(u32(0), ip6(draw), ip6(draw), options(draw));
  if (kind === 143)
    return joined(u16(0, random(10) === 0 ? random(65_536) : 1), u8(random(8), 0), u16(1), ip6(draw), ip6(draw));
  return joined(u16(number(16, draw), random(4)), noise(random(60), draw));
}

function listenerTail({ random }: Draw): Buffer {
  return pick([u8(), u8(2, 20, 0, 0), u8(2, 20, 0, 9)], random);
}

/** RFC 4861 4.6: link-layer addresses, prefixes, MTU, and lengths that are wrong. */
function options(draw: Draw): Buffer {
  const { random } = draw;
  const one = () =>
    pick(
      [
        joined(u8(pick([1, 2], random), 1), stationMac(draw)),
        joined(u8(3, 4, 64, random(256)), u32(number(32, draw), number(32, draw), 0), ip6(draw)),
        joined(u8(5, 1, 0, 0), u32(number(16, draw))),
        joined(u8(random(256), pick([0, 1, 255], random)), noise(6, draw)),
      ],
      random,
    );
  return joined(...Array.from({ length: random(4) }, one));
}

/** The beginning of a packet that an error is about. */
function cited(drawPacket: (draw: Draw) => Buffer, draw: Draw): Buffer {
  if (draw.depth === 0) return noise(28, draw);
  const packet = drawPacket({ ...draw, depth: draw.depth - 1 });
  return packet.subarray(0, pick([28, 48, 200, packet.length, 8], draw.random));
}

/** RFC 3376 4 and 2236: queries, reports with their records, and leaves. */
export function drawIgmp(draw: Draw): Buffer {
  const { random } = draw;
  const record = () => joined(u8(random(8), 0), u16(1), ip4(draw), ip4(draw));
  const records = Array.from({ length: random(4) }, record);
  const count = random(10) === 0 ? random(65_536) : records.length;
  const message = pick(
    [
      joined(u8(0x22, 0, 0, 0), u16(0, count), ...records),
      joined(u8(0x11, random(256), 0, 0), ip4(draw), u8(random(16), random(256)), u16(count % 4), ip4(draw)),
      joined(u8(pick([0x11, 0x12, 0x16, 0x17, random(256)], random), 0, 0, 0), ip4(draw)),
    ],
    random,
  );
  return summed(message, 2);
}

/** RFC 9568 5.2, of either version, with more addresses than it says or less. */
export function drawVrrp(draw: DrawAbove): Buffer {
  const { random, isIp6 } = draw;
  const addresses = Array.from({ length: random(4) }, () => (isIp6 ? ip6(draw) : ip4(draw)));
  const count = random(8) === 0 ? random(256) : addresses.length;
  const head = u8(
    pick([0x31, 0x31, 0x21, 0x3f], random),
    number(8, draw),
    pick([100, 255, 0, random(256)], random),
    count,
  );
  const message = joined(head, u16(pick([100, 1, 0, 4095], random), 0), ...addresses);
  return summed(message, 6, draw.pseudo(112, message.length));
}
