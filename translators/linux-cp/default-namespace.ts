import { CliInband, LcpDefaultNsSet } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";

interface Value {
  readonly "default-network-namespace": string;
}

/**
 * Where VPP makes host interfaces whose pair says nothing else. The pairs that are configured beside it say it themselves. VPP's command line
 * tells it: lcp_default_ns_get of VPP 26.06 leaves what was in the memory of its answer where there is none.
 */
export const defaultNamespace = defineTranslator<Record<never, string>, Value>({
  name: "linux-default-namespace",
  path: "/sweetcomb-linux-cp:linux-control-plane",
  keys: {},
  leafs: ["default-network-namespace"],
  messages: [LcpDefaultNsSet, CliInband],
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
    const { reply } = await vpp.call(CliInband, { cmd: "show lcp phy local0" });
    const [, namespace] = /^lcp default netns '(.*)'$/m.exec(reply) ?? [];
    if (namespace === undefined || namespace === UNSET) return;
    yield { key: {}, value: { "default-network-namespace": namespace } };
  },
});

const UNSET = "<unset>";
