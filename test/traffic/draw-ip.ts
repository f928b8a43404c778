/** Random packets of IPv4 (RFC 791) and IPv6 (RFC 8200), whole and in fragments, with and without options. */

import { pick } from "../fuzz/mutate.js";
import { type Above, drawAbove } from "./draw-above-ip.js";
import { type Draw, ip4, ip6, noise, number } from "./draw-values.js";
import { joined, summed, u8, u16, u32 } from "./octets.js";

const LIFETIMES = [64, 64, 64, 64, 255, 255, 1, 0, 2];

export function drawIp4(draw: Draw): Buffer {
  const { random } = draw;
  const [source, destination] = [ip4(draw), ip4(draw)];
  const pseudo = (protocol: number, length: number) => joined(source, destination, u8(0, protocol), u16(length));
  const { protocol, octets } = drawAbove({ ...draw, isIp6: false, pseudo });
  const options = pick(
    [u8(), u8(), u8(), u8(), u8(), u8(0x94, 4, 0, 0), u8(7, 7, 4, 0, 0, 0, 0, 0), u8(1, 1, 1, 0), u8(68, 0, 9, 9)],
    random,
  );
  const headerLength = 20 + options.length;
  const fragment = pick([0, 0, 0, 0, 0, 0, 0x4000, 0x4000, 0x2000, 1, 2, 0x2002, 185, 0x1fff], random);
  const header = joined(
    u8(0x40 | (random(40) === 0 ? random(16) : headerLength / 4), random(4) === 0 ? random(256) : 0),
    u16(random(40) === 0 ? random(2000) : headerLength + octets.length, random(4), fragment),
    u8(pick(LIFETIMES, random), protocol, 0, 0),
    source,
    destination,
    options,
  );
  return joined(random(40) === 0 ? header : summed(header, 10), octets);
}

export function drawIp6(draw: Draw): Buffer {
  const { random } = draw;
  const [source, destination] = [ip6(draw), ip6(draw)];
  const pseudo = (protocol: number, length: number) => joined(source, destination, u32(length, protocol));
  const above = drawAbove({ ...draw, isIp6: true, pseudo });
  const { protocol, octets } = extended(above, draw);
  const head = u32(0x6000_0000 + (random(4) === 0 ? random(0xfff_ffff) : 0));
  const length = random(40) === 0 ? random(2000) : octets.length;
  return joined(head, u16(length), u8(protocol, pick(LIFETIMES, random)), source, destination, octets);
}

/** With up to three extension headers before it. */
function extended(above: Above, draw: Draw): Above {
  const count = pick([0, 0, 0, 0, 1, 1, 2, 3], draw.random);
  let { protocol, octets } = above;
  for (let at = 0; at < count; at++) {
    const [header, body] = pick(EXTENSIONS, draw.random)(protocol, draw);
    octets = joined(body, octets);
    protocol = header;
  }
  return { protocol, octets };
}

type Extension = (next: number, draw: Draw) => readonly [protocol: number, header: Buffer];

const EXTENSIONS: readonly Extension[] = [
  // The router alert that goes with MLD.
  (next) => [0, u8(next, 0, 5, 2, 0, 0, 1, 0)],
  (next, { random }) => [
    pick([0, 60], random),
    joined(u8(next, pick([0, 0, 1, 255], random)), u8(random(256), random(10), 0, 0, 0, 0)),
  ],
  (next, { random }) => [44, joined(u8(next, 0), u16(pick([0, 1, 8, 9, 0xfff9, 184 * 8], random)), u32(random(4)))],
  (next, draw) => [43, segmentRouting(next, draw)],
  (next, draw) => [
    51,
    joined(u8(next, pick([4, 4, 0, 255], draw.random), 0, 0), u32(number(32, draw), draw.random(8)), noise(12, draw)),
  ],
];

/** RFC 8754 2: its counts may disagree. */
function segmentRouting(next: number, draw: Draw): Buffer {
  const { random } = draw;
  const segments = Array.from({ length: 1 + random(3) }, () => ip6(draw));
  const left = random(10) === 0 ? random(256) : random(segments.length + 1);
  const words = random(10) === 0 ? random(256) : segments.length * 2;
  const last = random(10) === 0 ? random(256) : segments.length - 1;
  return joined(u8(next, words, pick([4, 4, 4, 3, 0], random), left, last, 0, 0, 0), ...segments);
}
