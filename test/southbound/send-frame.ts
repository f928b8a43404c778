import type { VppClient } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

const TAKEN_IN_MS = 15_000;

/**
 * An interface of VPP's packet generator receives a frame. Resolves when VPP has taken it in.
 *
 * @param frame hexadecimal digits, from the destination address on
 * @throws when VPP has not in 15 s
 */
export async function sendFrame(client: VppClient, generator: string, frame: string): Promise<void> {
  const size = frame.length / 2;
  const stream = `{ name frame limit 1 node ethernet-input source ${generator} size ${size}-${size} data { hex 0x${frame} } }`;
  for (const cmd of [`packet-generator new ${stream}`, "packet-generator enable frame"]) {
    await client.call(CliInband, { cmd });
  }
  const giveUp = Date.now() + TAKEN_IN_MS;
  for (;;) {
    const { reply } = await client.call(CliInband, { cmd: "show packet-generator" });
    // The stream is off again when its one packet was sent.
    if (/frame\s+No/.test(reply)) break;
    if (Date.now() > giveUp) throw new Error(`VPP has not sent the frame in ${TAKEN_IN_MS / 1000} s:\n${reply}`);
  }
  await client.call(CliInband, { cmd: "packet-generator delete frame" });
}
