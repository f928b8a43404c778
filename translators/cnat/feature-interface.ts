import { FeatureCnatEnableDisable, FeatureIsEnabled } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { makePlaces, messagesOfPlaces } from "./places-for-sessions.js";

type Key = { readonly name: string };

/**
 * An interface whose packets are translated in both directions: eight features of VPP, which come and go together. VPP counts
 * how often they were enabled, so they are disabled before the interface goes, and the next one with its index begins anew.
 */
export const featureInterface = defineTranslator<Key, Key>({
  name: "cnat-interface",
  path: "/sweetcomb-cnat:cnat/interface",
  keys: { name: "interface/name" },
  when: () => true,
  messages: [FeatureIsEnabled, ...messagesOfPlaces],
  dependsOn: ({ key }) => [interfaces.at(key)],
  async create(context, { key }) {
    await makePlaces(context);
    await enable(context, key, true);
  },
  update: "recreate",
  delete: (context, { key }) => goneIsFine(enable(context, key, false)),
  reads: [interfaces],
  async *dump(context) {
    const answers = Array.from(wantedHandles(context, interfaces), async ([key, swIfIndex]) => {
      const feature = { arcName: "ip4-unicast", featureName: "cnat-input-ip4", swIfIndex };
      return { key, ...(await context.vpp.call(FeatureIsEnabled, feature)) };
    });
    for (const { key, isEnabled } of await Promise.all(answers)) if (isEnabled) yield { key, value: key };
  },
});

async function enable({ vpp, handleOf }: TranslatorContext, key: Key, enableDisable: boolean): Promise<void> {
  await vpp.call(FeatureCnatEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enableDisable });
}
