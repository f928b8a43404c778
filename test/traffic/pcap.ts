import { joined } from "./octets.js";

const ETHERNET = 1;
const MOST_OCTETS = 65_535;

/** Frames as a file of libpcap, of the byte order of this machine's VPP. */
export function pcapOf(frames: readonly Buffer[]): Buffer {
  const words = (...values: readonly number[]) => Buffer.from(Uint32Array.from(values).buffer);
  const head = words(0xa1b2_c3d4, 0x0004_0002, 0, 0, MOST_OCTETS, ETHERNET);
  return joined(head, ...frames.flatMap((frame) => [words(0, 0, frame.length, frame.length), frame]));
}
