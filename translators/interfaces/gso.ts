import { FeatureGsoEnableDisable } from "vpp-binapi-ts/api";
import { defineInterfaceSwitch } from "./interface-switch.js";

/** Segmentation of TCP in software on the way out. */
export const interfaceGso = defineInterfaceSwitch({
  name: "interface-gso",
  leaf: "sweetcomb-interfaces:gso",
  message: FeatureGsoEnableDisable,
  set: (vpp, swIfIndex, enableDisable) => vpp.call(FeatureGsoEnableDisable, { swIfIndex, enableDisable }),
});
