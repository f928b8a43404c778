/**
 * What VPP 26.06 counts as received, told where it is true. The drivers af_packet, AF_XDP, RDMA and netmap count it by the index of
 * the hardware in a place for the sw_if_index, so that it stands at another interface, or is mixed with that one's, as soon as the two
 * numberings differ (hardware-index.ts says why they do).
 */

import type { InterfaceCounters, TranslatorContext } from "../../src/southbound/translator.js";
import { hardwareIndexes } from "./hardware-index.js";
import { type ListedInterface, listInterfaces } from "./interface.js";

const countedByHardware: ReadonlySet<string> = new Set(["af-packet", "AF_XDP interface", "RDMA interface", "netmap"]);

type Received = Pick<InterfaceCounters["in"], "packets" | "octets">;

/** Packets and octets that an interface has received; undefined where nobody can tell them from those of another one. */
export async function receivedBy(
  context: TranslatorContext,
  swIfIndex: number,
  counters: ReadonlyMap<number, InterfaceCounters>,
): Promise<Received | undefined> {
  const places = await context.oncePerRun("places of what is received", () => placesOf(context));
  const place = places.has(swIfIndex) ? places.get(swIfIndex) : swIfIndex;
  return place === undefined ? undefined : counters.get(place)?.in;
}

/** By sw_if_index, the place where an interface is counted alone, or undefined; those that are not here are counted at their own. */
async function placesOf(context: TranslatorContext): Promise<ReadonlyMap<number, number | undefined>> {
  const listed = await listInterfaces(context);
  const drivers = [...listed.values()].filter(isCountedByHardware);
  if (drivers.length === 0) return new Map();
  const hardware = await hardwareIndexes(context);
  const places = new Map<number, number | undefined>();
  for (const { details } of drivers) {
    const at = hardware.get(details.interfaceName);
    const owner = at === undefined ? undefined : listed.get(at);
    // A place that has no owner now may still hold the counts of one that had it.
    const isAlone = owner !== undefined && (at === details.swIfIndex || isCountedByHardware(owner));
    places.set(details.swIfIndex, isAlone ? at : undefined);
    if (owner !== undefined && !isCountedByHardware(owner)) places.set(owner.details.swIfIndex, undefined);
  }
  return places;
}

function isCountedByHardware({ details }: ListedInterface): boolean {
  return countedByHardware.has(details.interfaceDevType);
}
