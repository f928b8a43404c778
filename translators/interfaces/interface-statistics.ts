/** Counters of an interface: those of RFC 8343, and what VPP counts beyond them. */

import type { DirectionCounters, InterfaceCounters, TranslatorContext } from "../../src/southbound/translator.js";
import { detailedStatistics } from "./detailed-statistics.js";
import type { ListedInterface } from "./interface.js";
import { receivedBy } from "./received-counters.js";

/** Both containers of counters; empty where the stats segment cannot be read. */
export async function statisticsOf(context: TranslatorContext, { details, name }: ListedInterface) {
  const statistics = await context.oncePerRun("counters", () => context.counters());
  const counters = statistics?.interfaces.get(details.swIfIndex);
  if (statistics === undefined || counters === undefined) return {};
  const received = await receivedBy(context, details.swIfIndex, statistics.interfaces);
  const isDetailed = context.configured(detailedStatistics.at({ name })) !== undefined;
  return {
    statistics: {
      "discontinuity-time": statistics.since.toISOString(),
      ...(received !== undefined && { "in-octets": String(received.octets) }),
      ...standardCounters(counters, isDetailed),
    },
    "sweetcomb-interfaces:vpp-statistics": {
      ...(received !== undefined && { "in-packets": String(received.packets) }),
      ...ownCounters(counters),
    },
  };
}

/** RFC 8343. VPP knows no packets of unknown protocols (they are among its drops) and none discarded on the way out. */
function standardCounters(counters: InterfaceCounters, isDetailed: boolean) {
  const { drops, noBuffer, missed } = counters;
  return {
    ...packetsByDestination("in", counters.in, isDetailed),
    "in-discards": counter32(drops + noBuffer + missed),
    "in-errors": counter32(counters.in.errors),
    "out-octets": String(counters.out.octets),
    ...packetsByDestination("out", counters.out, isDetailed),
    "out-errors": counter32(counters.out.errors),
  };
}

/** Zeros of an interface that was not asked to tell destinations apart would not be true. */
function packetsByDestination(way: "in" | "out", counters: DirectionCounters, isDetailed: boolean) {
  const { unicast, multicast, broadcast } = counters;
  if (!isDetailed && unicast + multicast + broadcast === 0n) return {};
  return {
    [`${way}-unicast-pkts`]: String(unicast),
    [`${way}-multicast-pkts`]: String(multicast),
    [`${way}-broadcast-pkts`]: String(broadcast),
  };
}

function ownCounters(counters: InterfaceCounters) {
  return {
    "out-packets": String(counters.out.packets),
    drops: String(counters.drops),
    punts: String(counters.punts),
    ip4: String(counters.ip4),
    ip6: String(counters.ip6),
    mpls: String(counters.mpls),
    "rx-no-buffer": String(counters.noBuffer),
    "rx-missed": String(counters.missed),
  };
}

/** RFC 6991 counter32: wraps. */
function counter32(count: bigint): number {
  return Number(BigInt.asUintN(32, count));
}
