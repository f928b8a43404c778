import { AdlAllowlistEnableDisable, AdlInterfaceEnableDisable } from "vpp-binapi-ts/api";
import type { Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { countFeature } from "./feature-arc.js";
import { onInterface } from "./on-interface.js";

/** Source addresses that an interface lets in (plugin adl). VPP has no message that shows them. */
export const allowLists: Feature = {
  name: "allow-lists",
  handlers: [
    onInterface(AdlInterfaceEnableDisable, (vpp, { swIfIndex }, { enableDisable }) => {
      countFeature(vpp, "device-input", "adl-input", swIfIndex, enableDisable);
      return Retval.OK;
    }),
    onInterface(AdlAllowlistEnableDisable, (vpp, _found, { fibId, ip4, ip6 }) => {
      const isMissing = (["ip4", "ip6"] as const).some(
        (family) => (family === "ip4" ? ip4 : ip6) && vpp.fib.find(family, fibId) === undefined,
      );
      return isMissing ? Retval.NO_SUCH_FIB : Retval.OK;
    }),
  ],
};
