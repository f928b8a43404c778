import type { VppClient } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

/**
 * An interface of VPP's packet generator receives a frame. Resolves when VPP has taken it in.
 *
 * @param frame hexadecimal digits, from the destination address on
 */
export async function sendFrame(client: VppClient, generator: string, frame: string): Promise<void> {
  const size = frame.length / 2;
  const stream = `{ name frame limit 1 node ethernet-input source ${generator} size ${size}-${size} data { hex 0x${frame} } }`;
  for (const cmd of [`packet-generator new ${stream}`, "packet-generator enable frame"]) {
    await client.call(CliInband, { cmd });
  }
  for (;;) {
    const { reply } = await client.call(CliInband, { cmd: "show packet-generator" });
    // The stream is off again when its one packet was sent.
    if (/frame\s+No/.test(reply)) break;
  }
  await client.call(CliInband, { cmd: "packet-generator delete frame" });
}
