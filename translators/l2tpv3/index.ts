/** Ethernet over L2TPv3 (plugin l2tp). */

import { L2tpv3InterfaceEnableDisable } from "vpp-binapi-ts/api";
import type { AnyTranslator } from "../../src/southbound/translator.js";
import { defineInterfaceSwitch } from "../interfaces/interface-switch.js";
import { l2tpv3LookupKey } from "./lookup-key.js";

/** Packets of tunnels to other addresses are taken on an interface. VPP counts how often it is told so. */
const interception = defineInterfaceSwitch({
  name: "l2tpv3-interception",
  leaf: "sweetcomb-l2tpv3:l2tpv3-interception",
  message: L2tpv3InterfaceEnableDisable,
  set: (vpp, swIfIndex, enableDisable) => vpp.call(L2tpv3InterfaceEnableDisable, { swIfIndex, enableDisable }),
});

export const l2tpv3Translators: readonly AnyTranslator[] = [l2tpv3LookupKey, interception];
