import { sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";

const counters = "/net/cnat-translation";

/** What was translated, by the number of the translation; undefined where the stats segment cannot be read. */
export async function readTranslated(context: TranslatorContext) {
  if (!context.showsState) return undefined;
  const [entry] = (await context.readStats((name) => name === counters)) ?? [];
  if (entry?.kind !== "combined") return undefined;
  return sumThreadsCombined(entry.counters).map(({ packets, bytes }) => ({
    packets: String(packets),
    octets: String(bytes),
  }));
}
