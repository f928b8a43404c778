import { CdpEnableDisable, CliInband } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";

interface Value {
  readonly enabled: boolean;
}

/** Whether VPP answers the Cisco Discovery Protocol. Only the command line tells. */
export const cdp = defineTranslator<Record<never, string>, Value>({
  name: "cdp",
  path: "/sweetcomb-cdp:cdp",
  keys: {},
  leafs: ["enabled"],
  when: ({ enabled }) => enabled,
  messages: [CdpEnableDisable, CliInband],
  async create({ vpp }) {
    await vpp.call(CdpEnableDisable, { enableDisable: true });
  },
  update: "recreate",
  async delete({ vpp }) {
    await vpp.call(CdpEnableDisable, { enableDisable: false });
  },
  async *dump({ vpp }) {
    const { reply } = await vpp.call(CliInband, { cmd: "show cdp" });
    if (!reply.includes("not enabled")) yield { key: {}, value: { enabled: true } };
  },
});
