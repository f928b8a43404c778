import { CliInband, RtBackendEngine, SessionEnableDisableV2 } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { withRoom } from "../heap.js";
import { listApplicationNamespaces } from "./list-namespaces.js";

interface Value {
  readonly "rule-engine"?: keyof typeof engines;
}

const engines = {
  none: RtBackendEngine.RT_BACKEND_ENGINE_API_NONE,
  rules: RtBackendEngine.RT_BACKEND_ENGINE_API_RULE_TABLE,
  "source-deny-list": RtBackendEngine.RT_BACKEND_ENGINE_API_SDL,
} as const;

/** Heap that it takes with the tables of the default VRF: measured on VPP 26.06. */
const LAYER_BYTES = 15e6;

/** VPP's host stack. It is on when VPP shows its namespaces. */
export const sessionLayer = defineTranslator<Record<never, string>, Value>({
  name: "session-layer",
  path: "/sweetcomb-session:session-layer",
  keys: {},
  leafs: ["rule-engine"],
  when: () => true,
  messages: [SessionEnableDisableV2, CliInband],
  async create(context, { value }) {
    const fields = { rtEngineType: engines[value["rule-engine"] ?? "none"] };
    await withRoom(context, LAYER_BYTES, "", () => context.vpp.call(SessionEnableDisableV2, fields));
  },
  update: "recreate",
  async delete({ vpp }) {
    await vpp.call(SessionEnableDisableV2, { rtEngineType: RtBackendEngine.RT_BACKEND_ENGINE_API_DISABLE });
  },
  async *dump(context) {
    if ((await listApplicationNamespaces(context)) !== undefined) yield { key: {}, value: {} };
  },
  unreadable: ["rule-engine"],
});
