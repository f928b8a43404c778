import { AdlAllowlistEnableDisable, AdlInterfaceEnableDisable } from "vpp-binapi-ts/api";
import type { Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { onInterface } from "./on-interface.js";

/** Lists of sources (plugin adl), which nothing shows. Packets are not looked at. */
export const adl: Feature = {
  name: "adl",
  handlers: [
    onInterface(AdlInterfaceEnableDisable, () => Retval.OK),
    onInterface(AdlAllowlistEnableDisable, (vpp, _found, { fibId, ip4, ip6 }) => {
      const isMissing = (family: "ip4" | "ip6") => vpp.fib.find(family, fibId) === undefined;
      return (ip4 && isMissing("ip4")) || (ip6 && isMissing("ip6")) ? Retval.NO_SUCH_FIB : Retval.OK;
    }),
  ],
};
