import { FeatureGsoEnableDisable } from "vpp-binapi-ts/api";
import type { Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { countFeature } from "./feature-arc.js";
import { onInterface } from "./on-interface.js";

/** Segmentation in software (vnet/gso), which no dump shows. */
export const gso: Feature = {
  name: "gso",
  handlers: [
    onInterface(FeatureGsoEnableDisable, (vpp, { swIfIndex }, { enableDisable }) => {
      countFeature(vpp, "ip4-output", "gso-ip4", swIfIndex, enableDisable);
      return Retval.OK;
    }),
  ],
};
