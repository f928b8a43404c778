/**
 * VPP 26.06 tells endpoints of one virtual network apart by their address alone: a mapping of 10.0.0.0/8 takes the place of one of
 * 10.0.0.0/16 in its index, so that later one is deleted and the other is meant.
 */

import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { withRoom } from "../heap.js";
import type { EidKey } from "./eid.js";
import { lookUp } from "./mappings.js";

/** Heap that VPP takes for the sources of each mapping, and does not give back when that goes: measured on VPP 26.06. */
const MAPPING_BYTES = 660_000;

/** Adds a mapping when VPP has room for it, and none with the same address. Mappings of one wave wait for each other. */
export async function addUnlessSameAddress(
  context: TranslatorContext,
  key: EidKey,
  add: () => Promise<void>,
): Promise<void> {
  await withRoom(context, MAPPING_BYTES, "eid", () => addInTurn(context, key, add));
}

async function addInTurn(context: TranslatorContext, key: EidKey, add: () => Promise<void>): Promise<void> {
  const turns = await context.once("lisp-mappings-are-added", async () => ({ last: Promise.resolve() }));
  const before = turns.last;
  const mine = before.then(async () => {
    await refuseSameAddress(context, key);
    await add();
  });
  turns.last = mine.catch(() => {});
  await mine;
}

async function refuseSameAddress({ vpp }: TranslatorContext, key: EidKey): Promise<void> {
  const found = await lookUp(vpp, key);
  if (found === undefined || found.key.vni !== key.vni) return;
  const other = found.key.eid;
  if (other === key.eid || addressOf(other) !== addressOf(key.eid)) return;
  const message = `VPP 26.06 cannot tell ${key.eid} from ${other}: it looks at the address alone, and has a mapping of the latter`;
  throw new NotSupportedByVpp("eid", message);
}

function addressOf(text: string): string {
  return text.slice(0, text.indexOf("/"));
}
