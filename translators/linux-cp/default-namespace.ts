import { LcpDefaultNsGet, LcpDefaultNsSet } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";

interface Value {
  readonly "default-network-namespace": string;
}

/** Where VPP makes host interfaces whose pair says nothing else. The pairs that are configured beside it say it themselves. */
export const defaultNamespace = defineTranslator<Record<never, string>, Value>({
  name: "linux-default-namespace",
  path: "/sweetcomb-linux-cp:linux-control-plane",
  keys: {},
  leafs: ["default-network-namespace"],
  messages: [LcpDefaultNsSet, LcpDefaultNsGet],
  async create({ vpp }, { value }) {
    await vpp.call(LcpDefaultNsSet, { netns: value["default-network-namespace"] });
  },
  async update({ vpp }, { value }) {
    await vpp.call(LcpDefaultNsSet, { netns: value["default-network-namespace"] });
  },
  async delete({ vpp }) {
    await vpp.call(LcpDefaultNsSet, { netns: "" });
  },
  async *dump({ vpp }) {
    const { netns } = await vpp.call(LcpDefaultNsGet);
    if (netns !== "") yield { key: {}, value: { "default-network-namespace": netns } };
  },
});
