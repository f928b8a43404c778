import { CliInband, SessionRuleAddDel } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { inTurn } from "../in-turn.js";
import { familyOf, formatPrefix, prefix } from "../ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { forgetRules, knownRules, type RuleTable } from "./known-rules.js";
import { listApplicationNamespaces } from "./list-namespaces.js";
import { namespaceDependencies, namespaceIndex } from "./namespace.js";
import {
  addRule,
  listRules,
  matchTheSame,
  overlap,
  type Rule,
  ruleText,
  scopes,
  setRule,
  transports,
} from "./rule-table.js";
import { actionOf, actions, type Verdict } from "./verdict.js";

type Key = { readonly namespace: string; readonly name: string };

interface Value {
  readonly transport: keyof typeof transports;
  readonly scope?: keyof typeof scopes;
  readonly "local-prefix"?: string;
  readonly "local-port"?: number;
  readonly "remote-prefix": string;
  readonly "remote-port"?: number;
  readonly action?: Verdict;
}

const everything = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

const rules = defineKind<Key>("session-rule", ["namespace", "name"]);

/** Which connections the host stack takes, by addresses and ports. VPP keeps their names, with the namespace before them. */
export const sessionRule = defineTranslator<Key, Value>({
  name: rules.name,
  kind: rules,
  path: "/sweetcomb-session:session-layer/rule",
  keys: { namespace: "rule/namespace", name: "rule/name" },
  leafs: ["transport", "scope", "local-prefix", "local-port", "remote-prefix", "remote-port", "action"],
  messages: [SessionRuleAddDel, CliInband],
  validate: refuseRule,
  marks: ruleMarks,
  validateTogether: refuseOverlap,
  dependsOn: ({ key }) => namespaceDependencies(key.namespace),
  create: (context, { key, value }) => inTurn(context, "session rules", () => add(context, key, value)),
  update: "recreate",
  delete: (context, { key, value }) =>
    inTurn(context, "session rules", async () => {
      await forgetRules(context, tableOf(value));
      await setRule(context.vpp, namespaceIndex(context, key.namespace), wireRule(key, value), false);
    }),
  async *dump(context) {
    for (const { id: namespace } of (await listApplicationNamespaces(context)) ?? []) {
      for (const transport of ["tcp", "udp"] as const) {
        for (const scope of ["global", "local"] as const) {
          const rules = await listRules(context.vpp, namespace, transport, scope);
          yield* rules.flatMap((rule) => shown(namespace, { transport, scope }, rule));
        }
      }
    }
  },
});

async function add(context: TranslatorContext, key: Key, value: Value): Promise<void> {
  const { vpp } = context;
  const appnsIndex = namespaceIndex(context, key.namespace);
  const rule = wireRule(key, value);
  const known = await knownRules(context, key.namespace, tableOf(value));
  const earlier = known.withTagOf(rule);
  if (earlier !== undefined) {
    // VPP refuses a name that it has.
    await setRule(vpp, appnsIndex, earlier, false);
    known.delete(earlier);
  }
  const others = [...known.near(rule)];
  const rival = others.find((other) => matchTheSame(rule, other) || overlap(rule, other));
  if (rival !== undefined) {
    const message = `VPP has a rule for a part of the same connections, for another namespace with the same VRF or of others: ${ruleText(rival)}`;
    throw new NotSupportedByVpp("remote-prefix", message);
  }
  try {
    await addRule(vpp, appnsIndex, rule, others);
    known.add(rule);
  } catch (failure) {
    await forgetRules(context, tableOf(value));
    throw failure;
  }
}

function tableOf({ transport, scope = "global" }: Value): RuleTable {
  return { transport, scope };
}

function wireRule({ namespace, name }: Key, value: Value): Rule {
  const { "remote-prefix": remote, "local-prefix": local = everything[familyOf(remote)] } = value;
  return {
    transportProto: transports[value.transport],
    scope: scopes[value.scope ?? "global"],
    lcl: prefix(local),
    rmt: prefix(remote),
    lclPort: value["local-port"] ?? 0,
    rmtPort: value["remote-port"] ?? 0,
    actionIndex: actions[value.action ?? "deny"],
    tag: `${namespace}/${name}`,
  };
}

/** Nothing for a rule of others, which has no such name or leads to an application, or of another namespace with the same VRF. */
function shown(namespace: string, of: Pick<Value, "transport" | "scope">, rule: Rule) {
  const { tag, lcl, rmt, lclPort, rmtPort, actionIndex } = rule;
  const action = actionOf(actionIndex);
  if (!tag.startsWith(`${namespace}/`) || action === undefined) return [];
  const local = formatPrefix(lcl);
  const value: Value = {
    ...of,
    ...(local !== everything.ipv4 && local !== everything.ipv6 && { "local-prefix": local }),
    ...(lclPort !== 0 && { "local-port": lclPort }),
    "remote-prefix": formatPrefix(rmt),
    ...(rmtPort !== 0 && { "remote-port": rmtPort }),
    action,
  };
  return [{ key: { namespace, name: tag.slice(namespace.length + 1) }, value }];
}

const LONGEST_TAG = 63;

function refuseRule({ key, value }: Entry<Key, Value>): Refusal | undefined {
  const { "local-prefix": local, "remote-prefix": remote } = value;
  if (local !== undefined && familyOf(local) !== familyOf(remote)) {
    return { leaf: "local-prefix", message: "Both prefixes have to be of one address family" };
  }
  if (Buffer.byteLength(`${key.namespace}/${key.name}`) <= LONGEST_TAG) return undefined;
  return { leaf: "name", message: `VPP keeps ${LONGEST_TAG} bytes of the names of namespace and rule together` };
}

/** By what a rule is found when another one may be for a part of the same connections. */
function ruleMarks({ key, value }: Entry<Key, Value>): readonly string[] {
  return blocksOf(prefix(value["remote-prefix"])).map((name) => mark(key, value, name));
}

function mark({ namespace }: Key, { transport, scope = "global", "remote-prefix": remote }: Value, name: string) {
  return `${transport} ${scope} ${familyOf(remote)} session rule of ${namespace} ${name}`;
}

/** A rule inside another one is the exception to it. */
function refuseOverlap({ key, value }: Entry<Key, Value>, objects: ConfiguredObjects): Refusal | undefined {
  const rule = wireRule(key, value);
  for (const name of blocksToLookIn(rule.rmt)) {
    for (const other of objects.marked<Key, Value>(mark(key, value, name), rules)) {
      const rival = wireRule(other.key, other.value);
      if (other.key.name === key.name || !(matchTheSame(rule, rival) || overlap(rule, rival))) continue;
      const message = `The rule ${other.key.name} is for a part of the same connections: one has to hold all of the other`;
      return { leaf: "remote-prefix", message };
    }
  }
  return undefined;
}
