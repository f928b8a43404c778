import { IpsecSpdDump, IpsecSpdEntryAddDelV2 } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { securityAssociations } from "./associations.js";
import { databasePath, policyDatabases } from "./policy-database.js";
import { type Policy, policyEntry, policyFrom, samePolicyText } from "./policy-wire.js";
import { type PolicyKey, policies, refuseRule, refuseWithoutRule, ruleMarks } from "./rule-fence.js";

type PolicyObject = Entry<PolicyKey, Policy>;

const ANY_ASSOCIATION = 0xffff_ffff;

/**
 * A rule of a policy database. VPP forgets the rules of a deleted database but not what they hold of the security
 * associations, so each is deleted by itself; equal rules are counted, so none is added twice.
 */
export const policy = defineTranslator<PolicyKey, Policy>({
  name: "ipsec-policy",
  kind: policies,
  path: `${databasePath}/policy`,
  keys: { database: "policy-database/id", name: "policy/name" },
  leafs: ["direction", "priority", "action", "security-association", "address-family", "protocol", "local", "remote"],
  messages: [IpsecSpdEntryAddDelV2, IpsecSpdDump],
  dependsOn({ key, value }) {
    const association = value["security-association"];
    return [
      policyDatabases.at({ id: key.database }),
      ...(association === undefined ? [] : [securityAssociations.at({ id: String(association) })]),
    ];
  },
  marks: ({ key, value }) => ruleMarks(policyEntry(key.database, value)),
  validateTogether: ({ key, value }, objects) => refuseRule(policyEntry(key.database, value), objects),
  validateRemoval: ({ key, value }, objects) => refuseWithoutRule(policyEntry(key.database, value), objects),
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => addOrDelete(context, entry, false),
  reads: [policyDatabases],
  async *dump(context) {
    const databases = Array.from(context.handles(policyDatabases));
    const held = new Map<string, Policy[]>(databases.map(([{ id }]) => [id, []]));
    const dumps = dumpEach(databases, ([, spdId]) => context.vpp.dump(IpsecSpdDump, { spdId, saId: ANY_ASSOCIATION }));
    for await (const [[{ id }], { entry }] of dumps) held.get(id)!.push(policyFrom(entry));
    const configured = configuredPolicies(context);
    for (const [database, found] of held) yield* named(database, found, configured.get(database) ?? []);
  },
});

async function addOrDelete({ vpp }: TranslatorContext, { key, value }: PolicyObject, isAdd: boolean): Promise<void> {
  await vpp.call(IpsecSpdEntryAddDelV2, { isAdd, entry: policyEntry(key.database, value) });
}

function configuredPolicies(context: TranslatorContext): Map<string, PolicyObject[]> {
  const found = new Map<string, PolicyObject[]>();
  for (const entry of context.allConfigured<PolicyKey, Policy>(policies)) {
    const { database } = entry.key;
    found.set(database, [...(found.get(database) ?? []), entry]);
  }
  return found;
}

/**
 * VPP keeps no names. A rule gets the name under which an equal one is configured; what is left over gets the names of
 * configured rules that VPP does not have, so that they are seen to differ.
 */
function named(database: string, found: readonly Policy[], configured: readonly PolicyObject[]): PolicyObject[] {
  const byContent = new Map<string, PolicyObject[]>();
  for (const entry of configured) {
    const text = samePolicyText(entry.value);
    byContent.set(text, [...(byContent.get(text) ?? []), entry]);
  }
  const objects: PolicyObject[] = [];
  const others: Policy[] = [];
  for (const value of found) {
    const equal = byContent.get(samePolicyText(value))?.shift();
    if (equal === undefined) others.push(value);
    else objects.push(equal);
  }
  const unmatched = [...byContent.values()].flat();
  for (const [index, value] of others.entries()) {
    const name = unmatched[index]?.key.name ?? `rule ${index} of others`;
    objects.push({ key: { database, name }, value });
  }
  return objects;
}
