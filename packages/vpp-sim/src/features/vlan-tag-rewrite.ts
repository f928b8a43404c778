import { L2InterfaceVlanTagRewrite } from "vpp-binapi-ts/api";
import type { Handler } from "../handler.js";
import { Retval } from "../retval.js";
import { type Interface, NO_REWRITE, SUB_IF_FLAG } from "../state/interface.js";
import { onInterface } from "./on-interface.js";

/** l2_interface_vlan_tag_rewrite. Refused is what takes off more tags than the frames of the interface are known to have. */
export const vlanTagRewrite: Handler = onInterface(
  L2InterfaceVlanTagRewrite,
  (_vpp, found, { vtrOp, pushDot1q, tag1, tag2 }) => {
    if (found.kind === "local") return Retval.INVALID_INTERFACE;
    const taken = TAGS_TAKEN[vtrOp];
    if (taken === undefined) return Retval.INVALID_VALUE;
    if (taken > tagsOf(found)) return Retval.INVALID_VLAN_TAG_COUNT;
    const puts = PUTS_NONE.has(vtrOp) ? NO_REWRITE : { vtrPushDot1q: pushDot1q, vtrTag1: tag1, vtrTag2: tag2 };
    found.tagRewrite = { ...puts, vtrOp };
    return Retval.OK;
  },
);

/** By operation: none, push 1, push 2, pop 1, pop 2, translate 1-1, 1-2, 2-1, 2-2. */
const TAGS_TAKEN: readonly number[] = [0, 0, 0, 1, 2, 1, 1, 2, 2];

/** Of these VPP keeps no tag. */
const PUTS_NONE: ReadonlySet<number> = new Set([0, 3, 4]);

/** Tags whose number a sub-interface names: one that takes any number there does not count. */
function tagsOf({ part }: Interface): number {
  const flags = part?.subIfFlags ?? 0;
  if ((flags & SUB_IF_FLAG.outerAny) !== 0) return 0;
  if ((flags & SUB_IF_FLAG.oneTag) !== 0) return 1;
  if ((flags & SUB_IF_FLAG.twoTags) === 0) return 0;
  return (flags & SUB_IF_FLAG.innerAny) === 0 ? 2 : 1;
}
