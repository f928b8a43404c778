import {
  Det44AddDelMap,
  Det44GetTimeouts,
  Det44InterfaceAddDelFeature,
  Det44InterfaceDump,
  Det44MapDump,
  Det44PluginEnableDisable,
  Det44SessionDump,
  Det44SetTimeouts,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { countFeature } from "./feature-arc.js";
import { keepRecord } from "./keep-record.js";
import { defaultTimeouts, text } from "./nat44-tables.js";
import { onInterface } from "./on-interface.js";

interface Side {
  readonly swIfIndex: number;
  readonly isInside: boolean;
}

const enabled = recordsOf<object>("det44-enabled");
/** An interface that goes stays listed, under a number that another one may get. */
const sides = recordsOf<Side>("det44-interfaces");
const maps = recordsOf<Det44AddDelMap>("det44-maps");
const timeouts = recordsOf<Det44SetTimeouts>("det44-timeouts");

/** "It is so already" in this plugin. */
const ALREADY_SO = 1;
const SHARED_PORTS = 65_535 - 1023;

/** Deterministic NAT44 (plugin det44). A real VPP dies when it is disabled after it had interfaces; this one does not. */
export const det44: Feature = {
  name: "det44",
  handlers: [
    answer(Det44PluginEnableDisable, (vpp, { enable }) => {
      if (enable === enabled(vpp).size > 0) return { retval: ALREADY_SO };
      // Maps that were made before are taken along.
      for (const table of enable ? [sides, timeouts] : [enabled, sides, maps, timeouts]) table(vpp).clear();
      if (enable) enabled(vpp).set("", {});
      return { retval: Retval.OK };
    }),
    onInterface(Det44InterfaceAddDelFeature, (vpp, { swIfIndex }, { isAdd, isInside }) => {
      const key = String(swIfIndex);
      if (isAdd === sides(vpp).has(key)) return Retval.INVALID_VALUE;
      // Its node is switched on in either case.
      countFeature(vpp, "ip4-unicast", isInside ? "det44-in2out" : "det44-out2in", swIfIndex, true);
      if (isAdd) sides(vpp).set(key, { swIfIndex, isInside });
      else sides(vpp).delete(key);
      return Retval.OK;
    }),
    answerDump(Det44InterfaceDump, function* (vpp) {
      for (const { swIfIndex, isInside } of sides(vpp).values()) yield { swIfIndex, isInside, isOutside: !isInside };
    }),
    keepRecord(Det44AddDelMap, {
      records: maps,
      keyOf: ({ inAddr, inPlen, outAddr, outPlen }) => `${text(inAddr)}/${inPlen} ${text(outAddr)}/${outPlen}`,
      whenThere: Retval.VALUE_EXIST,
    }),
    answerDump(Det44MapDump, function* (vpp) {
      for (const { inAddr, inPlen, outAddr, outPlen } of maps(vpp).values()) {
        const sharingRatio = Math.floor(2 ** (outPlen - inPlen));
        yield { inAddr, inPlen, outAddr, outPlen, sharingRatio, portsPerHost: portsOf(sharingRatio) };
      }
    }),
    answer(Det44SetTimeouts, (vpp, asked) => {
      timeouts(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(Det44GetTimeouts, (vpp) => ({ ...(timeouts(vpp).get("") ?? defaultTimeouts) })),
    answerDump(Det44SessionDump, function* () {}),
  ],
};

/** Of ports that nobody shares VPP would divide by zero. */
function portsOf(sharingRatio: number): number {
  return sharingRatio === 0 ? 0 : Math.floor(SHARED_PORTS / sharingRatio);
}
