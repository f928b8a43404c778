import { LldpConfig, LldpDump, SwInterfaceSetLldp } from "vpp-binapi-ts/api";
import { answer, answerStream, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { onInterface } from "./on-interface.js";

const ports = recordsOf<{ readonly swIfIndex: number }>("lldp", (port, swIfIndex) => port.swIfIndex === swIfIndex);

/** LLDP (plugin lldp), with nobody to be heard. VPP confuses two numberings of interfaces, which are the same here. */
export const lldp: Feature = {
  name: "lldp",
  handlers: [
    answer(LldpConfig, (_vpp, { txHold, txInterval }) => {
      const isPossible = txHold <= 100 && txInterval <= 3600;
      return { retval: isPossible ? Retval.OK : Retval.INVALID_VALUE };
    }),
    onInterface(SwInterfaceSetLldp, (vpp, { swIfIndex }, { enable }) => {
      if (enable) ports(vpp).set(String(swIfIndex), { swIfIndex });
      else ports(vpp).delete(String(swIfIndex));
      return Retval.OK;
    }),
    answerStream(LldpDump, (vpp) => ({ details: ports(vpp).values(), retval: Retval.OK })),
  ],
};
