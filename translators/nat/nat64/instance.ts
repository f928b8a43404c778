import { Nat64PluginEnableDisable } from "vpp-binapi-ts/api";
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

interface Value extends InstanceValue {
  readonly "sweetcomb-nat:nat64"?: {
    readonly "bib-buckets"?: number;
    /** Bytes. */
    readonly "bib-memory"?: number;
    readonly "session-buckets"?: number;
    /** Bytes. */
    readonly "session-memory"?: number;
  };
}

/** VPP's code for "it is so already" in this plugin. */
const alreadySo = 1;
const MiB = 2 ** 20;

/** nat64 enabled. VPP does not tell whether it is. Disabling forgets all that the plugin holds. */
export const nat64Instance = defineTranslator<InstanceKey, Value>({
  name: "nat64-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: ["type", "sweetcomb-nat:nat64"],
  when: (value) => pluginOf(value) === "nat64",
  messages: [Nat64PluginEnableDisable],
  async create({ vpp }, { value }) {
    const sizes = value["sweetcomb-nat:nat64"];
    const enabling = vpp.call(Nat64PluginEnableDisable, {
      enable: true,
      bibBuckets: sizes?.["bib-buckets"] ?? 1024,
      bibMemorySize: sizes?.["bib-memory"] ?? 128 * MiB,
      stBuckets: sizes?.["session-buckets"] ?? 2048,
      stMemorySize: sizes?.["session-memory"] ?? 256 * MiB,
    });
    await toleratedIs(alreadySo, enabling);
  },
  update: "recreate",
  async delete({ vpp }) {
    await toleratedIs(alreadySo, vpp.call(Nat64PluginEnableDisable, { enable: false }));
  },
  dump: "unreadable",
});
