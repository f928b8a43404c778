import { VrrpVrTrackIfAddDel, VrrpVrTrackIfDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { routerFields, virtualRouterKeys, virtualRouterPath } from "./virtual-router.js";
import { type RouterKey, virtualRouters } from "./virtual-routers.js";

type Key = RouterKey & { readonly tracked: string };

interface Value {
  readonly "priority-decrement": number;
}

/** An interface that lowers the priority of a virtual router while it is down. VPP ignores another decrement for it. */
export const trackedInterface = defineTranslator<Key, Value>({
  name: "vrrp-tracked-interface",
  path: `${virtualRouterPath}/tracked-interface`,
  keys: { ...virtualRouterKeys, tracked: "tracked-interface/interface" },
  leafs: ["priority-decrement"],
  messages: [VrrpVrTrackIfAddDel, VrrpVrTrackIfDump],
  dependsOn: ({ key }) => [virtualRouters.at(key), interfaces.at({ name: key.tracked })],
  create: (context, entry) => track(context, entry, true),
  update: "recreate",
  // VPP's word for a virtual router that is not there.
  delete: (context, entry) => goneIsFine(track(context, entry, false), "INVALID_VALUE"),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { swIfIndex, vrId, isIpv6, ifs } of vpp.dump(VrrpVrTrackIfDump, { dumpAll: 1 })) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      for (const found of ifs) {
        const tracked = keyOf(interfaces, found.swIfIndex)?.name;
        if (name === undefined || tracked === undefined) continue;
        const family = isIpv6 === 0 ? ("ipv4" as const) : ("ipv6" as const);
        const key = { interface: name, id: String(vrId), family, tracked };
        yield { key, value: { "priority-decrement": found.priority } };
      }
    }
  },
});

async function track(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean): Promise<void> {
  const swIfIndex = context.handleOf(interfaces.at({ name: key.tracked }));
  await context.vpp.call(VrrpVrTrackIfAddDel, {
    ...routerFields(context, key),
    isAdd: isAdd ? 1 : 0,
    ifs: [{ swIfIndex, priority: value["priority-decrement"] }],
  });
}
