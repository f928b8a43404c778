import { sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";

const counters = "/net/cnat-translation";

/** New connections, by the number of the translation; undefined where the stats segment cannot be read. */
export async function readTranslated(context: TranslatorContext) {
  if (!context.showsState) return undefined;
  const entry = await context.readStat(counters);
  if (entry?.kind !== "combined") return undefined;
  // VPP counts the first packet of each connection only.
  return sumThreadsCombined(entry.counters).map(({ packets }) => ({ connections: String(packets) }));
}
