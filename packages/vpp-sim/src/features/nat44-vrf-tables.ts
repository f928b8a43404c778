/** Between which VRFs nat44-ed translates. */

import { Nat44EdAddDelVrfRoute, Nat44EdAddDelVrfTable, Nat44EdVrfTablesV2Dump } from "vpp-binapi-ts/api";
import { answer, answerDump } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface VrfTable {
  readonly tableVrfId: number;
  readonly vrfIds: readonly number[];
  /** The most routes that it had: VPP 26.06 shows so many, the last of them from memory of others. */
  readonly places: number;
}

const tables = recordsOf<VrfTable>("nat44-ed-vrf-tables");

export const nat44VrfTables = {
  forget: (vpp: Vpp) => tables(vpp).clear(),
  handlers: [
    answer(Nat44EdAddDelVrfTable, (vpp, { tableVrfId, isAdd }) => {
      const key = String(tableVrfId);
      if (!isAdd) return { retval: tables(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
      if (tables(vpp).has(key)) return { retval: Retval.VALUE_EXIST };
      tables(vpp).set(key, { tableVrfId, vrfIds: [], places: 0 });
      return { retval: Retval.OK };
    }),
    answer(Nat44EdAddDelVrfRoute, (vpp, { tableVrfId, vrfId, isAdd }) => {
      const table = tables(vpp).get(String(tableVrfId));
      if (table === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      const others = table.vrfIds.filter((other) => other !== vrfId);
      const isThere = others.length < table.vrfIds.length;
      if (isAdd === isThere) return { retval: isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY };
      const vrfIds = isAdd ? [...others, vrfId] : others;
      tables(vpp).set(String(tableVrfId), { tableVrfId, vrfIds, places: Math.max(table.places, vrfIds.length) });
      return { retval: Retval.OK };
    }),
    answerDump(Nat44EdVrfTablesV2Dump, (vpp) => [...tables(vpp).values()].map(shown)),
  ],
};

/** What the memory of others has is taken for 0 here. */
function shown({ tableVrfId, vrfIds, places }: VrfTable) {
  return { tableVrfId, vrfIds: [...vrfIds, ...Array<number>(places - vrfIds.length).fill(0)] };
}
