/**
 * Sub-interfaces of local0, which are never up and drop what is sent through them. They are nobody's, not shown as interfaces, and stay until VPP starts
 * anew: some bytes each.
 */

import { CreateSubif, IfType, SubIfFlags, type SwInterfaceDetails, SwInterfaceDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { LOCAL0, NO_INTERFACE } from "./interface.js";

type Vpp = TranslatorContext["vpp"];

/** The sw_if_index of one for whatever VPP would send to an interface that is gone. Costs a list of interfaces once per VPP process. */
export function interfaceThatDrops({ once, vpp }: TranslatorContext): Promise<number> {
  return once("interface that drops", async () => (await findInterfaceThatDrops(vpp)) ?? makePart(vpp, 1));
}

/** The same one where it is there already; undefined otherwise. Costs a list of interfaces. */
export async function findInterfaceThatDrops(vpp: Vpp): Promise<number | undefined> {
  return (await partsOfLocal0(vpp))[0]?.swIfIndex;
}

/** The highest number of one; 0 where there is none. */
export async function highestPart(vpp: Vpp): Promise<number> {
  return Math.max(0, ...(await partsOfLocal0(vpp)).map(({ subId }) => subId));
}

/** Returns the sw_if_index. The tag of frames is of no use to local0; there are 16 bits for it. */
export async function makePart(vpp: Vpp, subId: number): Promise<number> {
  const frames = { subIfFlags: SubIfFlags.SUB_IF_API_FLAG_ONE_TAG, outerVlanId: subId % 0x1_0000 };
  return (await vpp.call(CreateSubif, { swIfIndex: LOCAL0, subId, ...frames })).swIfIndex;
}

async function partsOfLocal0(vpp: Vpp): Promise<readonly SwInterfaceDetails[]> {
  const parts: SwInterfaceDetails[] = [];
  for await (const details of vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) {
    if (details.type === IfType.IF_API_TYPE_SUB && details.supSwIfIndex === LOCAL0) parts.push(details);
  }
  return parts;
}
