import type { TranslatorContext } from "../../src/southbound/translator.js";
import { askLabelTableRoom, lackForLabelTables } from "../../src/vpp-limits/label-table-room.js";
import { withoutRoom } from "../heap.js";

/**
 * Makes a table of labels, if VPP's heap has room for it and for all that are being made at the same time, of which none is made
 * otherwise. Throws NotSupportedByVpp then.
 */
export async function withRoomForTable(context: TranslatorContext, make: () => Promise<void>): Promise<void> {
  const making = await context.once("tables of labels that are being made", async () => ({ tables: 0 }));
  making.tables += 1;
  try {
    // One answer for all that ask at the same time.
    const lack = await context.together("room for tables of labels", async () => {
      const room = await askLabelTableRoom(context.vpp);
      return { needed: lackForLabelTables(room, making.tables), free: room.free };
    });
    if (lack.needed !== undefined) throw withoutRoom(lack.needed, lack.free, "");
    await make();
  } finally {
    making.tables -= 1;
  }
}
