import {
  Det44AddDelMap,
  Det44Forward,
  Det44GetTimeouts,
  Det44InterfaceAddDelFeature,
  Det44InterfaceDump,
  Det44MapDump,
  Det44PluginEnableDisable,
  Det44Reverse,
  Det44SessionDump,
  Det44SetTimeouts,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { countFeature } from "./feature-arc.js";
import { maskedByTable } from "./masked-by-table.js";
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

/** Deterministic NAT44 (plugin det44). */
export const det44: Feature = {
  name: "det44",
  handlers: [
    answer(Det44PluginEnableDisable, (vpp, { enable }) => {
      if (enable === enabled(vpp).size > 0) return { retval: ALREADY_SO };
      // VPP says goodbye to what is outside in words that it cannot print.
      if (!enable && [...sides(vpp).values()].some(({ isInside }) => !isInside)) {
        throw new VppDies("det44 disabled with an outside interface");
      }
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
    answer(Det44AddDelMap, (vpp, asked) => {
      const { isAdd, inPlen, outPlen } = asked;
      const inAddr = maskedByTable(vpp, asked.inAddr, inPlen);
      const outAddr = maskedByTable(vpp, asked.outAddr, outPlen);
      const key = `${text(inAddr)}/${inPlen} ${text(outAddr)}/${outPlen}`;
      if (!isAdd) return { retval: maps(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
      if (maps(vpp).has(key)) return { retval: Retval.VALUE_EXIST };
      dieOfMap(asked);
      maps(vpp).set(key, { isAdd, inAddr, inPlen, outAddr, outPlen });
      return { retval: Retval.OK };
    }),
    answerDump(Det44MapDump, function* (vpp) {
      for (const { inAddr, inPlen, outAddr, outPlen } of maps(vpp).values()) {
        const sharingRatio = sharingRatioOf({ inPlen, outPlen });
        yield { inAddr, inPlen, outAddr, outPlen, sharingRatio, portsPerHost: portsOf(sharingRatio) };
      }
    }),
    answer(Det44SetTimeouts, (vpp, asked) => {
      timeouts(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(Det44GetTimeouts, (vpp) => ({ ...(timeouts(vpp).get("") ?? defaultTimeouts) })),
    answer(Det44Forward, (vpp, { inAddr }) => {
      const map = [...maps(vpp).values()].find(({ inAddr: from, inPlen }) => isWithin(inAddr, from, inPlen));
      if (map === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      const ratio = sharingRatioOf(map);
      const host = numberOf(inAddr) - numberOf(map.inAddr);
      const outPortLo = FIRST_PORT + portsOf(ratio) * (host % ratio);
      const outAddr = bytesOf(numberOf(map.outAddr) + Math.floor(host / ratio));
      return { retval: Retval.OK, outPortLo, outPortHi: outPortLo + portsOf(ratio) - 1, outAddr };
    }),
    answer(Det44Reverse, (vpp, { outAddr, outPort }) => {
      const map = [...maps(vpp).values()].find(({ outAddr: from, outPlen }) => isWithin(outAddr, from, outPlen));
      if (map === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      const ratio = sharingRatioOf(map);
      const host = Math.floor((outPort - FIRST_PORT) / portsOf(ratio));
      const inAddr = bytesOf(numberOf(map.inAddr) + (numberOf(outAddr) - numberOf(map.outAddr)) * ratio + host);
      return { retval: Retval.OK, inAddr };
    }),
    answerDump(Det44SessionDump, function* () {}),
  ],
};

const FIRST_PORT = 1024;

function numberOf(address: Uint8Array): number {
  return address.reduce((number, byte) => number * 256 + byte, 0);
}

function bytesOf(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function isWithin(address: Uint8Array, prefix: Uint8Array, length: number): boolean {
  const size = 2 ** (32 - length);
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(prefix) / size);
}

/** VPP's 32 bits, whatever the prefix length is. */
function sharingRatioOf({ inPlen, outPlen }: Pick<Det44AddDelMap, "inPlen" | "outPlen">): number {
  return Math.floor((1 << (32 - inPlen)) / (1 << (32 - outPlen)));
}

/** VPP divides by the hosts that share an address, and takes memory for the sessions of all of them at once. */
function dieOfMap(asked: Det44AddDelMap): void {
  if (sharingRatioOf(asked) === 0) throw new VppDies("more outside than inside addresses");
  if (Math.imul(SESSIONS_OF_HOST, 1 << (32 - asked.inPlen)) > MOST_SESSIONS)
    throw new VppDies("no memory for sessions");
}

const SESSIONS_OF_HOST = 1000;
/** Of 26 bytes each, in a heap of a gigabyte. */
const MOST_SESSIONS = 40e6;

/** Of ports that nobody shares VPP would divide by zero. */
function portsOf(sharingRatio: number): number {
  return sharingRatio === 0 ? 0 : Math.floor(SHARED_PORTS / sharingRatio);
}
