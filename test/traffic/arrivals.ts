/** Frames that come to interfaces of a real VPP. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { VppApiError, type VppClient } from "vpp-binapi-ts";
import { CliInband, IfType, SwInterfaceDump } from "vpp-binapi-ts/api";
import { isAllZero } from "../../translators/ip/addresses.js";
import { pcapOf } from "./pcap.js";

/** One frame, and where it comes from. */
export interface Arrival {
  readonly port: string;
  /** Hexadecimal digits, from the destination address on. */
  readonly frame: string;
}

export interface Port {
  readonly name: string;
  readonly mac: Uint8Array;
}

/** VPP's own drivers of links that may carry frames: what tunnels carry comes to them within a packet. */
const LINKS = /^(Loopback|pg|bond|af-packet|virtio|memif interface|tap|dpdk|rdma|vmxnet3)$/i;

/** The interfaces that frames come to from without. */
export async function portsOf(vpp: VppClient): Promise<readonly Port[]> {
  const ports: Port[] = [];
  for await (const { type, interfaceDevType, interfaceName, l2Address } of vpp.dump(SwInterfaceDump, {
    swIfIndex: 0xffff_ffff,
  })) {
    if (
      type === IfType.IF_API_TYPE_HARDWARE &&
      !isAllZero(l2Address) &&
      LINKS.test(interfaceDevType) &&
      /^[\w/.-]+$/.test(interfaceName)
    )
      ports.push({ name: interfaceName, mac: l2Address });
  }
  return ports;
}

const TAKEN_IN_MS = 15_000;
const PAUSE_MS = 2;
const STREAM = "arrivals";

/**
 * Lets frames come in their order by VPP's packet generator. An interface that is gone gets none. Resolves when VPP has taken them in.
 * @throws what the client does when VPP is gone, and when VPP has not taken them in 15 s
 */
export async function arrive(vpp: VppClient, arrivals: readonly Arrival[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "arrivals-"));
  const file = join(folder, "frames.pcap");
  const say = async (cmd: string) => (await vpp.call(CliInband, { cmd }, { timeoutMs: TAKEN_IN_MS })).reply;
  try {
    for (const { port, frames } of runsOf(arrivals)) {
      writeFileSync(file, pcapOf(frames));
      if (await isDone(say(`packet-generator new { name ${STREAM} interface ${port} pcap ${file} }`))) await play(say);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** False when VPP does not know the interface. */
async function isDone(command: Promise<string>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (failure) {
    if (failure instanceof VppApiError) return false;
    throw failure;
  }
}

async function play(say: (command: string) => Promise<string>): Promise<void> {
  await say(`packet-generator enable-stream ${STREAM}`);
  const giveUp = performance.now() + TAKEN_IN_MS;
  // The stream is off again when all of it was sent.
  while (!new RegExp(`^${STREAM}\\s+No`, "m").test(await say("show packet-generator"))) {
    if (performance.now() > giveUp) throw new Error(`VPP has not taken the frames in ${TAKEN_IN_MS / 1000} s`);
    await delay(PAUSE_MS);
  }
  await say(`packet-generator delete ${STREAM}`);
}

interface Run {
  readonly port: string;
  readonly frames: Buffer[];
}

/** Frames behind each other that come to the same interface. */
function runsOf(arrivals: readonly Arrival[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { port, frame } of arrivals) {
    const last = runs.at(-1);
    const octets = Buffer.from(frame, "hex");
    if (last?.port === port) last.frames.push(octets);
    else runs.push({ port, frames: [octets] });
  }
  return runs;
}
