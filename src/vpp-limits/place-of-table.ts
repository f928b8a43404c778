/**
 * Where VPP has a table among those of its kind: its "FIB index", by which a few messages want it in place of its number. No message tells
 * it; a heading of the command line has it.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

/** Of unicast and of multicast routes. */
type KindOfTable = "fib" | "mfib";

/** A route of each, so that VPP does not print all. */
const ROUTES = {
  ip: { fib: "0.0.0.0/0", mfib: "224.0.0.0" },
  ip6: { fib: "::/0", mfib: "ff00::" },
} as const;

/** @returns undefined where VPP has no such table */
export async function askPlaceOfTable(
  vpp: Pick<VppCaller, "call">,
  kind: KindOfTable,
  isIp6: boolean,
  tableId: number,
): Promise<number | undefined> {
  const family = isIp6 ? "ip6" : "ip";
  const cmd = `show ${family} ${kind} table ${tableId} ${ROUTES[family][kind]}`;
  const { reply } = await vpp.call(CliInband, { cmd });
  // "ipv4-VRF:77, fib_index:1, flow hash:[...", and "ipv6-VRF:77, fib_index 1" of multicast.
  const found = /fib_index[: ](\d+)/.exec(reply)?.[1];
  return found === undefined ? undefined : Number(found);
}
