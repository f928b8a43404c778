/** Random messages by the port of UDP that they go to. */

import { pick } from "../fuzz/mutate.js";
import { drawEsp } from "./draw-above-ip.js";
import { drawInnerFrame } from "./draw-frame.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { drawLabelled, drawNsh } from "./draw-labelled.js";
import { type Draw, ip4, mac, noise, number } from "./draw-values.js";
import { joined, u8, u16, u32 } from "./octets.js";

type OverUdp = readonly [port: number | undefined, draw: (draw: Draw) => Buffer];

/** A port that is undefined is one of those that the datagram is about. */
export const overUdp: readonly OverUdp[] = [
  [
    4789,
    (draw) =>
      joined(
        u8(pick([8, 8, 8, 0, 0x88], draw.random), 0, 0, 0),
        u32(number(24, draw) * 256),
        inner(drawInnerFrame, draw),
      ),
  ],
  [4789, (draw) => joined(u8(8, 0, 0, 0), u32(number(24, draw) * 256), inner(drawInnerFrame, draw))],
  [4790, drawVxlanGpe],
  [6081, drawGeneve],
  [6081, drawGeneve],
  [2152, drawGtpu],
  [2152, drawGtpu],
  [
    4341,
    (draw) =>
      joined(
        u8(pick([0x80, 0xc8, 0x84, 0, 255], draw.random), 0, 0, pick([0, 1, 2, 3], draw.random)),
        u32(number(24, draw) * 256),
        packet(draw),
      ),
  ],
  [4342, (draw) => joined(u32(draw.random(16) * 0x1000_0000 + draw.random(4)), noise(60, draw))],
  [6635, (draw) => inner(drawLabelled, draw)],
  [3784, drawBfd],
  [3784, drawBfd],
  [3785, (draw) => noise(12, draw)],
  [4784, drawBfd],
  [67, drawDhcp],
  [68, drawDhcp],
  [546, drawDhcp6],
  [547, drawDhcp6],
  [500, drawIke],
  [4500, (draw) => (draw.random(2) === 0 ? drawEsp(draw) : joined(u32(0), drawIke(draw)))],
  [51_820, drawWireguard],
  [undefined, drawWireguard],
  [53, drawDns],
  [5353, drawDns],
  [1701, (draw) => noise(40, draw)],
  [4739, (draw) => noise(40, draw)],
  [undefined, packet],
  [undefined, drawEsp],
  [undefined, (draw) => noise(draw.random(100), draw)],
  [undefined, (draw) => noise(1400, draw)],
];

function inner(drawInner: (draw: Draw) => Buffer, draw: Draw): Buffer {
  return draw.depth === 0 ? noise(30, draw) : drawInner({ ...draw, depth: draw.depth - 1 });
}

function packet(draw: Draw): Buffer {
  return inner(pick([drawIp4, drawIp6], draw.random), draw);
}

/** With IPv4, IPv6, Ethernet, NSH or a number of a protocol that is none; IOAM comes first in some. */
function drawVxlanGpe(draw: Draw): Buffer {
  const { random } = draw;
  const [protocol, drawInner] = pick(
    [
      [1, drawIp4],
      [2, drawIp6],
      [3, drawInnerFrame],
      [4, drawNsh],
    ] as const,
    random,
  );
  const said = random(8) === 0 ? random(256) : protocol;
  return joined(u8(pick([0x0c, 0x0c, 8, 0], random), 0, 0, said), u32(number(24, draw) * 256), inner(drawInner, draw));
}

/** RFC 8926 3.4. */
function drawGeneve(draw: Draw): Buffer {
  const { random } = draw;
  const words = pick([0, 0, 0, 1, 63], random);
  const etherType = pick([0x6558, 0x6558, 0x0800, 0x86dd, random(65_536)], random);
  return joined(
    u8(words, pick([0, 0x40, 0x80], random)),
    u16(etherType),
    u32(number(24, draw) * 256),
    inner(pick([drawInnerFrame, drawIp4, drawIp6], random), draw),
  );
}

/** 3GPP TS 29.281 5: packets of users, echoes, errors, and headers with extensions. */
function drawGtpu(draw: Draw): Buffer {
  const { random } = draw;
  const flags = pick([0x30, 0x30, 0x30, 0x32, 0x34, 0x36, 0x20, 0], random);
  const more = (flags & 7) === 0 ? u8() : u8(0, 1, 0, pick([0, 0x85], random), 1, 0x10, 9, 0);
  const body = joined(more, packet(draw));
  return joined(
    u8(flags, pick([255, 255, 255, 1, 2, 26, 254, random(256)], random)),
    u16(body.length),
    u32(number(32, draw)),
    body,
  );
}

