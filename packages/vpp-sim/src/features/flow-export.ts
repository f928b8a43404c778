import {
  FlowprobeGetParams,
  FlowprobeInterfaceAddDel,
  FlowprobeInterfaceDump,
  FlowprobeSetParams,
  IpfixAllExporterGet,
  IpfixExporterCreateDelete,
  IpfixExporterDump,
  SetIpfixExporter,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { onInterface } from "./on-interface.js";

const exporters = recordsOf<SetIpfixExporter>("ipfix-exporters");
const params = recordsOf<FlowprobeSetParams>("flowprobe-params");
/** VPP keeps them by index when the interface is deleted. */
const watched = recordsOf<FlowprobeInterfaceAddDel>("flowprobe-interfaces");

const NOWHERE = { af: 0, un: { ip4: new Uint8Array(4) } } as const;
/** VPP's own, in seconds. */
const TIMERS = { active: 15, passive: 120 };
const MOST_EXPORTERS = 5;
/** IPv4, IPv6 and layer 2; received, sent and both. */
const HIGHEST_WHICH = 2;
const HIGHEST_DIRECTION = 2;
const PATH_MTU = { min: 68, max: 1450 };

/** IPFIX exporters (vnet/ipfix-export) and the flow probe (plugin flowprobe). Nothing flows, so nothing is exported. */
export const flowExport: Feature = {
  name: "flow-export",
  handlers: [
    answer(SetIpfixExporter, (vpp, asked) => {
      const refused = refuseExporter(vpp, asked);
      if (refused === undefined) exporters(vpp).set("default", asked);
      return { retval: refused ?? Retval.OK };
    }),
    answerDump(IpfixExporterDump, (vpp) => [defaultOf(vpp)]),
    answer(IpfixExporterCreateDelete, (vpp, { isCreate, ...asked }) => {
      const key = JSON.stringify(asked.collectorAddress);
      if (!isCreate) return { retval: exporters(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
      const others = [...exporters(vpp).keys()].filter((other) => other !== key && other !== "default");
      if (others.length >= MOST_EXPORTERS - 1) return { retval: Retval.INVALID_VALUE };
      const refused = refuseExporter(vpp, asked);
      if (refused === undefined) exporters(vpp).set(key, asked);
      return { retval: refused ?? Retval.OK };
    }),
    answerStream(IpfixAllExporterGet, (vpp) => {
      const others = [...exporters(vpp)].filter(([key]) => key !== "default").map(([, exporter]) => exporter);
      return { details: [defaultOf(vpp), ...others], retval: Retval.OK };
    }),
    answer(FlowprobeSetParams, (vpp, asked) => {
      if (asked.passiveTimer > 0 && asked.activeTimer > asked.passiveTimer) return { retval: Retval.INVALID_VALUE };
      if (watched(vpp).size > 0) return { retval: Retval.UNSUPPORTED };
      params(vpp).set("", {
        recordFlags: asked.recordFlags,
        activeTimer: asked.activeTimer === NONE ? TIMERS.active : asked.activeTimer,
        passiveTimer: asked.passiveTimer === NONE ? TIMERS.passive : asked.passiveTimer,
      });
      return { retval: Retval.OK };
    }),
    answer(FlowprobeGetParams, (vpp) => ({
      retval: Retval.OK,
      activeTimer: TIMERS.active,
      passiveTimer: TIMERS.passive,
      ...params(vpp).get(""),
    })),
    onInterface(FlowprobeInterfaceAddDel, (vpp, { swIfIndex }, asked) => {
      if (asked.which > HIGHEST_WHICH || asked.direction > HIGHEST_DIRECTION) return Retval.INVALID_VALUE;
      if (((params(vpp).get("")?.recordFlags ?? 0) as number) === 0) return Retval.CANNOT_ENABLE_DISABLE_FEATURE;
      const key = String(swIfIndex);
      if (asked.isAdd && watched(vpp).has(key)) return Retval.ENTRY_ALREADY_EXISTS;
      if (asked.isAdd) {
        watched(vpp).set(key, asked);
        return Retval.OK;
      }
      const found = watched(vpp).get(key);
      if (found === undefined) return Retval.NO_SUCH_ENTRY;
      // What is watched in another way is "there already", even for a delete.
      if (found.which !== asked.which || found.direction !== asked.direction) return Retval.ENTRY_ALREADY_EXISTS;
      watched(vpp).delete(key);
      return Retval.OK;
    }),
    answerDump(FlowprobeInterfaceDump, function* (vpp, { swIfIndex }) {
      for (const { isAdd: _, ...found } of watched(vpp).values()) {
        if (swIfIndex === NONE || swIfIndex === found.swIfIndex) yield found;
      }
    }),
  ],
};

function defaultOf(vpp: Vpp) {
  return exporters(vpp).get("default") ?? { collectorAddress: NOWHERE, srcAddress: NOWHERE, vrfId: NONE };
}

function refuseExporter(vpp: Vpp, asked: SetIpfixExporter): number | undefined {
  const { collectorAddress, srcAddress, vrfId, pathMtu } = asked;
  if (vrfId !== NONE && vpp.fib.find("ip4", vrfId) === undefined) return Retval.NO_SUCH_FIB;
  // VPP reads the family from what the source has, and takes any other collector.
  const [collector, source] = [collectorAddress, srcAddress].map((address) => isZero(addressFromWire(address)));
  if (source && !collector) return Retval.INVALID_VALUE;
  if (pathMtu < PATH_MTU.min || pathMtu > PATH_MTU.max) {
    return Retval.INVALID_VALUE;
  }
  return undefined;
}
