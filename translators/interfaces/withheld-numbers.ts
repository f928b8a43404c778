/**
 * Where IGMP or VRRP has run, VPP 26.06 keeps the way to groups (adj_mcast) for ever, by the number of the interface. The next one with
 * that number would send to groups through an interface that is gone, and VPP dies of an IGMP message that it drops there.
 */

import { CliInband, DeleteSubif, SwInterfaceDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { LOCAL0, NO_INTERFACE } from "./interface.js";
import { highestPart, makePart } from "./parts-of-local0.js";

type Vpp = TranslatorContext["vpp"];

/**
 * Gives such numbers, as far as they are free, to sub-interfaces of local0, so that VPP gives them to no interface that is made now.
 * VPP tells all its adjacencies then, so it is asked only when a number may have become free, and where IGMP or VRRP has run.
 */
export function withholdNumbers(context: TranslatorContext): Promise<void> {
  return context.together("withhold numbers of interfaces", async () => {
    const numbers = await freeNumbers(context);
    if (!numbers.mayBeLeft || !(await speakers(context)).wereThere) return;
    numbers.mayBeLeft = false;
    try {
      await takeNumbersLeft(context.vpp);
    } catch (failure) {
      numbers.mayBeLeft = true;
      throw failure;
    }
  });
}

/** An interface is gone: what it had in VPP may be left at its number. */
export async function numberBecameFree(context: TranslatorContext): Promise<void> {
  (await freeNumbers(context)).mayBeLeft = true;
}

/** IGMP or VRRP is about to run. VPP has that written down, for servers that meet it later. */
export async function speaksToGroups(context: TranslatorContext): Promise<void> {
  const known = await speakers(context);
  if (known.wereThere) return;
  await context.vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex: LOCAL0, tag: TAG_OF_SPEAKERS });
  known.wereThere = true;
}

/** On local0 where IGMP or VRRP was configured since VPP started. */
const TAG_OF_SPEAKERS = "sweetcomb: spoke to groups";

function speakers({ once, vpp }: TranslatorContext): Promise<{ wereThere: boolean }> {
  return once("speakers to groups", async () => {
    let wereThere = false;
    for await (const { swIfIndex, tag } of vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE }))
      wereThere ||= swIfIndex === LOCAL0 && tag === TAG_OF_SPEAKERS;
    return { wereThere };
  });
}

async function takeNumbersLeft(vpp: Vpp): Promise<void> {
  const withheld = new Set<number>();
  const made: number[] = [];
  let subId = 0;
  // VPP gives the number that became free last, and others before that one.
  for (let count = 1; ; count *= 2) {
    const left = await numbersLeft(vpp);
    if (left.length === 0) break;
    for (const swIfIndex of left) withheld.add(swIfIndex);
    if (subId === 0) subId = await highestPart(vpp);
    made.push(...(await Promise.all(Array.from({ length: count }, () => makePart(vpp, ++subId)))));
  }
  await Promise.all(
    made.filter((swIfIndex) => !withheld.has(swIfIndex)).map((swIfIndex) => vpp.call(DeleteSubif, { swIfIndex })),
  );
}

/** What may be left is not known of a VPP that has just been met. */
function freeNumbers({ once }: TranslatorContext): Promise<{ mayBeLeft: boolean }> {
  return once("free numbers of interfaces", async () => ({ mayBeLeft: true }));
}

/**
 * Lines such as "[@3] ipv4-mcast: DELETED:2 mtu:9000 ...", and "[@8] ipv4 via 0.0.0.0 DELETED:4 ..." of a tunnel between two points,
 * which knows no groups.
 */
async function numbersLeft(vpp: Vpp): Promise<readonly number[]> {
  const { reply } = await vpp.call(CliInband, { cmd: "show adj" });
  const lines = reply.matchAll(/(?:-mcast(?:-midchain)?:|via (?:0\.0\.0\.0|::)) DELETED:(\d+) /g);
  return Array.from(lines, ([, number]) => Number(number));
}
