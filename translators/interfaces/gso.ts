import { FeatureGsoEnableDisable } from "vpp-binapi-ts/api";
import { l2Attachments } from "../l2/attachment.js";
import { defineInterfaceSwitch } from "./interface-switch.js";

/** Segmentation of TCP in software on the way out. */
export const interfaceGso = defineInterfaceSwitch({
  name: "interface-gso",
  leaf: "sweetcomb-interfaces:gso",
  message: FeatureGsoEnableDisable,
  // What comes into layer 2 has its lists bound again while there is no segmentation.
  after: (key) => [l2Attachments.at(key)],
  set: (vpp, swIfIndex, enableDisable) => vpp.call(FeatureGsoEnableDisable, { swIfIndex, enableDisable }),
});
