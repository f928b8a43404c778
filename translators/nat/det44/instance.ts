import { VppApiError } from "vpp-binapi-ts";
import { Det44PluginEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../../src/southbound/translator.js";
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
  readonly "sweetcomb-nat:det44"?: { readonly "inside-vrf"?: string; readonly "outside-vrf"?: string };
}

const container = "sweetcomb-nat:det44";
/** VPP's code for "it is so already" in this plugin. */
const alreadySo = 1;

/**
 * det44 enabled. VPP 26.06 ends when it is disabled after it had an interface, so it stays enabled, without effect, when the
 * instance is deleted, and keeps its VRFs.
 */
export const det44Instance = defineTranslator<InstanceKey, Value>({
  name: "det44-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: ["type", `${container}/inside-vrf`, `${container}/outside-vrf`],
  when: (value) => pluginOf(value) === "det44",
  messages: [Det44PluginEnableDisable],
  dependsOn: ({ value: { [container]: vrfs } }) => vrfRefs("ipv4", vrfs?.["inside-vrf"], vrfs?.["outside-vrf"]),
  async create(context, { value: { [container]: vrfs } }) {
    const insideVrf = vrfId(context, "ipv4", vrfs?.["inside-vrf"], 0);
    const outsideVrf = vrfId(context, "ipv4", vrfs?.["outside-vrf"], 0);
    const enabledWith = await vrfsOnceEnabled(context, { insideVrf, outsideVrf });
    if (enabledWith.insideVrf === insideVrf && enabledWith.outsideVrf === outsideVrf) return;
    throw new NotSupportedByVpp(container, "VPP keeps the VRFs that det44 had at first until VPP starts anew");
  },
  update: "recreate",
  async delete() {},
  dump: "unreadable",
});

interface Vrfs {
  readonly insideVrf: number;
  readonly outsideVrf: number;
}

/** Enables the plugin unless that was done. Its VRFs; the default ones where another server has enabled it. */
function vrfsOnceEnabled({ vpp, once }: TranslatorContext, vrfs: Vrfs): Promise<Vrfs> {
  return once("det44-vrfs", async () => {
    try {
      await vpp.call(Det44PluginEnableDisable, { ...vrfs, enable: true });
      return vrfs;
    } catch (error) {
      if (error instanceof VppApiError && error.code === alreadySo) return { insideVrf: 0, outsideVrf: 0 };
      throw error;
    }
  });
}
