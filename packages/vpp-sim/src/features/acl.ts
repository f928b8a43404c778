import {
  AclAddReplace,
  AclDel,
  AclDump,
  AclInterfaceAddDel,
  AclInterfaceEtypeWhitelistDump,
  AclInterfaceListDump,
  AclInterfaceSetAclList,
  AclInterfaceSetEtypeWhitelist,
  AclPluginGetConnTableMaxEntries,
  AclPluginGetVersion,
  AclPluginUseHashLookupGet,
  AclPluginUseHashLookupSet,
  type AclRule,
  AclStatsIntfCountersEnable,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { masked, sameAddress } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { prefixFromWire, type WirePrefix } from "../values.js";
import { isLookedUpByAbf } from "./abf.js";
import { lowestFreeIndex, TAG_SIZE } from "./indexed-records.js";
import { onInterface } from "./on-interface.js";

interface List {
  readonly aclIndex: number;
  readonly tag: string;
  readonly rules: readonly AclRule[];
}

interface Attachment {
  readonly swIfIndex: number;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

interface Whitelist {
  readonly swIfIndex: number;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const lists = recordsOf<List>("acls");
const attachments = recordsOf<Attachment>("acl-attachments", (record, swIfIndex) => record.swIfIndex === swIfIndex);
/** VPP keeps it when the interface goes. */
const whitelists = recordsOf<Whitelist>("acl-whitelists");
const lookup = recordsOf<{ enable: boolean }>("acl-hash-lookup");

/** Lists for IP (plugin acl): rules, attachments, types of frames. */
export const acl: Feature = {
  name: "acl",
  handlers: [
    answer(AclAddReplace, (vpp, { aclIndex: asked, tag, r: rules }) => {
      const refused = refuse(vpp, asked, tag, rules);
      if (refused !== undefined) return { retval: refused, aclIndex: asked };
      const aclIndex = asked === NONE ? lowestFreeIndex(lists(vpp)) : asked;
      lists(vpp).set(String(aclIndex), { aclIndex, tag, rules });
      return { aclIndex, retval: Retval.OK };
    }),
    answer(AclDel, (vpp, { aclIndex }) => {
      const refused = refuseDelete(vpp, aclIndex);
      if (refused === Retval.OK) lists(vpp).delete(String(aclIndex));
      return { retval: refused };
    }),
    answerDump(AclDump, function* (vpp, { aclIndex: asked }) {
      for (const { aclIndex, tag, rules } of inOrder(lists(vpp))) {
        if (asked === NONE || asked === aclIndex) yield { aclIndex, tag, r: [...rules] };
      }
    }),
    onInterface(AclInterfaceSetAclList, (vpp, { swIfIndex }, { nInput, acls }) =>
      attach(vpp, { swIfIndex, input: acls.slice(0, nInput), output: acls.slice(nInput) }),
    ),
    onInterface(AclInterfaceAddDel, (vpp, { swIfIndex }, request) => addOrDelete(vpp, swIfIndex, request)),
    answerDump(AclInterfaceListDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex } of vpp.interfaces.values()) {
        if (asked !== NONE && asked !== swIfIndex) continue;
        const { input, output } = attachmentOf(vpp, swIfIndex);
        yield { swIfIndex, nInput: input.length, acls: [...input, ...output] };
      }
    }),
    onInterface(AclInterfaceSetEtypeWhitelist, (vpp, { swIfIndex }, { nInput, whitelist }) => {
      const record = { swIfIndex, input: whitelist.slice(0, nInput), output: whitelist.slice(nInput) };
      if (whitelist.length === 0) whitelists(vpp).delete(String(swIfIndex));
      else whitelists(vpp).set(String(swIfIndex), record);
      return Retval.OK;
    }),
    answerDump(AclInterfaceEtypeWhitelistDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, input, output } of whitelists(vpp).values()) {
        if (vpp.interfaces.get(swIfIndex) === undefined || (asked !== NONE && asked !== swIfIndex)) continue;
        yield { swIfIndex, nInput: input.length, whitelist: [...input, ...output] };
      }
    }),
    answer(AclPluginGetVersion, () => ({ major: 1, minor: 4 })),
    answer(AclPluginGetConnTableMaxEntries, () => ({ connTableMaxEntries: 500_000n })),
    answer(AclStatsIntfCountersEnable, () => ({ retval: Retval.OK })),
    answer(AclPluginUseHashLookupSet, (vpp, { enable }) => {
      lookup(vpp).set("", { enable });
      return { retval: Retval.OK };
    }),
    answer(AclPluginUseHashLookupGet, (vpp) => ({ enable: lookup(vpp).get("")?.enable ?? true })),
  ],
};

