/** Interface counters out of VPP's stats segment. */

import { type StatsEntry, type StatsSegment, sumThreads, sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { InterfaceCounters, InterfaceStatistics } from "./statistics.js";

const BOOT_TIME = "/sys/boottime";
const combinedNames = ["/if/rx", "/if/tx"];
const simpleNames = ["/if/drops", "/if/rx-error", "/if/tx-error"];
const wanted = new Set([BOOT_TIME, ...combinedNames, ...simpleNames]);

/** Reads all interfaces at once. Throws StatsUnavailableError when the segment has gone. */
export async function readCounters(segment: StatsSegment): Promise<InterfaceStatistics> {
  const entries = new Map((await segment.read((name) => wanted.has(name))).map((entry) => [entry.name, entry]));
  const [received = [], sent = []] = combinedNames.map((name) => combined(entries.get(name)));
  const [drops = [], receiveErrors = [], sendErrors = []] = simpleNames.map((name) => simple(entries.get(name)));
  const interfaces = new Map<number, InterfaceCounters>();
  for (let index = 0; index < Math.max(received.length, sent.length); index++) {
    interfaces.set(index, {
      inPackets: received[index]?.packets ?? 0n,
      inOctets: received[index]?.bytes ?? 0n,
      outPackets: sent[index]?.packets ?? 0n,
      outOctets: sent[index]?.bytes ?? 0n,
      inDiscards: drops[index] ?? 0n,
      inErrors: receiveErrors[index] ?? 0n,
      outErrors: sendErrors[index] ?? 0n,
    });
  }
  return { since: bootTime(entries.get(BOOT_TIME)), interfaces };
}

function combined(entry: StatsEntry | undefined) {
  return entry?.kind === "combined" ? sumThreadsCombined(entry.counters) : [];
}

function simple(entry: StatsEntry | undefined) {
  return entry?.kind === "simple" ? sumThreads(entry.counters) : [];
}

/** Seconds since 1970. */
function bootTime(entry: StatsEntry | undefined): Date {
  const seconds = entry !== undefined && "value" in entry ? Number(entry.value) : 0;
  return new Date(seconds * 1000);
}