/** RFC 5880 4.1, with and without authentication. */
function drawBfd(draw: Draw): Buffer {
  const { random } = draw;
  const authentication = pick(
    [u8(), u8(), u8(5, 28, 1, 0, 0, 0, 0, 1, ...noise(20, draw)), u8(1, 4, 1, 0), u8(4, 255, 1)],
    random,
  );
  const length = random(10) === 0 ? random(256) : 24 + authentication.length;
  const flags = random(4) * 64 + (authentication.length > 0 ? 4 : 0) + pick([0, 0, 0x20, 0x10, 2, 1], random);
  return joined(
    u8(0x20 | random(4), flags, pick([3, 3, 0, 1], random), length),
    u32(number(32, draw), number(32, draw), 100_000, 100_000, 0),
    authentication,
  );
}

/** RFC 2131 2: of a client, a server or a relay. */
function drawDhcp(draw: Draw): Buffer {
  const { random } = draw;
  const options = [
    u8(53, 1, 1 + random(8)),
    joined(u8(54, 4), ip4(draw)),
    u8(51, 4, 0, 0, 0, pick([1, 60], random)),
    u8(1, 4, 255, 255, 255, 0),
    joined(u8(3, 4), ip4(draw)),
    joined(u8(82, pick([6, 0, 255], random), 1, 4), u32(number(32, draw))),
    joined(u8(6, pick([4, 8, 1], random)), ip4(draw)),
  ].filter((option, at) => at === 0 || random(2) === 0 || option.length === 0);
  const head = joined(
    u8(1 + random(2), 1, 6, random(4)),
    u32(random(4)),
    u16(0, pick([0, 0x8000], random)),
    ip4(draw),
    ip4(draw),
    ip4(draw),
    ip4(draw),
  );
  return joined(head, mac(draw), Buffer.alloc(202), u32(0x6382_5363), ...options, random(4) === 0 ? u8() : u8(255));
}

/** RFC 8415 8 and 9: of a client, a server or a relay, whose options may be too long. */
function drawDhcp6(draw: Draw): Buffer {
  const { random } = draw;
  const option = () => {
    const value = noise(pick([0, 2, 10, 16, 40], random), draw);
    return joined(
      u16(pick([1, 2, 3, 5, 9, 13, 14, 18, 25, 26, 79], random), random(10) === 0 ? random(65_536) : value.length),
      value,
    );
  };
  const kind = 1 + random(13);
  const head = kind > 11 ? joined(u8(kind, random(40)), noise(32, draw)) : u8(kind, 0, 0, random(4));
  return joined(head, ...Array.from({ length: random(5) }, option));
}

/** RFC 7296 3.1. */
function drawIke(draw: Draw): Buffer {
  const { random } = draw;
  const spi = () => (random(2) === 0 ? Buffer.alloc(8) : noise(8, draw));
  const payloads = noise(pick([0, 40, 200], random), draw);
  const length = random(10) === 0 ? random(65_536) : 28 + payloads.length;
  const exchange = pick([34, 34, 35, 36, 37], random);
  return joined(
    spi(),
    spi(),
    u8(pick([33, 46, 0, 53], random), 0x20, exchange, pick([8, 0, 0x20], random)),
    u32(random(3), length),
    payloads,
  );
}

/** The four messages of WireGuard in their lengths, and such that are shorter. */
function drawWireguard(draw: Draw): Buffer {
  const { random } = draw;
  const [kind, length] = pick(
    [
      [1, 144],
      [2, 88],
      [3, 60],
      [4, 28],
      [4, 12],
      [1, 20],
      [random(256), 40],
    ] as const,
    random,
  );
  return joined(u8(kind, 0, 0, 0), noise(length, draw));
}

/** RFC 1035 4: queries and answers, whose names may point at themselves. */
function drawDns(draw: Draw): Buffer {
  const { random } = draw;
  const name = pick([u8(1, 97, 3, 99, 111, 109, 0), u8(0xc0, 12), u8(63, 97), u8(0)], random);
  const answer = joined(name, u16(1, 1), u32(60), u16(4), ip4(draw));
  const count = random(10) === 0 ? random(65_536) : 1;
  return joined(
    u16(random(4), pick([0x0100, 0x8180, 0x8183], random), 1, count, 0, 0),
    name,
    u16(pick([1, 28, 12], random), 1),
    answer,
  );
}
