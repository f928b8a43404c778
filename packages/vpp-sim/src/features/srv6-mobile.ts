import { type SrLocalsidsWithPacketStatsDetails, SrMobileLocalsidAddDel } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { prefixText } from "./prefix-text.js";

/** By prefix. */
const segments = recordsOf<SrMobileLocalsidAddDel>("srv6-mobile-segments");

/** Numbers of behaviours in the order in which the plugin gives them. */
const behaviors = ["end.m.gtp4.e", "end.m.gtp6.e", "end.m.gtp6.d", "end.m.gtp6.d.di"];
const FIRST_BEHAVIOR = 18;

const SEGMENT_EXISTS = -1;
const NO_SEGMENT = -2;
const NO_TABLE = -3;

/** Segments of mobile networks (plugin srv6mobile). */
export const srv6Mobile: Feature = {
  name: "srv6-mobile",
  handlers: [
    answer(SrMobileLocalsidAddDel, (vpp, asked) => {
      const key = prefixText(asked.localsidPrefix.address, asked.localsidPrefix.len);
      if (asked.isDel) return { retval: segments(vpp).delete(key) ? Retval.OK : NO_SEGMENT };
      if (segments(vpp).has(key)) return { retval: SEGMENT_EXISTS };
      if (vpp.fib.find("ip6", asked.fibTable) === undefined) return { retval: NO_TABLE };
      segments(vpp).set(key, asked);
      return { retval: Retval.OK };
    }),
  ],
};

/** As the dump of all local segments has them. */
export function mobileDetails(vpp: Vpp) {
  return Array.from(segments(vpp).values(), ({ localsidPrefix, behavior, fibTable }) => ({
    addr: localsidPrefix.address,
    endPsp: false,
    behavior: (FIRST_BEHAVIOR + behaviors.indexOf(behavior)) as SrLocalsidsWithPacketStatsDetails["behavior"],
    fibTable,
    xconnectNhAddr: { af: 0, un: { ip4: new Uint8Array(4) } } as const,
    xconnectIfaceOrVrfTable: 0,
  }));
}

/** As `show sr localsids` has them. */
export function mobileParagraphs(vpp: Vpp): readonly string[] {
  return Array.from(segments(vpp).values(), (segment) =>
    [
      `\tAddress: \t${prefixText(segment.localsidPrefix.address, segment.localsidPrefix.len)}`,
      `\tBehavior: \t${segment.behavior} (Endpoint function)`,
      ...linesOf(segment),
      "\tGood traffic: \t[0 packets : 0 bytes]",
      "\tBad traffic:  \t[0 packets : 0 bytes]",
      "--------------------",
      "",
    ].join("\n"),
  );
}

function linesOf({ behavior, v4srcPosition, v4srcAddr, fibTable, srPrefix, dropIn }: SrMobileLocalsidAddDel) {
  const segmentPrefix = `\tSR Prefix: ${prefixText(srPrefix.address, srPrefix.len)}`;
  switch (behavior) {
    case "end.m.gtp4.e":
      return [
        `\tIPv4 address position: ${v4srcPosition}`,
        `\tIPv4 source address: ${v4srcAddr.join(".")}`,
        `\tFib Table ${fibTable}`,
      ];
    case "end.m.gtp6.d":
      return [`${segmentPrefix} FIB table ${fibTable} Drop In ${Number(dropIn)}`];
    case "end.m.gtp6.d.di":
      return [segmentPrefix];
    default:
      return [`\tFib Table ${fibTable}`];
  }
}
