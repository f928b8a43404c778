/** Random packets behind labels of MPLS (RFC 3032) and behind a header of NSH (RFC 8300). */

import { pick } from "../fuzz/mutate.js";
import { drawInnerFrame } from "./draw-frame.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { type Draw, noise, number } from "./draw-values.js";
import { joined, u8, u32 } from "./octets.js";

/** One to three labels, the lifetime of which may be over, before a packet or a frame with a control word. */
export function drawLabelled(draw: Draw): Buffer {
  const { random } = draw;
  const count = 1 + pick([0, 0, 0, 1, 2], random);
  const labels = Array.from({ length: count }, (_, at) => {
    const isLast = at === count - 1 && random(20) > 0;
    return u32(number(20, draw) * 4096 + random(8) * 512 + (isLast ? 256 : 0) + pick([64, 64, 64, 255, 1, 0], random));
  });
  return joined(...labels, inner(draw));
}

/** A header with metadata of either kind, the length of which may be wrong. */
export function drawNsh(draw: Draw): Buffer {
  const { random } = draw;
  const kind = pick([1, 1, 2, 3], random);
  const words = pick([6, 6, 2, 4, 0, 63], random);
  const metadata = Buffer.alloc(Math.max(0, Math.min(words, 8) - 2) * 4, random(256));
  const head = u8(pick([0x0f, 0x0f, 0x2f, 0], random), 0xc0 | words, kind, pick([1, 2, 3, 4, 5], random));
  return joined(head, u32(number(24, draw) * 256 + pick([255, 254, 1, 0, random(256)], random)), metadata, inner(draw));
}

function inner(draw: Draw): Buffer {
  if (draw.depth === 0) return noise(24, draw);
  const deeper = { ...draw, depth: draw.depth - 1 };
  const kinds = [drawIp4, drawIp4, drawIp6, drawInnerFrame, (draw: Draw) => joined(u32(0), drawInnerFrame(draw))];
  return pick(kinds, draw.random)(deeper);
}
