import {
  ClassifyAddDelSession,
  ClassifyAddDelTable,
  ClassifySessionDump,
  ClassifyTableByInterface,
  ClassifyTableIds,
  ClassifyTableInfo,
  FlowClassifySetInterface,
  InputAclSetInterface,
  OutputAclSetInterface,
  PolicerClassifySetInterface,
  PuntAclAddDel,
  PuntAclGet,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

type Table = ClassifyAddDelTable & { readonly sessions: Map<string, ClassifyAddDelSession> };

interface Attached {
  readonly table: number;
}

interface Asked {
  readonly swIfIndex: number;
  readonly isAdd: boolean;
  readonly ip4TableIndex?: number;
  readonly ip6TableIndex?: number;
  readonly l2TableIndex?: number;
}

const tables = recordsOf<Table>("classify-tables");
const attached = recordsOf<Attached>("classify-attachments");

const VECTOR_BYTES = 16;
const kinds = ["ip4TableIndex", "ip6TableIndex", "l2TableIndex"] as const;

/** The classifier (vnet/classify). No packet is looked at. */
export const classify: Feature = {
  name: "classify",
  handlers: [
    answer(ClassifyAddDelTable, (vpp, asked) => {
      const refuse = (retval: number) => ({
        retval,
        newTableIndex: NONE,
        skipNVectors: NONE,
        matchNVectors: NONE,
      });
      const { skipNVectors, matchNVectors, tableIndex } = asked;
      if (asked.mask.length !== matchNVectors * VECTOR_BYTES) return refuse(Retval.INVALID_VALUE);
      if (!asked.isAdd) return refuse(tables(vpp).delete(String(tableIndex)) ? Retval.OK : Retval.NO_SUCH_TABLE);
      if (asked.memorySize === 0) return refuse(Retval.INVALID_MEMORY_SIZE);
      const newTableIndex = lowestFree(vpp);
      const nbuckets = 2 ** Math.ceil(Math.log2(asked.nbuckets));
      tables(vpp).set(String(newTableIndex), { ...asked, nbuckets, sessions: new Map() });
      return { retval: Retval.OK, newTableIndex, skipNVectors, matchNVectors };
    }),
    answer(ClassifyTableIds, (vpp) => {
      const ids = [...tables(vpp).keys()].map(Number).sort((a, b) => a - b);
      return { retval: Retval.OK, ids };
    }),
    answer(ClassifyTableInfo, (vpp, { tableId }) => {
      const found = tables(vpp).get(String(tableId));
      if (found === undefined) return { retval: NO_SUCH_TABLE_TO_SHOW, mask: new Uint8Array() };
      const { nbuckets, matchNVectors, skipNVectors, nextTableIndex, missNextIndex, mask, sessions } = found;
      const shown = { nbuckets, matchNVectors, skipNVectors, nextTableIndex, missNextIndex, mask };
      return { ...shown, retval: Retval.OK, tableId, activeSessions: sessions.size };
    }),
    answer(ClassifyAddDelSession, (vpp, asked) => {
      const table = tables(vpp).get(String(asked.tableIndex));
      if (table === undefined) return { retval: Retval.NO_SUCH_TABLE };
      const isWhole = asked.match.length === table.skipNVectors * VECTOR_BYTES + table.mask.length;
      return { retval: isWhole ? setSession(vpp, asked) : Retval.INVALID_VALUE };
    }),
    answerDump(ClassifySessionDump, function* (vpp, { tableId }) {
      for (const session of tables(vpp).get(String(tableId))?.sessions.values() ?? []) {
        const { hitNextIndex, advance, opaqueIndex, match } = session;
        // VPP keeps 16 bits.
        yield { hitNextIndex: hitNextIndex & 0xffff, advance, opaqueIndex, match, retval: Retval.OK, tableId };
      }
    }),
    onInterface(InputAclSetInterface, (vpp, _found, asked) => attach(vpp, "received", asked)),
    onInterface(OutputAclSetInterface, (vpp, _found, asked) => attach(vpp, "sent", asked)),
    onInterface(PolicerClassifySetInterface, (vpp, _found, asked) => attach(vpp, "policed", asked)),
    onInterface(FlowClassifySetInterface, (vpp, _found, asked) => attach(vpp, "counted", asked)),
    answer(ClassifyTableByInterface, (vpp, { swIfIndex }) => {
      if (vpp.interfaces.get(swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      const [ip4TableId, ip6TableId, l2TableId] = kinds.map(
        (kind) => attached(vpp).get(`received ${swIfIndex} ${kind}`)?.table ?? NONE,
      );
      return { retval: Retval.OK, swIfIndex, ip4TableId, ip6TableId, l2TableId } as never;
    }),
    answer(PuntAclAddDel, (vpp, asked) => ({ retval: attach(vpp, "punted", { ...asked, swIfIndex: 0 }) })),
    answer(PuntAclGet, (vpp) => {
      const [ip4TableIndex, ip6TableIndex] = kinds.map((kind) => attached(vpp).get(`punted 0 ${kind}`)?.table ?? NONE);
      return { retval: Retval.OK, ip4TableIndex, ip6TableIndex } as never;
    }),
  ],
};

/** Adds, replaces or deletes a session, whose `match` starts with the bytes that the table skips. */
export function setSession(vpp: Vpp, asked: ClassifyAddDelSession): number {
  const table = tables(vpp).get(String(asked.tableIndex));
  if (table === undefined) return Retval.NO_SUCH_TABLE;
  const start = table.skipNVectors * VECTOR_BYTES;
  const match = asked.match.slice(start).map((byte, index) => byte & table.mask[index]!);
  const key = Buffer.from(match).toString("hex");
  if (asked.isAdd) table.sessions.set(key, { ...asked, match });
  else if (!table.sessions.delete(key)) return Retval.NO_SUCH_ENTRY;
  return Retval.OK;
}

/** CLASSIFY_TABLE_NOT_FOUND */
const NO_SUCH_TABLE_TO_SHOW = -91;

function lowestFree(vpp: Vpp): number {
  let index = 0;
  while (tables(vpp).has(String(index))) index++;
  return index;
}

/** VPP keeps the table that is there. */
function attach(vpp: Vpp, purpose: string, asked: Asked): number {
  for (const kind of kinds) {
    const table = asked[kind] ?? NONE;
    if (table === NONE) continue;
    if (!tables(vpp).has(String(table))) return Retval.NO_SUCH_TABLE;
    const key = `${purpose} ${asked.swIfIndex} ${kind}`;
    const present = attached(vpp).get(key);
    if (asked.isAdd && present === undefined) attached(vpp).set(key, { table });
    if (!asked.isAdd && present?.table !== table) return Retval.NO_SUCH_TABLE;
    if (!asked.isAdd) attached(vpp).delete(key);
  }
  return Retval.OK;
}
