import {
  ClassifyAddDelTable,
  ClassifyTableIds,
  ClassifyTableInfo,
  type ClassifyTableInfoReply,
} from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { type Next, NONE, nextNumber, nextOf } from "./next.js";

export type TableKey = { readonly table: string };

export interface TableValue {
  readonly mask: string;
  readonly skip?: number;
  readonly buckets?: number;
  readonly memory?: number;
  readonly "next-table"?: string;
  readonly "miss-next"?: Next;
  readonly "current-data-offset"?: number;
}

export const classifyTables = defineKind<TableKey>("classify-table", ["table"]);

const VECTOR_BYTES = 16;
const DEFAULT_MEMORY = 2_097_152;

/** VPP knows a table by its number alone: which of the configured ones it is says what it looks at. */
export const classifyTable = defineTranslator<TableKey, TableValue>({
  name: classifyTables.name,
  kind: classifyTables,
  path: "/sweetcomb-classify:classify/table",
  keys: { table: "table/name" },
  leafs: ["mask", "skip", "buckets", "memory", "next-table", "miss-next", "current-data-offset"],
  messages: [ClassifyAddDelTable, ClassifyTableIds, ClassifyTableInfo],
  validate: ({ value }) => refuseBuckets(value.buckets ?? 2),
  dependsOn: ({ value }) => {
    const next = value["next-table"];
    return next === undefined ? [] : [classifyTables.at({ table: next })];
  },
  async create(context, entry) {
    const fields = { ...fieldsOf(context, entry), isAdd: true, tableIndex: NONE };
    const { newTableIndex } = await context.vpp.call(ClassifyAddDelTable, fields);
    return newTableIndex;
  },
  update: "recreate",
  async delete(context, entry) {
    const tableIndex = context.handleOf(classifyTables.at(entry.key));
    await goneIsFine(context.vpp.call(ClassifyAddDelTable, { ...fieldsOf(context, entry), isAdd: false, tableIndex }));
  },
  async *dump(context) {
    const found = await listTables(context);
    const names = namesOf(context, found);
    for (const [index, table] of found) {
      const next = names.get(table.nextTableIndex);
      const value = {
        ...lookOf(table),
        "miss-next": nextOf(table.missNextIndex),
        ...(next !== undefined && { "next-table": next }),
      };
      yield { key: { table: names.get(index)! }, handle: index, value };
    }
  },
  unreadable: ["memory", "current-data-offset"],
});

function fieldsOf({ handleOf }: TranslatorContext, { value }: Entry<TableKey, TableValue>) {
  const mask = Buffer.from(value.mask, "hex");
  const next = value["next-table"];
  const offset = value["current-data-offset"];
  return {
    nbuckets: value.buckets ?? 2,
    memorySize: value.memory ?? DEFAULT_MEMORY,
    skipNVectors: value.skip ?? 0,
    matchNVectors: mask.length / VECTOR_BYTES,
    nextTableIndex: next === undefined ? NONE : handleOf(classifyTables.at({ table: next })),
    missNextIndex: nextNumber(value["miss-next"]),
    currentDataFlag: offset === undefined ? 0 : 1,
    currentDataOffset: offset ?? 0,
    mask,
  };
}

/** All tables that VPP has, by number. Asked for once in a run of dumps. */
export function listTables({
  vpp,
  oncePerRun,
}: TranslatorContext): Promise<ReadonlyMap<number, ClassifyTableInfoReply>> {
  return oncePerRun("classifier tables", async () => {
    const { ids } = await vpp.call(ClassifyTableIds);
    const tables = await Promise.all(ids.map((tableId) => vpp.call(ClassifyTableInfo, { tableId })));
    return new Map(tables.map((table) => [table.tableId, table]));
  });
}

/** Names by number. A table that nobody configured has its number in its name. */
function namesOf(
  context: TranslatorContext,
  found: ReadonlyMap<number, ClassifyTableInfoReply>,
): ReadonlyMap<number, string> {
  const configured = new Map<string, string>();
  for (const { key, value } of context.allConfigured<TableKey, TableValue>(classifyTables)) {
    const { mask, skip = 0, buckets = 2 } = value;
    configured.set(textOf({ mask, skip, buckets }), key.table);
  }
  const names = new Map<number, string>();
  for (const [index, table] of found) {
    const look = textOf(lookOf(table));
    names.set(index, configured.get(look) ?? `table-${index}`);
    configured.delete(look);
  }
  return names;
}

function lookOf(table: ClassifyTableInfoReply) {
  return { mask: Buffer.from(table.mask).toString("hex"), skip: table.skipNVectors, buckets: table.nbuckets };
}

function textOf({ mask, skip, buckets }: { mask: string; skip: number; buckets: number }): string {
  return `${mask} ${skip} ${buckets}`;
}

function refuseBuckets(buckets: number): Refusal | undefined {
  if ((buckets & (buckets - 1)) === 0) return undefined;
  return { leaf: "buckets", message: `${buckets} buckets: the number has to be a power of two` };
}
