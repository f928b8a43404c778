import { PuntAclAddDel, PuntAclGet } from "vpp-binapi-ts/api";
import { type AnyTranslator, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { NONE } from "./next.js";
import { classifyTables } from "./table.js";

const wire = { ipv4: "ip4TableIndex", ipv6: "ip6TableIndex" } as const;

type Family = keyof typeof wire;

type Value = { readonly [family in Family as `${family}-table`]?: string };

/** First tables for packets that VPP hands on to others than itself. VPP has one for each family, and keeps it when it is given another. */
export const puntedTables: readonly AnyTranslator[] = [puntedTable("ipv4"), puntedTable("ipv6")];

function puntedTable(family: Family) {
  const leaf = `${family}-table` as const;
  const set = async ({ vpp, handleOf }: TranslatorContext, value: Value, isAdd: boolean) => {
    const tableIndex = handleOf(classifyTables.at({ table: value[leaf]! }));
    await vpp.call(PuntAclAddDel, { ip4TableIndex: NONE, ip6TableIndex: NONE, [wire[family]]: tableIndex, isAdd });
  };
  return defineTranslator<Record<never, string>, Value>({
    name: `classify-punted-${family}`,
    path: "/sweetcomb-classify:classify/punted",
    keys: {},
    leafs: [leaf],
    messages: [PuntAclAddDel, PuntAclGet],
    dependsOn: ({ value }) => [classifyTables.at({ table: value[leaf]! })],
    create: (context, { value }) => set(context, value, true),
    update: "recreate",
    delete: (context, { value }) => goneIsFine(set(context, value, false)),
    reads: [classifyTables],
    async *dump(context) {
      const reply = await context.vpp.call(PuntAclGet, {});
      const index = reply[wire[family]];
      const table = index === NONE ? undefined : context.keyOf(classifyTables, index)?.table;
      if (table !== undefined) yield { key: {}, value: { [leaf]: table } };
    },
  });
}
