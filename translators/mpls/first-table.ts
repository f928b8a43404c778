/**
 * Bindings, policies of segment routing and paths by a label use table 0. VPP 26.06 takes the table with the lowest place among its tables
 * for it, whichever that is, and deletes that one with the last policy (fib_table_unlock is given the number of the table).
 */

import { CliInband, MplsTableAddDel } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

type Vpp = Pick<TranslatorContext, "vpp">;

/** A bound for the places that tables have left. VPP gives the one first that was left last. */
const mostLeftPlaces = 256;

/** The model has no table of such a number. */
const fillerTable = 4_294_967_295;

/** Makes table 0, where VPP looks for it if no other table is there. */
export async function makeTableZero(context: Vpp, name: string): Promise<void> {
  const fillers: number[] = [];
  await addOrDelete(context, 0, name, true);
  try {
    while (!(await places(context, "")).includes(0) && fillers.length < mostLeftPlaces) {
      await addOrDelete(context, 0, "", false);
      const filler = fillerTable - fillers.length;
      await addOrDelete(context, filler, "", true);
      fillers.push(filler);
      await addOrDelete(context, 0, name, true);
    }
  } catch (refusal) {
    await addOrDelete(context, 0, "", false);
    throw refusal;
  } finally {
    for (const filler of fillers) await addOrDelete(context, filler, "", false);
  }
}

/** Throws NotSupportedByVpp for a leaf that needs table 0 to be where VPP looks for it. */
export async function refuseUnlessTableZeroIsFirst(context: Vpp, leaf: string): Promise<void> {
  if ((await places(context, "table 0")).includes(0)) return;
  const message =
    "VPP 26.06 takes the table of labels that was there first for table 0: remove all tables, and make table 0 before others";
  throw new NotSupportedByVpp(leaf, message);
}

/** The places of tables: "MPLS-VRF:0, fib_index:0 locks:[API:1, ]", and the routes of one label. */
async function places({ vpp }: Vpp, which: "" | "table 0"): Promise<readonly number[]> {
  const { reply } = await vpp.call(CliInband, { cmd: `show mpls fib ${which} 1048575` });
  return [...reply.matchAll(/^.*, fib_index:(\d+) locks:/gm)].map(([, place]) => Number(place));
}

async function addOrDelete({ vpp }: Vpp, mtTableId: number, mtName: string, mtIsAdd: boolean): Promise<void> {
  await vpp.call(MplsTableAddDel, { mtIsAdd, mtTable: { mtTableId, mtName } });
}
