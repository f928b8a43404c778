import { CliInband, SessionSdlAddDelV2, SessionSdlV3Dump } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { formatPrefix, prefix } from "../ip/addresses.js";
import { goneIsFine, hasCode } from "../vpp-answers.js";
import { applicationNamespaces, namespaceDependencies, namespaceIndex, namespaceName } from "./namespace.js";
import { actionOf, actions, type Verdict } from "./verdict.js";

type Key = { readonly namespace: string; readonly prefix: string };

interface Value {
  readonly action: Verdict;
}

const filters = defineKind<Key>("source-filter", ["namespace", "prefix"]);

/** Whose connections the host stack takes. VPP has one list for each VRF, and takes it from a namespace which VRF is meant. */
export const sourceFilter = defineTranslator<Key, Value>({
  name: filters.name,
  kind: filters,
  path: "/sweetcomb-session:session-layer/filtered-source",
  keys: { namespace: "filtered-source/namespace", prefix: "filtered-source/prefix" },
  leafs: ["action"],
  messages: [SessionSdlAddDelV2, SessionSdlV3Dump, CliInband],
  dependsOn: ({ key }) => namespaceDependencies(key.namespace),
  async create(context, entry) {
    try {
      await setFilter(context, entry, true);
    } catch (refusal) {
      if (!hasCode(refusal, "SYSCALL_ERROR_6")) throw refusal;
      const message = "VPP has an entry of its own for this prefix, or another namespace with the same VRF has one";
      throw new NotSupportedByVpp("prefix", message);
    }
  },
  update: "recreate",
  delete: (context, entry) => goneIsFine(setFilter(context, entry, false)),
  reads: [applicationNamespaces],
  async *dump(context) {
    if (!(await hasSourceFilters(context))) return;
    for await (const { rmt, actionIndex, appnsIndex } of context.vpp.dump(SessionSdlV3Dump)) {
      const action = actionOf(actionIndex);
      const names = [...appnsIndex].map((index) => namespaceName(context, index)).filter((name) => name !== undefined);
      const keys = names.map((namespace) => ({ namespace, prefix: formatPrefix(rmt) }));
      // All namespaces of the VRF have it, and one of them is configured.
      const key = keys.find((each) => context.configured(filters.at(each)) !== undefined) ?? keys[0];
      if (action === undefined || key === undefined) continue;
      yield { key, value: { action } };
    }
  },
});

async function setFilter(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean): Promise<void> {
  await context.vpp.call(SessionSdlAddDelV2, {
    appnsIndex: namespaceIndex(context, key.namespace),
    isAdd,
    r: [{ rmt: prefix(key.prefix), actionIndex: actions[value.action], tag: "" }],
  });
}

/** VPP 26.06 ends when it is asked for source filters while the host stack has rules. One address is asked about, since few words will do. */
async function hasSourceFilters({ vpp }: TranslatorContext): Promise<boolean> {
  try {
    const { reply } = await vpp.call(CliInband, { cmd: "show session sdl 0.0.0.0" });
    return !reply.includes("not enabled");
  } catch (failure) {
    // The host stack is off.
    if (hasCode(failure, "UNSPECIFIED")) return false;
    throw failure;
  }
}
