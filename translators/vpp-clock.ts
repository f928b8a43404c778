/** VPP tells some times in seconds since it started. */

import type { TranslatorContext } from "../src/southbound/translator.js";

/** A time of VPP's clock, in seconds, as yang:date-and-time: to some seconds, as exactly as VPP's start is known. */
export type DateOfVpp = (seconds: number) => string;

const bootTime = "/sys/boottime";

/** Undefined for one who does not look at state, and where the stats segment, which has the start of VPP, cannot be read. */
export async function vppClock({
  showsState,
  readStat,
}: Pick<TranslatorContext, "showsState" | "readStat">): Promise<DateOfVpp | undefined> {
  if (!showsState) return undefined;
  const start = await readStat(bootTime);
  if (start === undefined || !("value" in start)) return undefined;
  return (seconds) => new Date((Number(start.value) + Math.floor(seconds)) * 1000).toISOString();
}