/** `show interface features`, as far as it tells what layer 2 does with what an interface sends: lists, and nothing else. */
export function showSentFunctions(vpp: Vpp, name: string): string | undefined {
  const found = [...vpp.interfaces.values()].find((each) => each.name === name);
  if (found === undefined) return undefined;
  const hasLists = attachmentOf(vpp, found.swIfIndex).output.length > 0;
  return `l2-output:\n  ${hasLists ? "OUTPUT_FEAT_ARC (l2-output-feat-arc)" : "none configured"}\n`;
}

function refuse(vpp: Vpp, aclIndex: number, tag: string, rules: readonly AclRule[]): number | undefined {
  if (tag.length > TAG_SIZE) return Retval.INVALID_VALUE;
  for (const { srcPrefix, dstPrefix, ...ports } of rules) {
    if (!isPrefix(srcPrefix) || srcPrefix.address.af !== dstPrefix.address.af) return Retval.INVALID_SRC_ADDRESS;
    if (!isPrefix(dstPrefix)) return Retval.INVALID_DST_ADDRESS;
    if (ports.srcportOrIcmptypeFirst > ports.srcportOrIcmptypeLast) return Retval.INVALID_VALUE_2;
    if (ports.dstportOrIcmpcodeFirst > ports.dstportOrIcmpcodeLast) return Retval.INVALID_VALUE_2;
  }
  return aclIndex === NONE || lists(vpp).has(String(aclIndex)) ? undefined : Retval.NO_SUCH_ENTRY;
}

/** Host bits have to be clear. */
function isPrefix(wire: WirePrefix): boolean {
  const { address, length } = prefixFromWire(wire);
  return length <= 8 * address.length && sameAddress(masked(address, length), address);
}

function refuseDelete(vpp: Vpp, aclIndex: number): number {
  if (!lists(vpp).has(String(aclIndex))) return Retval.NO_SUCH_ENTRY;
  for (const { input, output } of attachments(vpp).values()) {
    if (input.includes(aclIndex)) return Retval.ACL_IN_USE_INBOUND;
    if (output.includes(aclIndex)) return Retval.ACL_IN_USE_OUTBOUND;
  }
  return isLookedUpByAbf(vpp, aclIndex) ? Retval.ACL_IN_USE_BY_LOOKUP_CONTEXT : Retval.OK;
}

function attach(vpp: Vpp, attachment: Attachment): number {
  const { swIfIndex, input, output } = attachment;
  if ([...input, ...output].some((aclIndex) => !lists(vpp).has(String(aclIndex)))) return Retval.NO_SUCH_ENTRY;
  // VPP gives the truth value of its return codes, not one of them.
  if (new Set(output).size < output.length) return Retval.ENTRY_ALREADY_EXISTS;
  if (new Set(input).size < input.length) return 1;
  attachments(vpp).set(String(swIfIndex), attachment);
  return Retval.OK;
}

function addOrDelete(
  vpp: Vpp,
  swIfIndex: number,
  { isAdd, isInput, aclIndex }: { readonly isAdd: boolean; readonly isInput: boolean; readonly aclIndex: number },
): number {
  const before = attachmentOf(vpp, swIfIndex);
  const side = isInput ? "input" : "output";
  const isThere = before[side].includes(aclIndex);
  if (isAdd && isThere) return isInput ? Retval.ACL_IN_USE_INBOUND : Retval.ACL_IN_USE_OUTBOUND;
  if (!isAdd && !isThere) return Retval.NO_SUCH_ENTRY;
  const after = isAdd ? [...before[side], aclIndex] : before[side].filter((other) => other !== aclIndex);
  return attach(vpp, { ...before, [side]: after });
}

function attachmentOf(vpp: Vpp, swIfIndex: number): Attachment {
  return attachments(vpp).get(String(swIfIndex)) ?? { swIfIndex, input: [], output: [] };
}

function inOrder(table: Map<string, List>): List[] {
  return [...table.values()].sort((one, other) => one.aclIndex - other.aclIndex);
}
