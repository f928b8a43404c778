/**
 * VPP numbers interfaces and pieces of hardware apart. A new loopback takes the number that was freed last of each, and these are the same
 * only as long as nothing without hardware, such as a sub-interface, came between.
 */

import type { VppClient } from "vpp-binapi-ts";
import { CliInband, CreateLoopbackInstance, DeleteLoopback, SwInterfaceDump } from "vpp-binapi-ts/api";

/** Loopbacks that are tried, more than any scenario leaves numbers behind. */
const ATTEMPTS = 64;

/** Far from those that scenarios name. */
const FIRST_INSTANCE = 9100;

/** Interfaces without hardware have come and stayed: only a VPP that starts anew numbers alike again. */
export class NumbersApart extends Error {
  override readonly name = "NumbersApart";
}

/** While `act` runs, the next `count` loopbacks get the same number twice. */
export async function onEqualNumbers(vpp: VppClient, count: number, act: () => Promise<void>): Promise<void> {
  const equal: number[] = [];
  const others: number[] = [];
  try {
    while (equal.length < count && others.length < ATTEMPTS) {
      const instance = FIRST_INSTANCE + equal.length + others.length;
      const swIfIndex = await makeLoopback(vpp, instance);
      ((await hasOneNumber(vpp, `loop${instance}`)) ? equal : others).push(swIfIndex);
    }
    if (equal.length < count) throw new NumbersApart("The numbers of this VPP have drifted apart: start it anew");
    for (const swIfIndex of equal.splice(0)) await vpp.call(DeleteLoopback, { swIfIndex });
    await act();
  } finally {
    for (const swIfIndex of [...equal, ...others]) await vpp.call(DeleteLoopback, { swIfIndex });
  }
}

/** Whether the index of an interface, by VPP's name of it, is that of its hardware. */
export async function hasOneNumber(vpp: VppClient, name: string): Promise<boolean> {
  const { reply } = await vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
  const hardware = new RegExp(`^${name}\\s+(\\d+)\\s`, "m").exec(reply)?.[1];
  for await (const { interfaceName, swIfIndex } of vpp.dump(SwInterfaceDump, { swIfIndex: 0xffff_ffff })) {
    if (interfaceName === name) return String(swIfIndex) === hardware;
  }
  return false;
}

async function makeLoopback(vpp: VppClient, userInstance: number): Promise<number> {
  const asked = { macAddress: new Uint8Array(6), isSpecified: true, userInstance };
  return (await vpp.call(CreateLoopbackInstance, asked)).swIfIndex;
}
