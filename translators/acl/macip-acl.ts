import { MacipAclAddReplace, MacipAclDel, MacipAclDump, type MacipAclRule } from "vpp-binapi-ts/api";
import { defineTranslator, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { parseTag, tagOf } from "../interfaces/tag.js";
import { goneIsFine } from "../vpp-answers.js";
import { NO_ACL } from "./acl.js";
import { type AclKey, acls, indexOf, macipHandle } from "./kinds.js";
import { firstMisplaced } from "./macip-order.js";
import { macipListOf, macipRulesOf, macipRuleText } from "./macip-rules.js";
import { type Ace, type AclValue, acePath, acesOf, aclKeys, aclPath, identityName, isEthernet } from "./model.js";
import { refuseAcl, refuseOtherFamily, refuseReject } from "./refusals.js";

/** A list for Ethernet: VPP's MACIP list, which compares senders of frames only. */
export const macipAcl = defineTranslator<AclKey, AclValue>({
  name: "macip-acl",
  kind: acls,
  path: aclPath,
  keys: aclKeys,
  leafs: ["type", "aces"],
  when: isEthernet,
  messages: [MacipAclAddReplace, MacipAclDel, MacipAclDump],
  validate: ({ key, value }) =>
    refuseAcl(key.name, value, [refuseReject, refuseReflection, refuseOtherFamily, refuseMore]) ?? refuseOrder(value),
  create: async (context, { key, value }) => macipHandle(await replace(context, NO_ACL, key, value)),
  async update(context, { key, value }) {
    await replace(context, indexOf(context, key.name).index, key, value);
  },
  async delete(context, { key }) {
    await goneIsFine(context.vpp.call(MacipAclDel, { aclIndex: indexOf(context, key.name).index }));
  },
  marksOwned: true,
  coexists: true,
  async *dump(context) {
    for await (const { aclIndex, tag, r: rules } of context.vpp.dump(MacipAclDump, { aclIndex: NO_ACL })) {
      const parsed = parseTag(tag);
      const key = { name: parsed?.name ?? `macip-acl-${aclIndex}` };
      const value = asConfigured(context.configured<AclValue>(acls.at(key)), rules);
      yield { key, value, handle: macipHandle(aclIndex), owned: parsed !== undefined };
    }
  },
});

async function replace(
  { vpp }: TranslatorContext,
  aclIndex: number,
  { name }: AclKey,
  value: AclValue,
): Promise<number> {
  const rules = acesOf(value).flatMap((ace) => macipRulesOf(ace, value));
  return (await vpp.call(MacipAclAddReplace, { aclIndex, tag: tagOf(name), r: rules })).aclIndex;
}

function asConfigured(configured: AclValue | undefined, rules: readonly MacipAclRule[]): AclValue {
  if (configured !== undefined && isEthernet(configured)) {
    const wanted = acesOf(configured).flatMap((ace) => macipRulesOf(ace, configured));
    const isSame = (rule: MacipAclRule, index: number) => macipRuleText(rule) === macipRuleText(rules[index]!);
    if (wanted.length === rules.length && wanted.every(isSame)) return configured;
  }
  return macipListOf(rules);
}

function refuseReflection(ace: Ace): Refusal | undefined {
  if (identityName(ace.actions.forwarding) !== "accept-and-reflect") return undefined;
  return { leaf: acePath(ace, "actions/forwarding"), message: "VPP remembers flows for lists of IPv4 and IPv6 only" };
}

/** Members that a MACIP rule has no place for. */
function refuseMore(ace: Ace): Refusal | undefined {
  const { matches = {} } = ace;
  const { eth, ipv4, ipv6 } = matches;
  const found = [
    ...(["tcp", "udp", "icmp"] as const).filter((name) => matches[name] !== undefined),
    ...(["protocol", "destination-ipv4-network"] as const)
      .filter((name) => ipv4?.[name] !== undefined)
      .map((name) => `ipv4/${name}`),
    ...(["protocol", "destination-ipv6-network"] as const)
      .filter((name) => ipv6?.[name] !== undefined)
      .map((name) => `ipv6/${name}`),
  ];
  if (found[0] !== undefined) {
    const message = "VPP's lists for Ethernet compare the sender's MAC and IP addresses only";
    return { leaf: acePath(ace, `matches/${found[0]}`), message };
  }
  if (eth?.["source-mac-address-mask"] === undefined || eth["source-mac-address"] !== undefined) return undefined;
  return {
    leaf: acePath(ace, "matches/eth/source-mac-address-mask"),
    message: "A mask needs the address that it is for",
  };
}

/** VPP orders rules by their masks; where that would decide otherwise than the list says, it is refused. */
function refuseOrder(value: AclValue): Refusal | undefined {
  const places: Ace[] = [];
  const rules: MacipAclRule[] = [];
  for (const ace of acesOf(value)) {
    for (const rule of macipRulesOf(ace, value)) {
      places.push(ace);
      rules.push(rule);
    }
  }
  const misplaced = firstMisplaced(rules);
  if (misplaced === undefined) return undefined;
  const [first, second] = misplaced.map((place) => places[place]!) as [Ace, Ace];
  const message = `VPP does not try these entries in their order: "${second.name}" may decide before "${first.name}", which contradicts it`;
  return { leaf: acePath(second, "actions/forwarding"), message };
}
