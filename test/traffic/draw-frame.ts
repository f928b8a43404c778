/** Random Ethernet frames towards an interface of VPP. */

import { pick } from "../fuzz/mutate.js";
import { drawIp4, drawIp6 } from "./draw-ip.js";
import { drawLabelled, drawNsh } from "./draw-labelled.js";
import { drawArp, drawLacp, drawLlc, drawLldp, drawPppoeDiscovery, drawPppoeSession } from "./draw-link-protocols.js";
import { type Draw, mac, noise, number } from "./draw-values.js";
import { joined, u16 } from "./octets.js";

/** Octets of the shortest frame on a wire, without its check sequence. Links of Linux have shorter ones. */
const SHORTEST = 60;

/** @param own the hardware address of the interface that the frame comes to */
export function drawFrame(own: Uint8Array, draw: Draw): Buffer {
  const { random } = draw;
  const destination = random(5) > 0 ? own : mac(draw);
  const frame = damaged(joined(destination, mac(draw), tags(draw), typed(draw)), draw);
  const missing = SHORTEST - frame.length;
  return missing > 0 && random(4) > 0 ? joined(frame, Buffer.alloc(missing)) : frame;
}

/** A frame within another protocol. */
export function drawInnerFrame(draw: Draw): Buffer {
  return joined(mac(draw), mac(draw), tags(draw), typed(draw));
}

/** IEEE 802.1Q and 802.1ad. */
function tags(draw: Draw): Buffer {
  const { random } = draw;
  const count = pick([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3], random);
  return joined(
    ...Array.from({ length: count }, () => u16(pick([0x8100, 0x8100, 0x88a8, 0x9100], random), number(12, draw))),
  );
}

/** A payload behind its type. */
function typed(draw: Draw): Buffer {
  const [etherType, drawPayload] = pick(PAYLOADS, draw.random);
  const payload = drawPayload(draw);
  return joined(u16(etherType ?? payload.length), payload);
}

type Payload = readonly [etherType: number | undefined, draw: (draw: Draw) => Buffer];

const ip4: Payload = [0x0800, drawIp4];
const ip6: Payload = [0x86dd, drawIp6];

const PAYLOADS: readonly Payload[] = [
  ...Array.from({ length: 12 }, () => ip4),
  ...Array.from({ length: 9 }, () => ip6),
  [0x0806, drawArp],
  [0x0806, drawArp],
  [0x8847, drawLabelled],
  [0x8847, drawLabelled],
  [0x8848, drawLabelled],
  [0x8863, drawPppoeDiscovery],
  [0x8864, drawPppoeSession],
  [0x8809, drawLacp],
  [0x88cc, drawLldp],
  [0x894f, drawNsh],
  [undefined, drawLlc],
  [0xab37, (draw) => noise(40, draw)],
  [0x88e7, (draw) => noise(40, draw)],
  [0x0600, (draw) => noise(20, draw)],
];

/** Some frames have lost their end, others have a few octets changed. */
function damaged(frame: Buffer, { random }: Draw): Buffer {
  if (random(20) === 0) return frame.subarray(0, 14 + random(Math.max(1, frame.length - 14)));
  if (random(12) > 0) return frame;
  const changed = Buffer.from(frame);
  for (let count = 1 + random(3); count > 0; count--) changed[12 + random(frame.length - 12)] = random(256);
  return changed;
}
