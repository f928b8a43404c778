/** The rpcs of sweetcomb-trace over VPP's messages. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  CaptureUnderWay,
  startCapture,
  stopCapture,
  UnknownInterface,
  type WantedCapture,
} from "../../translators/diagnostics/capture.js";
import {
  clearTrace,
  readTrace,
  startTrace,
  UnusableNode,
  type WantedTrace,
} from "../../translators/diagnostics/packet-trace.js";
import { ManagementError } from "../errors/management-error.js";
import type { RpcHandler } from "../operations/invoke.js";
import type { ConnectedSouthbound } from "../southbound/connect.js";
import { callFailure, vppIsAway } from "../vpp-api/call-failure.js";
import { xmlSafe } from "../vpp-api/xml-safe.js";

type Input = Readonly<Record<string, unknown>>;

/** By schema path, as createRpcHandlers has them. */
export function traceOperations(southbound: ConnectedSouthbound): readonly (readonly [string, RpcHandler])[] {
  const operation = (name: string, work: (vpp: VppCaller, input: Input) => Promise<Input | undefined>) =>
    [`/sweetcomb-trace:${name}`, handler(southbound, name, work)] as const;
  return [
    operation("start-trace", async (vpp, input) => {
      await startTrace(vpp, input as unknown as WantedTrace);
      return undefined;
    }),
    operation("read-trace", async (vpp, { packets }) => {
      const packet = (await readTrace(vpp, Number(packets))).map((each) => ({ ...each, text: xmlSafe(each.text) }));
      return { packet };
    }),
    operation("clear-trace", async (vpp) => {
      await clearTrace(vpp);
      return undefined;
    }),
    operation("start-capture", async (vpp, input) => {
      await startCapture(vpp, input as unknown as WantedCapture);
      return undefined;
    }),
    operation("stop-capture", async (vpp) => ({ written: await stopCapture(vpp) })),
  ];
}

function handler(
  southbound: ConnectedSouthbound,
  name: string,
  work: (vpp: VppCaller, input: Input) => Promise<Input | undefined>,
): RpcHandler {
  return async ({ input }) => {
    const { vpp } = southbound;
    if (vpp === undefined) throw vppIsAway();
    try {
      return await work(vpp, input);
    } catch (failure) {
      throw refusal(failure) ?? callFailure(name, failure);
    }
  };
}

/** What the client could know or change, in words. */
function refusal(failure: unknown): ManagementError | undefined {
  if (failure instanceof UnusableNode || failure instanceof UnknownInterface) {
    return new ManagementError("invalid-value", { message: failure.message, cause: failure });
  }
  if (failure instanceof CaptureUnderWay) {
    return new ManagementError("in-use", { message: failure.message, cause: failure });
  }
  return undefined;
}
