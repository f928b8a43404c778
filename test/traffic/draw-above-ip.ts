/** Random contents of IP packets: transports, control messages, routing protocols and tunnels. */

import { pick } from "../fuzz/mutate.js";
import { drawIcmp4, drawIcmp6, drawIgmp, drawVrrp } from "./draw-control.js";
import { drawInnerFrame } from "./draw-frame.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { drawLabelled, drawNsh } from "./draw-labelled.js";
import { drawTcp, drawUdp } from "./draw-transport.js";
import { type Draw, noise, number } from "./draw-values.js";
import { joined, u16, u32 } from "./octets.js";

export interface Above {
  /** Number of the protocol in the header of IP. */
  readonly protocol: number;
  readonly octets: Buffer;
}

export interface DrawAbove extends Draw {
  readonly isIp6: boolean;
  /** What is summed before a message of so many octets. */
  readonly pseudo: (protocol: number, length: number) => Buffer;
}

export function drawAbove(draw: DrawAbove): Above {
  const [protocol, drawOctets] = pick(draw.isIp6 ? ABOVE_IP6 : ABOVE_IP4, draw.random);
  return { protocol, octets: drawOctets(draw) };
}

type Contents = readonly [protocol: number, draw: (draw: DrawAbove) => Buffer];

const udp: Contents = [17, drawUdp];
const tcp: Contents = [6, drawTcp];

const ABOVE_BOTH: readonly Contents[] = [
  ...Array.from({ length: 10 }, () => udp),
  ...Array.from({ length: 4 }, () => tcp),
  [4, deeper(drawIp4)],
  [41, deeper(drawIp6)],
  [47, deeper(drawGre)],
  [47, deeper(drawGre)],
  [50, drawEsp],
  [50, drawEsp],
  [51, (draw) => joined(u16(0x0404, 0), u32(number(32, draw), draw.random(8)), noise(40, draw))],
  [112, drawVrrp],
  [115, drawL2tp],
  [115, drawL2tp],
  [132, (draw) => joined(u16(number(16, draw), number(16, draw)), noise(30, draw))],
  [137, deeper(drawLabelled)],
  [143, deeper(drawInnerFrame)],
  [89, (draw) => noise(44, draw)],
  [59, (draw) => noise(8, draw)],
];
const ABOVE_IP4: readonly Contents[] = [
  ...ABOVE_BOTH,
  [1, drawIcmp4],
  [1, drawIcmp4],
  [1, drawIcmp4],
  [2, drawIgmp],
  [2, drawIgmp],
];
const ABOVE_IP6: readonly Contents[] = [
  ...ABOVE_BOTH,
  [58, drawIcmp6],
  [58, drawIcmp6],
  [58, drawIcmp6],
  [58, drawIcmp6],
];

/** Draws what is within another packet, as long as there is no end to that. */
function deeper(drawInner: (draw: Draw) => Buffer): (draw: Draw) => Buffer {
  return (draw) => (draw.depth === 0 ? noise(32, draw) : drawInner({ ...draw, depth: draw.depth - 1 }));
}

/** RFC 2784 and 2890, with ERSPAN and what VPP does not know. */
function drawGre(draw: Draw): Buffer {
  const { random } = draw;
  const [etherType, drawPayload] = pick(
    [
      [0x0800, drawIp4],
      [0x86dd, drawIp6],
      [0x6558, drawInnerFrame],
      [0x8847, drawLabelled],
      [0x894f, drawNsh],
      [0x88be, (draw: Draw) => joined(u32(number(32, draw), 0), drawInnerFrame(draw))],
      [random(65_536), (draw: Draw) => noise(30, draw)],
    ] as const,
    random,
  );
  const flags = pick([0, 0, 0, 0x2000, 0x3000, 0x1000, 0x8000, 1, 0x4000], random);
  const key = (flags & 0x2000) === 0 ? [] : [number(32, draw)];
  const sequence = (flags & 0x1000) === 0 ? [] : [random(8)];
  return joined(u16(flags, etherType), u32(...key, ...sequence), drawPayload(draw));
}

/** RFC 4303: nobody has the keys, so that it is to be refused. */
export function drawEsp(draw: Draw): Buffer {
  return joined(u32(number(32, draw), draw.random(100)), noise(pick([0, 4, 20, 36, 64, 200], draw.random), draw));
}

/** RFC 3931 4.1.1, with a cookie of either length and a frame. */
function drawL2tp(draw: Draw): Buffer {
  const cookie = pick([[], [number(32, draw)], [0, number(32, draw)]], draw.random);
  return joined(u32(number(32, draw), ...cookie), deeper(drawInnerFrame)(draw));
}
