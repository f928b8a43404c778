import { type CnatTranslation, CnatTranslationDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";

/** All translations of VPP, asked for once in a run of dumps; without those of an interface's address, which the model has not. */
export function listTranslations(context: TranslatorContext): Promise<readonly CnatTranslation[]> {
  return context.oncePerRun("cnat-translations", async () => {
    const found: CnatTranslation[] = [];
    for await (const { translation } of context.vpp.dump(CnatTranslationDump)) {
      if (translation.vip.swIfIndex === NO_INTERFACE) found.push(translation);
    }
    return found;
  });
}
