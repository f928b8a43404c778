/** Table 0 of labels, where VPP looks for it: what uses it is refused when another table was there first. */

import { MplsTableAddDel } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { askPlacesOfLabelTables, isLabelTableZeroFirst } from "../../src/vpp-limits/label-tables.js";

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
    while (!(await askPlacesOfLabelTables(context.vpp)).includes(0) && fillers.length < mostLeftPlaces) {
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
  if (await isLabelTableZeroFirst(context.vpp)) return;
  const message =
    "VPP 26.06 takes the table of labels that was there first for table 0: remove all tables, and make table 0 before others";
  throw new NotSupportedByVpp(leaf, message);
}

async function addOrDelete({ vpp }: Vpp, mtTableId: number, mtName: string, mtIsAdd: boolean): Promise<void> {
  await vpp.call(MplsTableAddDel, { mtIsAdd, mtTable: { mtTableId, mtName } });
}
