/** What VPP's heap has left. VPP ends when it asks for more. */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";

/** Taken as free where VPP says it in other words: less than half of the heap that VPP has when nobody configures one. */
const assumedFree = 400e6;

/** Part of the free memory that may be taken. */
export const shareOfHeap = 0.8;

/** @returns bytes */
export async function askFreeHeap(vpp: Pick<VppCaller, "call">): Promise<number> {
  const { reply } = await vpp.call(CliInband, { cmd: "show memory main-heap" });
  return parseFree(reply) ?? assumedFree;
}

const units = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 } as const;

/** "total: 1.00G, used: 156.51M, free: 867.49M, ...": the third number in bytes. */
export function parseFree(text: string): number | undefined {
  const found = /free: ([\d.]+)([KMG]?)/.exec(text);
  return found === null ? undefined : Number(found[1]) * units[found[2] as keyof typeof units];
}
