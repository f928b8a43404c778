import { CliInband, SrMplsPolicyAdd, SrMplsPolicyDel } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { refuseUnlessTableZeroIsFirst } from "../mpls/first-table.js";
import { mplsTables } from "../mpls/table.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly bindingSid: string };

interface Value {
  readonly segment: readonly number[];
  readonly spray?: boolean;
}

/**
 * A list of labels behind a binding label. VPP can take only policies of one list without a fault, and takes the weight of a
 * policy for a length when it deletes the next one, so all weigh 1. The command line tells the policies.
 */
export const srMplsPolicy = defineTranslator<Key, Value>({
  name: "sr-mpls-policy",
  path: "/sweetcomb-sr-mpls:sr-mpls/policy",
  keys: { bindingSid: "policy/binding-sid" },
  leafs: ["segment", "spray"],
  messages: [SrMplsPolicyAdd, SrMplsPolicyDel, CliInband],
  dependsOn: () => [mplsTables.at({ tableId: "0" })],
  async create(context, { key, value }) {
    await refuseUnlessTableZeroIsFirst(context, "binding-sid");
    const [bsid, isSpray, segments] = [Number(key.bindingSid), value.spray === true, [...value.segment]];
    await context.vpp.call(SrMplsPolicyAdd, { bsid, weight: 1, isSpray, segments });
  },
  update: "recreate",
  // VPP's word for a policy that is not there.
  delete: ({ vpp }, { key }) => goneIsFine(vpp.call(SrMplsPolicyDel, { bsid: Number(key.bindingSid) }), "UNSPECIFIED"),
  async *dump({ vpp }) {
    const { reply } = await vpp.call(CliInband, { cmd: "show sr mpls policies" });
    for (const shown of reply.split(/^-+$/m)) {
      const bindingSid = /BSID: (\d+)/.exec(shown)?.[1];
      const segments = /< ([^>]*)>/.exec(shown)?.[1]?.match(/\d+/g);
      if (bindingSid === undefined || segments == null) continue;
      yield {
        key: { bindingSid },
        value: { segment: segments.map(Number), spray: /Type: Spray/.test(shown) },
      };
    }
  },
});
