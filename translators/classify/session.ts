import { ClassifyAction, ClassifyAddDelSession, ClassifySessionDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { policers } from "../qos/policer.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { redirects } from "./kinds.js";
import { type Next, NONE, nextNumber, nextOf } from "./next.js";
import { classifyTables, type TableValue } from "./table.js";

type Key = { readonly table: string; readonly match: string };

interface Value {
  readonly "hit-next"?: Next;
  readonly policer?: string;
  readonly opaque?: number;
  readonly advance?: number;
  readonly "ipv4-vrf"?: string;
  readonly "ipv6-vrf"?: string;
}

const sessions = defineKind<Key>("classify-session", ["table", "match"]);

const VECTOR_BYTES = 16;

/** What happens to packets with certain bytes. VPP replaces a session that is there. */
export const classifySession = defineTranslator<Key, Value>({
  name: sessions.name,
  kind: sessions,
  path: "/sweetcomb-classify:classify/table/session",
  keys: { table: "table/name", match: "session/match" },
  leafs: ["hit-next", "policer", "opaque", "advance", "ipv4-vrf", "ipv6-vrf"],
  when: () => true,
  messages: [ClassifyAddDelSession, ClassifySessionDump],
  dependsOn: ({ key, value }) => [
    classifyTables.at({ table: key.table }),
    ...(value.policer === undefined ? [] : [policers.at({ name: value.policer })]),
    ...tableDependency("ipv4", value["ipv4-vrf"]),
    ...tableDependency("ipv6", value["ipv6-vrf"]),
  ],
  partOf: ({ key }) => classifyTables.at({ table: key.table }),
  create: (context, entry) => setSession(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setSession(context, entry, false)),
  reads: [classifyTables, policers, redirects],
  async *dump(context) {
    const redirected = new Set(Array.from(context.handles(redirects), ([key]) => redirects.at(key).id));
    for (const [{ table }, tableId] of context.handles(classifyTables)) {
      for await (const details of context.vpp.dump(ClassifySessionDump, { tableId })) {
        const key = { table, match: Buffer.from(details.match).toString("hex") };
        if (redirected.has(redirects.at(key).id)) continue;
        const policer = context.configured<Value>(sessions.at(key))?.policer;
        const { hitNextIndex, opaqueIndex, advance } = details;
        const isPoliced = policer !== undefined && context.keyOf(policers, hitNextIndex)?.name === policer;
        const value = {
          ...(isPoliced ? { "hit-next": "continue" as const, policer } : { "hit-next": nextOf(hitNextIndex) }),
          ...(opaqueIndex !== NONE && { opaque: opaqueIndex }),
          advance,
        };
        yield { key, value };
      }
    }
  },
  unreadable: ["ipv4-vrf", "ipv6-vrf"],
});

async function setSession(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const at = classifyTables.at({ table: key.table });
  const skip = context.configured<TableValue>(at)?.skip ?? 0;
  await context.vpp.call(ClassifyAddDelSession, {
    isAdd,
    tableIndex: context.handleOf(at),
    hitNextIndex:
      value.policer === undefined
        ? nextNumber(value["hit-next"])
        : context.handleOf(policers.at({ name: value.policer })),
    opaqueIndex: value.opaque ?? NONE,
    advance: value.advance ?? 0,
    ...(isAdd ? actionOf(context, value) : noAction),
    match: Buffer.concat([Buffer.alloc(skip * VECTOR_BYTES), Buffer.from(key.match, "hex")]),
  });
}

const noAction = { action: ClassifyAction.CLASSIFY_API_ACTION_NONE, metadata: 0 };

function actionOf(context: TranslatorContext, value: Value) {
  const { "ipv4-vrf": ipv4, "ipv6-vrf": ipv6 } = value;
  if (ipv4 !== undefined) {
    const action = ClassifyAction.CLASSIFY_API_ACTION_SET_IP4_FIB_INDEX;
    return { action, metadata: tableIdOf(context, "ipv4", ipv4) };
  }
  if (ipv6 !== undefined) {
    const action = ClassifyAction.CLASSIFY_API_ACTION_SET_IP6_FIB_INDEX;
    return { action, metadata: tableIdOf(context, "ipv6", ipv6) };
  }
  return noAction;
}
