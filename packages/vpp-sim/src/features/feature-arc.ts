import { FeatureEnableDisable, FeatureIsEnabled } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

interface FeatureUse {
  readonly swIfIndex: number;
  readonly count: number;
}

const uses = recordsOf<FeatureUse>("feature-arc", (use, swIfIndex) => use.swIfIndex === swIfIndex);

/** Which features of an arc are on for an interface (vnet/feature). */
export const featureArc: Feature = {
  name: "feature",
  handlers: [
    onInterface(FeatureEnableDisable, (vpp, _, { arcName, featureName, swIfIndex, enable }) => {
      countFeature(vpp, arcName, featureName, swIfIndex, enable);
      return Retval.OK;
    }),
    answer(FeatureIsEnabled, (vpp, { arcName, featureName, swIfIndex }) => ({
      retval: Retval.OK,
      isEnabled: uses(vpp).has(`${arcName} ${featureName} ${swIfIndex}`),
    })),
  ],
};

/** VPP counts: a feature that was enabled twice has to be disabled twice. */
export function countFeature(vpp: Vpp, arc: string, feature: string, swIfIndex: number, isEnable: boolean): void {
  const key = `${arc} ${feature} ${swIfIndex}`;
  const count = (uses(vpp).get(key)?.count ?? 0) + (isEnable ? 1 : -1);
  if (count > 0) uses(vpp).set(key, { swIfIndex, count });
  else uses(vpp).delete(key);
}
