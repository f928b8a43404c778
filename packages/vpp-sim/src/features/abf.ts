import { AbfItfAttachAddDel, AbfItfAttachDump, AbfPolicyAddDel, AbfPolicyDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import type { WirePath } from "./ip-path.js";
import { pathKey, shownPaths } from "./shown-path.js";

interface Policy {
  readonly policyId: number;
  readonly aclIndex: number;
  readonly paths: readonly WirePath[];
  /** Whether paths were added while it was attached, which VPP does not survive once they are gone. */
  readonly hasGrownAttached: boolean;
}

const policies = recordsOf<Policy>("abf-policies");
const attachments = recordsOf<AbfItfAttachAddDel["attach"]>(
  "abf-attachments",
  (attach, swIfIndex) => attach.swIfIndex === swIfIndex,
);

/** Policies that forward by ACL, and what they are attached to (plugin abf). */
export const abf: Feature = {
  name: "abf",
  handlers: [
    answer(AbfPolicyAddDel, (vpp, { isAdd, policy }) => {
      const { policyId, aclIndex } = policy;
      if (policy.paths.length === 0) return { retval: Retval.INVALID_VALUE };
      const found = policies(vpp).get(String(policyId));
      const paths = shownPaths(vpp, policy.paths);
      if (typeof paths === "number") return { retval: paths };
      if (isAdd && new Set(found?.paths.map(pathKey)).size < (found?.paths.length ?? 0)) {
        throw new VppDies("another path for a policy that has one twice");
      }
      const isOther = found !== undefined && found.aclIndex !== aclIndex;
      if (isAdd ? isOther : found === undefined) return { retval: Retval.INVALID_VALUE };
      const gone = new Set(isAdd ? [] : paths.map(pathKey));
      const left = (found?.paths ?? []).filter((path) => !gone.has(pathKey(path)));
      const all = isAdd ? [...left, ...paths] : left;
      const isAttached = [...attachments(vpp).values()].some((attach) => attach.policyId === policyId);
      const hasGrownAttached = found?.hasGrownAttached || (isAdd && isAttached);
      if (all.length > 0 || hasGrownAttached) {
        policies(vpp).set(String(policyId), { policyId, aclIndex, paths: all, hasGrownAttached });
      } else policies(vpp).delete(String(policyId));
      return { retval: Retval.OK };
    }),
    answerDump(AbfPolicyDump, function* (vpp) {
      for (const { hasGrownAttached: _, ...policy } of policies(vpp).values()) {
        if (policy.paths.length === 0) throw new VppDies("a policy without paths is shown");
        yield { policy };
      }
    }),
    answer(AbfItfAttachAddDel, (vpp, { isAdd, attach }) => {
      const key = `${attach.policyId} ${attach.swIfIndex}`;
      if (!isAdd) return { retval: attachments(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
      if (!policies(vpp).has(String(attach.policyId))) throw new VppDies("a policy that is not there is attached");
      if (attachments(vpp).has(key)) return { retval: Retval.ENTRY_ALREADY_EXISTS };
      attachments(vpp).set(key, attach);
      return { retval: Retval.OK };
    }),
    answerDump(AbfItfAttachDump, function* (vpp) {
      for (const attach of attachments(vpp).values()) yield { attach };
    }),
  ],
};

/** Whether a policy that is attached to some interface looks packets up in the list. */
export function isLookedUpByAbf(vpp: Vpp, aclIndex: number): boolean {
  return [...attachments(vpp).values()].some(
    ({ policyId }) => policies(vpp).get(String(policyId))?.aclIndex === aclIndex,
  );
}
