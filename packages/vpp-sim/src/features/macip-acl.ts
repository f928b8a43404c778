import {
  MacipAclAdd,
  MacipAclAddReplace,
  MacipAclDel,
  MacipAclDump,
  MacipAclInterfaceAddDel,
  MacipAclInterfaceGet,
  MacipAclInterfaceListDump,
  type MacipAclRule,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { lowestFreeIndex, TAG_SIZE } from "./indexed-records.js";
import { onInterface } from "./on-interface.js";

interface List {
  readonly aclIndex: number;
  readonly tag: string;
  readonly rules: readonly MacipAclRule[];
}

interface Attachment {
  readonly swIfIndex: number;
  readonly aclIndex: number;
}

const lists = recordsOf<List>("macip-acls");
const attachments = recordsOf<Attachment>("macip-attachments", (record, swIfIndex) => record.swIfIndex === swIfIndex);
/** The highest number of an interface that ever had a list. */
const reached = recordsOf<{ readonly last: number }>("macip-acl-reach");

/** Lists for Ethernet (plugin acl): VPP holds their rules against nothing, and an interface has at most one. */
export const macipAcl: Feature = {
  name: "macip-acl",
  handlers: [
    answer(MacipAclAddReplace, (vpp, { aclIndex, tag, r }) => setList(vpp, aclIndex, tag, r)),
    answer(MacipAclAdd, (vpp, { tag, r }) => setList(vpp, NONE, tag, r)),
    answer(MacipAclDel, (vpp, { aclIndex }) => {
      if (!lists(vpp).delete(String(aclIndex))) return { retval: Retval.NO_SUCH_ENTRY };
      // It is taken off its interfaces without a word.
      for (const [key, attachment] of attachments(vpp)) {
        if (attachment.aclIndex === aclIndex) attachments(vpp).delete(key);
      }
      return { retval: Retval.OK };
    }),
    answerDump(MacipAclDump, function* (vpp, { aclIndex: asked }) {
      const inOrder = [...lists(vpp).values()].sort((one, other) => one.aclIndex - other.aclIndex);
      for (const { aclIndex, tag, rules } of inOrder) {
        if (asked === NONE || asked === aclIndex) yield { aclIndex, tag, r: [...rules] };
      }
    }),
    onInterface(MacipAclInterfaceAddDel, (vpp, { swIfIndex }, { isAdd, aclIndex }) => {
      if (!isAdd) return attachments(vpp).delete(String(swIfIndex)) ? Retval.OK : Retval.NO_SUCH_ENTRY;
      if (!lists(vpp).has(String(aclIndex))) return Retval.NO_SUCH_ENTRY;
      attachments(vpp).set(String(swIfIndex), { swIfIndex, aclIndex });
      reached(vpp).set("", { last: Math.max(swIfIndex, reached(vpp).get("")?.last ?? 0) });
      return Retval.OK;
    }),
    // By sw_if_index, up to the last that has one.
    answer(MacipAclInterfaceGet, (vpp) => {
      const last = Math.max(-1, ...Array.from(attachments(vpp).values(), ({ swIfIndex }) => swIfIndex));
      const acls = Array.from(
        { length: last + 1 },
        (_, index) => attachments(vpp).get(String(index))?.aclIndex ?? NONE,
      );
      return { acls };
    }),
    answerDump(MacipAclInterfaceListDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, aclIndex } of attachments(vpp).values()) {
        if (asked === NONE || asked === swIfIndex) yield { swIfIndex, acls: [aclIndex] };
      }
      // An interface that is asked for is shown without a list too, where one behind it ever had one.
      const isReached = asked <= (reached(vpp).get("")?.last ?? -1);
      if (isReached && !attachments(vpp).has(String(asked))) yield { swIfIndex: asked, acls: [NONE] };
    }),
  ],
};

function setList(vpp: Vpp, asked: number, tag: string, rules: readonly MacipAclRule[]) {
  if (tag.length > TAG_SIZE) return { retval: Retval.INVALID_VALUE, aclIndex: asked };
  if (asked !== NONE && !lists(vpp).has(String(asked))) return { retval: Retval.NO_SUCH_ENTRY, aclIndex: asked };
  const aclIndex = asked === NONE ? lowestFreeIndex(lists(vpp)) : asked;
  lists(vpp).set(String(aclIndex), { aclIndex, tag, rules });
  return { aclIndex, retval: Retval.OK };
}
