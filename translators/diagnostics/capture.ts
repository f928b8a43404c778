/** Packets for a file (pcap). VPP has one capture, which all its clients share. */

import type { VppCaller } from "vpp-binapi-ts";
import { PcapTraceOff, PcapTraceOn, SwInterfaceDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { parseTag } from "../interfaces/tag.js";
import { hasCode } from "../vpp-answers.js";

export interface WantedCapture {
  readonly direction: readonly ("received" | "sent" | "dropped")[];
  readonly interface?: string;
  readonly packets: number;
  readonly "bytes-per-packet": number;
  /** In /tmp of VPP's machine. */
  readonly file: string;
}

/** Thrown for an interface that VPP does not have. */
export class UnknownInterface extends Error {}

/** Thrown when somebody captures already. */
export class CaptureUnderWay extends Error {}

const ANY_INTERFACE = 0;

/** Sends pcap_trace_on. */
export async function startCapture(vpp: VppCaller, wanted: WantedCapture): Promise<void> {
  const { direction, interface: name, packets, file } = wanted;
  const swIfIndex = name === undefined ? ANY_INTERFACE : await indexOf(vpp, name);
  try {
    await vpp.call(PcapTraceOn, {
      captureRx: direction.includes("received"),
      captureTx: direction.includes("sent"),
      captureDrop: direction.includes("dropped"),
      maxPackets: packets,
      maxBytesPerPacket: wanted["bytes-per-packet"],
      swIfIndex,
      filename: file,
    });
  } catch (refusal) {
    if (hasCode(refusal, "INVALID_VALUE")) throw new CaptureUnderWay("VPP captures packets already");
    throw refusal;
  }
}

/** Sends pcap_trace_off. @returns whether there were packets, and so a file. Nothing to stop is no error. */
export async function stopCapture(vpp: VppCaller): Promise<boolean> {
  try {
    await vpp.call(PcapTraceOff, {});
    return true;
  } catch (refusal) {
    if (hasCode(refusal, "NO_SUCH_ENTRY") || hasCode(refusal, "VALUE_EXIST")) return false;
    throw refusal;
  }
}

/** By the name that the configuration gives it, or else VPP's own. */
async function indexOf(vpp: VppCaller, name: string): Promise<number> {
  for await (const { swIfIndex, tag, interfaceName } of vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) {
    if ((parseTag(tag)?.name ?? interfaceName) === name) return swIfIndex;
  }
  throw new UnknownInterface(`VPP has no interface ${name}`);
}
