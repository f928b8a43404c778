import { AclAddReplace, AclDel, AclDump, type AclRule } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { parseTag, tagOf } from "../interfaces/tag.js";
import { goneIsFine } from "../vpp-answers.js";
import { listOf } from "./aces.js";
import { type AclKey, acls } from "./kinds.js";
import { type AclValue, acesOf, aclKeys, aclPath, isEthernet } from "./model.js";
import {
  refuseAcl,
  refuseEthernet,
  refuseFlags,
  refuseOtherFamily,
  refuseProtocol,
  refuseReflection,
  refuseReject,
} from "./refusals.js";
import { rulesOf, ruleText } from "./rules.js";
import { readMatches, withStatistics } from "./statistics.js";

/** VPP's word for "a new one" where it asks for an index, and for "all". */
export const NO_ACL = 0xffff_ffff;

const checks = [refuseReject, refuseEthernet, refuseOtherFamily, refuseProtocol, refuseReflection, refuseFlags];

/** A list for IPv4 and IPv6. VPP knows it by its tag, and replaces all its rules at once, also while it is attached. */
export const acl = defineTranslator<AclKey, AclValue>({
  name: "acl",
  kind: acls,
  path: aclPath,
  keys: aclKeys,
  leafs: ["type", "aces"],
  when: (value) => !isEthernet(value),
  messages: [AclAddReplace, AclDel, AclDump],
  validate: ({ key, value }) => refuseAcl(key.name, value, checks),
  create: (context, { key, value }) => replace(context, NO_ACL, key, value),
  async update(context, { key, value }) {
    await replace(context, context.handleOf(acls.at(key)), key, value);
  },
  async delete(context, { key }) {
    await goneIsFine(context.vpp.call(AclDel, { aclIndex: context.handleOf(acls.at(key)) }));
  },
  marksOwned: true,
  coexists: true,
  async *dump(context) {
    const matches = await readMatches(context);
    for await (const { aclIndex, tag, r: rules } of context.vpp.dump(AclDump, { aclIndex: NO_ACL })) {
      const parsed = parseTag(tag);
      const key = { name: parsed?.name ?? `acl-${aclIndex}` };
      const { value, rulesOfEach } = asConfigured(context.configured<AclValue>(acls.at(key)), rules);
      const counters = matches?.get(aclIndex);
      const state = counters && withStatistics(value, rulesOfEach, counters);
      yield { key, value, handle: aclIndex, owned: parsed !== undefined, state };
    }
  },
});

async function replace(
  { vpp }: TranslatorContext,
  aclIndex: number,
  { name }: AclKey,
  value: AclValue,
): Promise<number> {
  const rules = acesOf(value).flatMap((ace) => rulesOf(ace, value));
  return (await vpp.call(AclAddReplace, { aclIndex, tag: tagOf(name), r: rules })).aclIndex;
}

/** VPP knows no names of entries: rules that are the configured ones are shown as configured, others one by one. */
function asConfigured(configured: AclValue | undefined, rules: readonly AclRule[]) {
  if (configured !== undefined && !isEthernet(configured)) {
    const ofEach = acesOf(configured).map((ace) => rulesOf(ace, configured));
    const wanted = ofEach.flat();
    if (wanted.length === rules.length && wanted.every((rule, index) => ruleText(rule) === ruleText(rules[index]!))) {
      return { value: configured, rulesOfEach: ofEach.map(({ length }) => length) };
    }
  }
  return { value: listOf(rules), rulesOfEach: rules.map(() => 1) };
}
