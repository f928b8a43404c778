import { BierRouteAddDel, BierRouteDump, BierTableAddDel, BierTableDump, type BierTableId } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

interface Table {
  readonly asked: BierTableAddDel;
  readonly positions: Set<number>;
}

const tables = recordsOf<Table>("bier-tables");

const BSL_UNSUPPORTED = -146;
const LONGEST = 4;
const NO_LABEL = 0x10_0000;

/** Bit Index Explicit Replication (vnet/bier), without the counting of additions. */
export const bier: Feature = {
  name: "bier",
  handlers: [
    answer(BierTableAddDel, (vpp, asked) => {
      if (asked.btTblId.btHdrLenId > LONGEST) return { retval: BSL_UNSUPPORTED };
      const key = keyOf(asked.btTblId);
      if (asked.btIsAdd) tables(vpp).set(key, { asked, positions: tables(vpp).get(key)?.positions ?? new Set() });
      else tables(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(BierTableDump, function* (vpp) {
      for (const { asked } of tables(vpp).values()) {
        const label = Buffer.alloc(4);
        label.writeUInt32LE(asked.btLabel === 0 ? NO_LABEL : asked.btLabel);
        yield { btTblId: asked.btTblId, btLabel: label.readUInt32BE() };
      }
    }),
    answer(BierRouteAddDel, (vpp, { brIsAdd, brRoute: { brBp, brTblId, brPaths } }) => {
      if (brBp > 64 << brTblId.btHdrLenId) throw new VppDies("a bit behind the end of the table");
      const positions = tables(vpp).get(keyOf(brTblId))?.positions;
      if (brIsAdd && brPaths.length > 0) positions?.add(brBp);
      else positions?.delete(brBp);
      return { retval: Retval.OK };
    }),
    answerDump(BierRouteDump, function* (vpp, { brTblId }) {
      const found = tables(vpp).get(keyOf(brTblId));
      // VPP says that there are no paths.
      for (const brBp of found?.positions ?? [])
        yield { brRoute: { brBp, brTblId: found!.asked.btTblId, brPaths: [] } };
    }),
  ],
};

/** VPP does not look at the set. */
function keyOf({ btSubDomain, btHdrLenId }: BierTableId): string {
  return `${btSubDomain} ${btHdrLenId}`;
}
