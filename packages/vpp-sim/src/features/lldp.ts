import { Buffer } from "node:buffer";
import { ChassisIdSubtype, LldpConfig, LldpDump, PortIdSubtype, SwInterfaceSetLldp } from "vpp-binapi-ts/api";
import { answer, answerStream, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

const ports = recordsOf<{ readonly swIfIndex: number }>("lldp", (port, swIfIndex) => port.swIfIndex === swIfIndex);

const times = recordsOf<{ readonly hold: number; readonly interval: number }>("lldp-times");

/** LLDP (plugin lldp), with nobody else to be heard. VPP confuses two numberings of interfaces, which are the same here. */
export const lldp: Feature = {
  name: "lldp",
  handlers: [
    answer(LldpConfig, (vpp, { txHold, txInterval }) => {
      if (txHold > 100 || txInterval > 3600) return { retval: Retval.INVALID_VALUE };
      const before = timesOf(vpp);
      // Zero leaves it as it is.
      times(vpp).set("", { hold: txHold || before.hold, interval: txInterval || before.interval });
      return { retval: Retval.OK };
    }),
    onInterface(SwInterfaceSetLldp, (vpp, { swIfIndex, kind }, { enable }) => {
      if (kind === "local") return Retval.INVALID_VALUE;
      if (enable) ports(vpp).set(String(swIfIndex), { swIfIndex });
      else ports(vpp).delete(String(swIfIndex));
      return Retval.OK;
    }),
    answerStream(LldpDump, (vpp) => ({
      details: Array.from(ports(vpp).values(), ({ swIfIndex }) => details(vpp, swIfIndex)),
      retval: Retval.OK,
    })),
  ],
};

function timesOf(vpp: Vpp) {
  return times(vpp).get("") ?? { hold: 4, interval: 30 };
}

/** A loopback hears itself at once; nobody else is heard. */
function details(vpp: Vpp, swIfIndex: number) {
  const { mac, name, kind } = vpp.interfaces.get(swIfIndex)!;
  if (kind !== "loopback") return { swIfIndex };
  const sinceStart = (vpp.now() - vpp.startedAtMs) / 1000;
  const { hold, interval } = timesOf(vpp);
  return {
    swIfIndex,
    chassisId: padded(mac),
    chassisIdLen: mac.length,
    chassisIdSubtype: ChassisIdSubtype.CHASSIS_ID_SUBTYPE_MAC_ADDR,
    portId: padded(Buffer.from(name)),
    portIdLen: Buffer.byteLength(name),
    portIdSubtype: PortIdSubtype.PORT_ID_SUBTYPE_INTF_NAME,
    ttl: hold * interval + 1,
    lastSent: sinceStart,
    lastHeard: sinceStart,
  };
}

const ID_SIZE = 64;

function padded(id: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(ID_SIZE);
  bytes.set(id);
  return bytes;
}
