import { Nat66PluginEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../../src/southbound/translator.js";
import { toleratedIs } from "../../vpp-answers.js";
import {
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instancePath,
  natInstances,
  pluginOf,
} from "../instance.js";
import { vrfId, vrfRefs } from "../vrf.js";

interface Value extends InstanceValue {
  readonly "sweetcomb-nat:nat66"?: { readonly "outside-vrf"?: string };
}

const container = "sweetcomb-nat:nat66";
/** VPP's code for "it is so already" in this plugin. */
const alreadySo = 1;

/** nat66 enabled. VPP does not tell whether it is. Disabling forgets all that the plugin holds. */
export const nat66Instance = defineTranslator<InstanceKey, Value>({
  name: "nat66-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: ["type", container],
  when: (value) => pluginOf(value) === "nat66",
  messages: [Nat66PluginEnableDisable],
  dependsOn: ({ value }) => vrfRefs("ipv6", value[container]?.["outside-vrf"]),
  async create(context, { value }) {
    const outsideVrf = vrfId(context, "ipv6", value[container]?.["outside-vrf"], 0);
    await toleratedIs(alreadySo, context.vpp.call(Nat66PluginEnableDisable, { enable: true, outsideVrf }));
  },
  update: "recreate",
  async delete({ vpp }) {
    await toleratedIs(alreadySo, vpp.call(Nat66PluginEnableDisable, { enable: false }));
  },
  dump: "unreadable",
});
