/** The calls of the protocol over one description of VPP's API and a YANG context of its own. */

import { decodeRpc, parseInput } from "libyang-wasm";
import { placedInInput } from "../../datastore/engine/placed-error.js";
import { describePiece } from "../../schema/describe-module.js";
import { DescribedApi } from "./described-api.js";
import { encodeDetails, encodeReply } from "./encode-answer.js";
import { encodeEvent } from "./encode-event.js";
import { encodeRequest } from "./encode-request.js";
import { ModuleContext } from "./module-context.js";
import type { DecodedRpcData, Refused, RequestInput, VppApiCalls } from "./protocol.js";

type Loaded = Omit<VppApiCalls, "describe"> & {
  describe(...words: Parameters<VppApiCalls["describe"]>): Promise<ReturnType<VppApiCalls["describe"]>>;
};

/** Without a description yet: `describe` comes first, and once. */
export function createVppApiEngine(): Loaded {
  let described: { readonly api: DescribedApi; readonly context: ModuleContext } | undefined;
  const state = () => {
    if (described === undefined) throw new Error("no API of VPP has been described yet");
    return described;
  };
  return {
    describe: async ({ json, loaded, ...options }) => {
      const api = new DescribedApi(json, new Set(loaded));
      const context = await ModuleContext.open(options, (name) => api.moduleText(name));
      described = { api, context };
      return api.catalogue();
    },
    decodeRpc: (module, bytes) => decode(state().context, module, bytes),
    encodeRequest: (path, input) => {
      const { api, context } = state();
      const operation = api.operation(path);
      const read = readInput(context, operation.module, path, input);
      return "errors" in read ? read : encodeRequest(api, operation, read.input);
    },
    encodeReply: (path, bytes, format) => encodeReply(state().api, path, bytes, format),
    encodeDetails: (path, part, format) => encodeDetails(state().api, path, part, format),
    encodeEvent: (path, bytes, format, select) => encodeEvent(state(), path, bytes, format, select),
    moduleText: (name, revision, format) => {
      const { api, context } = state();
      const wanted = api.catalogue().modules.find((module) => module.name === name);
      if (wanted === undefined || (revision !== undefined && revision !== wanted.revision)) return undefined;
      return format === "yang" ? api.moduleText(name) : context.with(name).printModule(name, { format });
    },
    describePiece: (name, from) => describePiece(state().context.with(name), name, from),
    statistics: () => state().context.statistics(),
  };
}

function decode(context: ModuleContext, module: string, bytes: Uint8Array): DecodedRpcData {
  const decoded = decodeRpc(context.with(module), bytes);
  const { attributes } = decoded;
  if (!decoded.ok) return { attributes, module: "", operation: "", input: {}, errors: decoded.errors };
  using rpc = decoded;
  return { attributes, module: rpc.module, operation: rpc.operation, input: rpc.input };
}

function readInput(
  context: ModuleContext,
  module: string,
  path: string,
  input: RequestInput | undefined,
): { readonly input: Readonly<Record<string, unknown>> } | Refused {
  if (input?.kind === "rpc") return input;
  const { bytes, format } = input ?? { bytes: new Uint8Array(), format: "json" as const };
  const parsed = parseInput(context.with(module), bytes, { format, operationPath: path });
  if (!parsed.ok) return { errors: parsed.errors.map((error) => placedInInput(error, path)) };
  using operation = parsed;
  return { input: operation.input };
}
