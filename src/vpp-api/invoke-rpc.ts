/** One generated rpc from its input to its output: read and converted by the worker, sent and answered here. */

import { type VppCaller, vppErrorName } from "vpp-binapi-ts";
import { rejectErrors } from "../datastore/engine-errors.js";
import type { Answer, Format, OperationInput } from "../operations/operation.js";
import type { WorkerCalls } from "../worker-calls/worker-client.js";
import { refusedByVpp } from "./call-failure.js";
import { detailsOutput } from "./details-output.js";
import { exchange } from "./exchange.js";
import { requireHarmless } from "./fences/require-harmless.js";
import type { EncodedRequest, VppApiCalls } from "./worker/protocol.js";

export type ApiWorker = WorkerCalls<VppApiCalls>;

export interface DescribedVpp {
  readonly vpp: VppCaller;
  readonly worker: ApiWorker;
}

/** Throws ManagementError or ManagementErrors: for the input, for a fence, for VPP's refusal, absence or silence. */
export async function invokeRpc(
  { vpp, worker }: DescribedVpp,
  path: string,
  input: OperationInput | undefined,
  format: Format,
): Promise<Answer> {
  const encoded = await encode(worker, path, input);
  await requireHarmless(path, encoded, vpp);
  const answer = await exchange(vpp, encoded);
  switch (answer.kind) {
    case "none":
      return { kind: "ok" };
    case "reply": {
      const { returnCode, output } = await worker.encodeReply(path, answer.bytes, format);
      if (returnCode !== 0) throw refusedByVpp(encoded.request.name, returnCode, vppErrorName(returnCode));
      return output.length === 0 ? { kind: "ok" } : { kind: "data", chunks: once(output), empty: false };
    }
    case "details": {
      const empty = answer.details.length === 0;
      return { kind: "data", chunks: detailsOutput(worker, path, answer, format), empty };
    }
  }
}

async function encode(worker: ApiWorker, path: string, input: OperationInput | undefined): Promise<EncodedRequest> {
  const encoded = await worker.encodeRequest(path, input);
  if (encoded.errors === undefined) return encoded;
  rejectErrors(encoded.errors);
  throw new Error(`the input of ${path} was refused without a reason`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
