/**
 * Where VRRP or IGMP has run, VPP 26.06 keeps for ever how it sends to groups through that interface. One that is made later and gets the
 * number of one that is gone inherits that, and what it sends to groups goes nowhere.
 */

import type { VppClient } from "vpp-binapi-ts";
import { CliInband, CreateLoopbackInstance, DeleteLoopback } from "vpp-binapi-ts/api";

/** As many interfaces as a scenario makes, and more. */
const NEEDED = 12;

/** Far from those that scenarios name. */
const FIRST_INSTANCE = 9000;

/** While `act` runs, new interfaces get numbers that nothing is kept for. */
export async function onUntouchedNumbers(vpp: VppClient, act: () => Promise<void>): Promise<void> {
  const touched = await touchedNumbers(vpp);
  if (touched.size === 0) return act();
  const taken: number[] = [];
  const free: number[] = [];
  while (free.length < NEEDED) {
    const swIfIndex = await makeLoopback(vpp, FIRST_INSTANCE + taken.length + free.length);
    (touched.has(swIfIndex) ? taken : free).push(swIfIndex);
  }
  for (const swIfIndex of free) await vpp.call(DeleteLoopback, { swIfIndex });
  try {
    await act();
  } finally {
    for (const swIfIndex of taken) await vpp.call(DeleteLoopback, { swIfIndex });
  }
}

/** Lines are "[@33] ipv4-mcast: DELETED:34 ...". */
async function touchedNumbers(vpp: VppClient): Promise<ReadonlySet<number>> {
  const { reply } = await vpp.call(CliInband, { cmd: "show adj" });
  return new Set([...reply.matchAll(/-mcast: DELETED:(\d+) /g)].map(([, number]) => Number(number)));
}

async function makeLoopback(vpp: VppClient, userInstance: number): Promise<number> {
  const asked = { macAddress: new Uint8Array(6), isSpecified: true, userInstance };
  return (await vpp.call(CreateLoopbackInstance, asked)).swIfIndex;
}
