import { IgmpGroupPrefixDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatPrefix } from "../ip/addresses.js";

/**
 * The groups that VPP has down for one source each: state only. It takes a change, but looks for the range that is not the given one
 * (igmp_group_prefix_cmp), so that what it then has is another; nothing in VPP 26.06 uses it.
 */
export const igmpSsmRanges = defineTranslator<Record<never, string>, object>({
  name: "igmp-ssm-ranges",
  path: "/sweetcomb-igmp:igmp",
  keys: {},
  leafs: [],
  when: () => false,
  messages: [IgmpGroupPrefixDump],
  async create() {},
  update: "recreate",
  async delete() {},
  async *dump({ vpp, showsState }) {
    if (!showsState) return;
    const ranges = new Set<string>();
    for await (const { gp } of vpp.dump(IgmpGroupPrefixDump)) ranges.add(formatPrefix(gp.prefix));
    yield { key: {}, value: {}, state: { "ssm-range": [...ranges] }, origin: "ietf-origin:system" };
  },
});
