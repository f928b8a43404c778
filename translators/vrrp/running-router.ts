import { SwInterfaceIp6EnableDisable, VrrpVrDump, VrrpVrStartStop, VrrpVrState } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { keepIpv6, releaseIpv6 } from "../ip/ipv6-enabled.js";
import { goneIsFine } from "../vpp-answers.js";
import { keyOfRouter, routerFields, virtualRouterKeys, virtualRouterPath } from "./virtual-router.js";
import { type RouterKey, virtualRouters } from "./virtual-routers.js";

interface Value {
  readonly enabled?: boolean;
}

/**
 * Whether a virtual router runs. It is stopped before it is deleted: VPP would leave its addresses on the interface. One of IPv6 keeps IPv6
 * on its interface: VPP 26.06 dies of its next message when the last address takes the link-local one along (vrrp_adv_l3_build).
 */
export const runningRouter = defineTranslator<RouterKey, Value>({
  name: "vrrp-running-router",
  path: virtualRouterPath,
  keys: virtualRouterKeys,
  leafs: ["enabled"],
  when: () => true,
  messages: [VrrpVrStartStop, VrrpVrDump, SwInterfaceIp6EnableDisable],
  dependsOn: ({ key }) => [virtualRouters.at(key)],
  async create(context, { key, value }) {
    if (key.family === "ipv6") await keepIpv6(context, { name: key.interface });
    if (value.enabled === false) return;
    try {
      await startOrStop(context, key, true);
    } catch (refusal) {
      await letGoOfIpv6(context, key);
      throw refusal;
    }
  },
  update: (context, { key, value }) => startOrStop(context, key, value.enabled !== false),
  async delete(context, { key }) {
    await goneIsFine(startOrStop(context, key, false));
    await letGoOfIpv6(context, key);
  },
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(VrrpVrDump, { swIfIndex: NO_INTERFACE })) {
      const key = keyOfRouter(context, details);
      const enabled = details.runtime.state !== VrrpVrState.VRRP_API_VR_STATE_INIT;
      if (key !== undefined) yield { key, value: { enabled } };
    }
  },
});

async function letGoOfIpv6(context: TranslatorContext, key: RouterKey): Promise<void> {
  if (key.family === "ipv6") await releaseIpv6(context, { name: key.interface });
}

async function startOrStop(context: TranslatorContext, key: RouterKey, isStart: boolean): Promise<void> {
  await context.vpp.call(VrrpVrStartStop, { ...routerFields(context, key), isStart: isStart ? 1 : 0 });
}
