import type { TranslatorContext } from "../../src/southbound/translator.js";
import { featureInterface } from "./feature-interface.js";
import { hasPlaces, makePlace } from "./places-for-sessions.js";
import { sourceNat } from "./source-nat.js";
import { virtualAddresses } from "./virtual-addresses.js";

/** A table was made: where cnat is configured, or was, the table gets a place for its sessions. */
export async function countSessionsOf(context: TranslatorContext, tableId: number, isIp6: boolean): Promise<void> {
  if (isCnatConfigured(context) || (await hasPlaces(context))) await makePlace(context, { tableId, isIp6 });
}

function isCnatConfigured({ allConfigured }: TranslatorContext): boolean {
  return [featureInterface.kind, virtualAddresses, sourceNat.kind].some((kind) => {
    for (const _entry of allConfigured(kind)) return true;
    return false;
  });
}
