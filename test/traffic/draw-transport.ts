/** Random segments of TCP and datagrams of UDP with what stands behind well-known ports. */

import { pick } from "../fuzz/mutate.js";
import type { DrawAbove } from "./draw-above-ip.js";
import { overUdp } from "./draw-over-udp.js";
import { noise, number } from "./draw-values.js";
import { joined, summed, u8, u16, u32 } from "./octets.js";

const TCP_PORTS = [80, 443, 22, 53, 179, 1234, 8080, 40_000];
const TCP_FLAGS = [0x02, 0x02, 0x10, 0x10, 0x12, 0x18, 0x11, 0x04, 0x14, 0xff, 0];

/** RFC 9293: any part of a connection, with options that may be wrong. */
export function drawTcp(draw: DrawAbove): Buffer {
  const { random } = draw;
  const port = () => (random(2) === 0 ? number(16, draw) : pick(TCP_PORTS, random));
  const options = pick(
    [u8(), u8(), u8(2, 4, 5, 0xb4), u8(2, 0, 5, 0xb4), u8(1, 3, 3, 7, 8, 10, 0, 0, 0, 1, 0, 0), u8(2, 255, 1, 1)],
    random,
  );
  const words = random(20) === 0 ? random(16) : 5 + options.length / 4;
  const segment = joined(
    u16(port(), port()),
    u32(random(4), random(4)),
    u8(words << 4, pick(TCP_FLAGS, random)),
    u16(pick([65_535, 0, 1000], random), 0, 0),
    options,
    noise(pick([0, 0, 10, 100, 1300], random), draw),
  );
  return random(20) === 0 ? segment : summed(segment, 16, draw.pseudo(6, segment.length));
}

/** RFC 768. IPv4 allows no checksum. */
export function drawUdp(draw: DrawAbove): Buffer {
  const { random } = draw;
  const [port, drawPayload] = pick(overUdp, random);
  const payload = drawPayload(draw);
  const destination = port ?? number(16, draw);
  const source = pick([destination, 1234, 40_000 + random(8), number(16, draw)], random);
  const length = random(30) === 0 ? random(2000) : 8 + payload.length;
  const datagram = joined(u16(source, destination, length, 0), payload);
  return random(3) === 0 ? datagram : summed(datagram, 6, draw.pseudo(17, datagram.length));
}
