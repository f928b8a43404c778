import { TraceProfileAdd, TraceProfileDel, TraceProfileShowConfig } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";

interface Value {
  readonly trace: Trace;
}

interface Trace {
  readonly data: keyof typeof kinds;
  readonly nodes: number;
  readonly "timestamp-precision"?: (typeof precisions)[number];
  readonly "node-id": number;
  readonly "application-data"?: number;
}

/**
 * VPP's trace types. It has one for time and application data, too (25), for which VPP 26.06 makes less room in the header than
 * each node then writes.
 */
const kinds = { interfaces: 3, timestamps: 9, application: 17, all: 31 } as const;

/** By VPP's number. */
const precisions = ["seconds", "milliseconds", "microseconds", "nanoseconds"] as const;

/** What this node writes into packets that are traced. VPP has one such profile, and takes another only when it is gone. */
export const ioamTrace = defineTranslator<Record<never, string>, Value>({
  name: "ioam-trace",
  path: "/sweetcomb-ioam:ioam",
  keys: {},
  leafs: ["trace"],
  messages: [TraceProfileAdd, TraceProfileDel, TraceProfileShowConfig],
  async create({ vpp }, { value: { trace } }) {
    await vpp.call(TraceProfileAdd, {
      traceType: kinds[trace.data],
      numElts: trace.nodes,
      traceTsp: precisions.indexOf(trace["timestamp-precision"] ?? "seconds"),
      nodeId: trace["node-id"],
      appData: trace["application-data"] ?? 0,
    });
  },
  update: "recreate",
  async delete({ vpp }) {
    await vpp.call(TraceProfileDel);
  },
  async *dump({ vpp }) {
    const { traceType, numElts, traceTsp, nodeId, appData } = await vpp.call(TraceProfileShowConfig);
    const data = (Object.keys(kinds) as Trace["data"][]).find((name) => kinds[name] === traceType);
    const precision = precisions[traceTsp];
    if (data === undefined || precision === undefined) return;
    const trace: Trace = {
      data,
      nodes: numElts,
      "timestamp-precision": precision,
      "node-id": nodeId,
      "application-data": appData,
    };
    yield { key: {}, value: { trace } };
  },
});
