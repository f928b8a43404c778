/** The way of packets through VPP's graph (plugin tracedump). VPP has one trace, which all its clients share. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  GetNodeIndex,
  TraceCapturePackets,
  TraceClearCache,
  TraceClearCapture,
  TraceFilterFlag,
  TraceSetFilters,
  TraceV2Dump,
} from "vpp-binapi-ts/api";
import { hasCode } from "../vpp-answers.js";

export interface WantedTrace {
  /** Names of input nodes. */
  readonly node: readonly string[];
  /** For each node and thread. */
  readonly packets: number;
  readonly verbose: boolean;
  /** Keep only packets through this node. */
  readonly through?: string;
  /** Keep only packets that did not come through this node. */
  readonly "not-through"?: string;
}

export interface TracedPacket {
  readonly thread: number;
  readonly position: number;
  readonly text: string;
}

/** Thrown for the name of a node that VPP does not have, or that cannot trace. */
export class UnusableNode extends Error {}

const ALL_THREADS = 0xffff_ffff;

/** Forgets the last trace and begins a new one. All nodes are looked up first, so an unknown one changes nothing. */
export async function startTrace(vpp: VppCaller, wanted: WantedTrace): Promise<void> {
  const { through, "not-through": notThrough, packets, verbose } = wanted;
  const filterNode = through ?? notThrough;
  const filterIndex = filterNode === undefined ? 0 : await nodeIndex(vpp, filterNode);
  const inputs = await Promise.all(wanted.node.map(async (name) => ({ name, index: await nodeIndex(vpp, name) })));
  await clearTrace(vpp);
  if (filterNode !== undefined) {
    const flag = through === undefined ? TraceFilterFlag.TRACE_FF_EXCLUDE_NODE : TraceFilterFlag.TRACE_FF_INCLUDE_NODE;
    await vpp.call(TraceSetFilters, { flag, count: packets * inputs.length, nodeIndex: filterIndex });
  }
  for (const { name, index } of inputs) {
    try {
      await vpp.call(TraceCapturePackets, { nodeIndex: index, maxPackets: packets, verbose });
    } catch (refusal) {
      if (!hasCode(refusal, "NO_SUCH_NODE")) throw refusal;
      await clearTrace(vpp);
      throw new UnusableNode(`no trace of packets can begin at the node ${name}`);
    }
  }
}

/** @param packets of each thread at most. VPP's copy for this client is made anew and given up, since it ends with the trace. */
export async function readTrace(vpp: VppCaller, packets: number): Promise<readonly TracedPacket[]> {
  const traced: TracedPacket[] = [];
  const asked = { threadId: ALL_THREADS, position: 0, max: packets, clearCache: true };
  for await (const { threadId, position, traceData } of vpp.dump(TraceV2Dump, asked)) {
    traced.push({ thread: threadId, position, text: traceData });
  }
  await vpp.call(TraceClearCache, {});
  return traced;
}

/** Ends the trace. VPP's copy for this client goes first. */
export async function clearTrace(vpp: VppCaller): Promise<void> {
  await vpp.call(TraceClearCache, {});
  await vpp.call(TraceSetFilters, { flag: TraceFilterFlag.TRACE_FF_NONE });
  await vpp.call(TraceClearCapture, {});
}

async function nodeIndex(vpp: VppCaller, nodeName: string): Promise<number> {
  try {
    return (await vpp.call(GetNodeIndex, { nodeName })).nodeIndex;
  } catch (refusal) {
    if (!hasCode(refusal, "NO_SUCH_NODE")) throw refusal;
    throw new UnusableNode(`VPP has no node ${nodeName}`);
  }
}
