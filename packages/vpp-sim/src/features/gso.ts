import { FeatureGsoEnableDisable } from "vpp-binapi-ts/api";
import type { Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { onInterface } from "./on-interface.js";

/** Segmentation in software (vnet/gso), which no dump shows. */
export const gso: Feature = {
  name: "gso",
  handlers: [onInterface(FeatureGsoEnableDisable, () => Retval.OK)],
};
