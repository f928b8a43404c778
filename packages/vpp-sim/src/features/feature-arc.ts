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
      if (!isKnown(arcName, featureName)) return Retval.INVALID_VALUE;
      countFeature(vpp, arcName, featureName, swIfIndex, enable);
      return Retval.OK;
    }),
    answer(FeatureIsEnabled, (vpp, { arcName, featureName, swIfIndex }) => {
      if (vpp.interfaces.get(swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      // VPP takes "no such feature" for yes.
      const isEnabled = !isKnown(arcName, featureName) || uses(vpp).has(`${arcName} ${featureName} ${swIfIndex}`);
      return { retval: Retval.OK, isEnabled };
    }),
  ],
};

/** Of VPP's some hundred features the ones that matter here. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  "device-input": ["pppoe-input"],
  "ip4-output": ["gso-ip4"],
  "ip4-unicast": [
    "ip4-vxlan-bypass",
    "ip4-lookup",
    "cnat-input-ip4",
    "cnat-lookup-ip4",
    "det44-in2out",
    "det44-out2in",
    "svs-ip4",
  ],
  "ip6-unicast": [
    "ip6-vxlan-bypass",
    "ip6-lookup",
    "cnat-input-ip6",
    "cnat-lookup-ip6",
    "ip6-unicast-nd-proxy",
    "svs-ip6",
  ],
};

function isKnown(arcName: string, featureName: string): boolean {
  return FEATURES[arcName]?.includes(featureName) ?? false;
}

/** VPP counts: a feature that was enabled twice has to be disabled twice. */
export function countFeature(vpp: Vpp, arc: string, feature: string, swIfIndex: number, isEnable: boolean): void {
  const key = `${arc} ${feature} ${swIfIndex}`;
  const count = (uses(vpp).get(key)?.count ?? 0) + (isEnable ? 1 : -1);
  if (count > 0) uses(vpp).set(key, { swIfIndex, count });
  else uses(vpp).delete(key);
}
