import { SwInterfaceSetPromisc } from "vpp-binapi-ts/api";
import { defineInterfaceSwitch } from "./interface-switch.js";

/** Reception of frames for any address. VPP refuses it for interfaces whose device cannot (loopback, AF_PACKET). */
export const interfacePromiscuous = defineInterfaceSwitch({
  name: "interface-promiscuous",
  leaf: "sweetcomb-interfaces:promiscuous",
  message: SwInterfaceSetPromisc,
  set: (vpp, swIfIndex, promiscOn) => vpp.call(SwInterfaceSetPromisc, { swIfIndex, promiscOn }),
});
