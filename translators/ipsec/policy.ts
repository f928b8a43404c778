import { IpsecSpdDump, IpsecSpdEntryAddDelV2 } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type ObjectKind,
  type TranslatorContext,
  type TranslatorDefinition,
} from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { securityAssociations } from "./associations.js";
import { databasePath, policyDatabases } from "./policy-database.js";
import { type Policy, policyEntry, policyFrom, samePolicyText } from "./policy-wire.js";
import { exceptions, type PolicyKey, protections, refuseRule, refuseWithoutRule, ruleMarks } from "./rule-fence.js";

type PolicyObject = Entry<PolicyKey, Policy>;

const ANY_ASSOCIATION = 0xffff_ffff;

/** A rule that lets packets pass, or drops them. It is there before what it keeps from a protection, and goes after it. */
export const exception = policyOf(exceptions, {
  when: ({ action }) => action !== "protect",
  goesLast: true,
});

/** A rule that protects packets. */
export const protection = policyOf(protections, {
  when: ({ action }) => action === "protect",
  afterAll: [exceptions],
});

/**
 * A rule of a policy database. VPP forgets the rules of a deleted database but not what they hold of the security
 * associations, so each is deleted by itself; equal rules are counted, so none is added twice.
 */
function policyOf(
  kind: ObjectKind<PolicyKey>,
  order: Pick<TranslatorDefinition<PolicyKey, Policy>, "when" | "goesLast" | "afterAll">,
) {
  return defineTranslator<PolicyKey, Policy>({
    name: kind.name,
    kind,
    path: `${databasePath}/policy`,
    keys: { database: "policy-database/id", name: "policy/name" },
    leafs: ["direction", "priority", "action", "security-association", "address-family", "protocol", "local", "remote"],
    messages: [IpsecSpdEntryAddDelV2, IpsecSpdDump],
    ...order,
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
      const held = await context.oncePerRun("rules of IPsec", () => heldRules(context));
      const configured = configuredPolicies(context, kind);
      for (const [database, found] of held) {
        const ofKind = found.filter(({ value }) => order.when?.(value, { database, name: "" }));
        yield* named(database, ofKind, configured.get(database) ?? []);
      }
    },
  });
}

/** A rule in the list of its database. */
interface HeldRule {
  readonly place: number;
  readonly value: Policy;
}

/** The rules that VPP holds, by database. */
async function heldRules(context: TranslatorContext): Promise<ReadonlyMap<string, readonly HeldRule[]>> {
  const databases = Array.from(context.handles(policyDatabases));
  const held = new Map<string, HeldRule[]>(databases.map(([{ id }]) => [id, []]));
  const dumps = dumpEach(databases, ([, spdId]) => context.vpp.dump(IpsecSpdDump, { spdId, saId: ANY_ASSOCIATION }));
  for await (const [[{ id }], { entry }] of dumps) {
    const rules = held.get(id)!;
    rules.push({ place: rules.length, value: policyFrom(entry) });
  }
  return held;
}

async function addOrDelete({ vpp }: TranslatorContext, { key, value }: PolicyObject, isAdd: boolean): Promise<void> {
  await vpp.call(IpsecSpdEntryAddDelV2, { isAdd, entry: policyEntry(key.database, value) });
}

function configuredPolicies(context: TranslatorContext, kind: ObjectKind<PolicyKey>): Map<string, PolicyObject[]> {
  const found = new Map<string, PolicyObject[]>();
  for (const entry of context.allConfigured<PolicyKey, Policy>(kind)) {
    const { database } = entry.key;
    found.set(database, [...(found.get(database) ?? []), entry]);
  }
  return found;
}

/** VPP keeps no names. A rule gets the name under which an equal one is configured; what is left over is of others. */
function* named(
  database: string,
  found: readonly HeldRule[],
  configured: readonly PolicyObject[],
): Iterable<PolicyObject> {
  const byContent = new Map<string, PolicyObject[]>();
  for (const entry of configured) {
    const text = samePolicyText(entry.value);
    byContent.set(text, [...(byContent.get(text) ?? []), entry]);
  }
  for (const { place, value } of found) {
    const equal = byContent.get(samePolicyText(value))?.shift();
    yield equal ?? { key: { database, name: `rule ${place} of others` }, value };
  }
}
