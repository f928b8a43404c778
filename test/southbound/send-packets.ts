import { CliInband } from "vpp-binapi-ts/api";
import type { TestBed } from "../translators/test-bed.js";

export interface Packets {
  readonly count: number;
  /** The interface that they come in from, with its MAC address. */
  readonly interface: string;
  readonly mac: string;
  /** Headers above Ethernet in the words of VPP's packet generator: "UDP: 192.0.2.7 -> 192.0.2.1 UDP: 1234 -> 53". */
  readonly headers: string;
}

/** Lets packets come in from an interface of a real VPP. They may still be under way when it returns. */
export async function sendPackets(bed: TestBed, packets: readonly Packets[]): Promise<void> {
  const vpp = await bed.asOther();
  const say = (cmd: string) => vpp.call(CliInband, { cmd });
  for (const [index, { count, interface: name, mac, headers }] of packets.entries()) {
    const data = `IP4: 02:00:00:00:0f:ff -> ${mac} ${headers} incrementing 20`;
    await say(
      `packet-generator new { name s${index} limit ${count} size 64-64 interface ${name} node ethernet-input data { ${data} } }`,
    );
  }
  await say("packet-generator enable-stream");
}

/** After the packets were looked at. */
export async function forgetPackets(bed: TestBed, packets: readonly Packets[]): Promise<void> {
  const vpp = await bed.asOther();
  for (const index of packets.keys()) await vpp.call(CliInband, { cmd: `packet-generator delete s${index}` });
}

/** Tries until the check passes; after twenty seconds its last failure counts. VPP repeats the handshake of WireGuard after five. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await check();
    } catch (failure) {
      if (Date.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
