import { VrrpVrDump, VrrpVrStartStop, VrrpVrState } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  keyOfRouter,
  type RouterKey,
  routerFields,
  virtualRouterKeys,
  virtualRouterPath,
  virtualRouters,
} from "./virtual-router.js";

interface Value {
  readonly enabled?: boolean;
}

/** Whether a virtual router runs. It is stopped before it is deleted: VPP would leave its addresses on the interface. */
export const runningRouter = defineTranslator<RouterKey, Value>({
  name: "vrrp-running-router",
  path: virtualRouterPath,
  keys: virtualRouterKeys,
  leafs: ["enabled"],
  when: () => true,
  messages: [VrrpVrStartStop, VrrpVrDump],
  dependsOn: ({ key }) => [virtualRouters.at(key)],
  async create(context, { key, value }) {
    if (value.enabled !== false) await startOrStop(context, key, true);
  },
  update: (context, { key, value }) => startOrStop(context, key, value.enabled !== false),
  delete: (context, { key }) => goneIsFine(startOrStop(context, key, false)),
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(VrrpVrDump, { swIfIndex: NO_INTERFACE })) {
      const key = keyOfRouter(context, details);
      const enabled = details.runtime.state !== VrrpVrState.VRRP_API_VR_STATE_INIT;
      if (key !== undefined) yield { key, value: { enabled } };
    }
  },
});

async function startOrStop(context: TranslatorContext, key: RouterKey, isStart: boolean): Promise<void> {
  await context.vpp.call(VrrpVrStartStop, { ...routerFields(context, key), isStart: isStart ? 1 : 0 });
}
