import { ShowVersion } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../src/southbound/translator.js";

/** Whether the connected VPP is of release 26.06 or an earlier one: its defects are met by what later ones may have mended. */
export function isRelease2606OrEarlier(context: TranslatorContext): Promise<boolean> {
  return context.once("release-2606-or-earlier", async () => {
    const { version } = await context.vpp.call(ShowVersion);
    const release = /(\d\d)\.(\d\d)/.exec(version);
    if (release === null) return true;
    return Number(release[1]) * 100 + Number(release[2]) <= 2606;
  });
}
