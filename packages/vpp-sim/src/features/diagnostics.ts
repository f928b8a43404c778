import {
  GetNodeIndex,
  PcapTraceOff,
  PcapTraceOn,
  TraceCapturePackets,
  TraceClearCache,
  TraceClearCapture,
  TraceFilterFlag,
  TraceSetFilters,
  TraceV2Dump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

/** One record while packets are captured. */
const captures = recordsOf<PcapTraceOn>("pcap");

/** Some nodes of the packet graph; traces begin at the first ones. */
const INPUTS = ["memif-input", "virtio-input", "af-packet-input", "pg-input", "error-drop"] as const;
const NODES: readonly string[] = [...INPUTS, "ip4-lookup", "ip6-lookup"];

/** Traces and captures of packets (plugin tracedump, vnet). No packets come, so they stay empty. */
export const diagnostics: Feature = {
  name: "diagnostics",
  handlers: [
    answer(GetNodeIndex, (_vpp, { nodeName }) => {
      const nodeIndex = NODES.indexOf(nodeName);
      return nodeIndex < 0 ? { retval: Retval.NO_SUCH_NODE, nodeIndex: NONE } : { retval: Retval.OK, nodeIndex };
    }),
    answer(TraceSetFilters, (_vpp, { flag, nodeIndex }) => {
      const isThere = flag === TraceFilterFlag.TRACE_FF_NONE || nodeIndex < NODES.length;
      return { retval: isThere ? Retval.OK : Retval.NO_SUCH_NODE };
    }),
    answer(TraceCapturePackets, (_vpp, { nodeIndex }) => ({
      retval: nodeIndex < INPUTS.length ? Retval.OK : Retval.NO_SUCH_NODE,
    })),
    answer(TraceClearCapture, () => ({ retval: Retval.OK })),
    answer(TraceClearCache, () => ({ retval: Retval.OK })),
    answerDump(TraceV2Dump, () => []),
    answer(PcapTraceOn, (vpp, asked) => {
      if (asked.filename.includes("/") || asked.filename === "") return { retval: ILLEGAL_NAME };
      if (vpp.interfaces.get(asked.swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (captures(vpp).size > 0) return { retval: Retval.INVALID_VALUE };
      if (asked.maxBytesPerPacket < 32 || asked.maxBytesPerPacket > 9000) return { retval: Retval.INVALID_MEMORY_SIZE };
      captures(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(PcapTraceOff, (vpp) => {
      if (captures(vpp).size === 0) return { retval: Retval.VALUE_EXIST };
      captures(vpp).clear();
      return { retval: Retval.NO_SUCH_ENTRY };
    }),
  ],
};

const ILLEGAL_NAME = -133;
