/**
 * VPP 26.06 keeps the interface nsh_tunnel of a map that is deleted, down, for the next map. It remembers it by its sw_if_index
 * and looks for it by its hardware index, so that another interface, or memory of others, is changed where the two differ.
 */

import { SwInterfaceDump } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { hardwareIndexOf } from "../interfaces/hardware-index.js";
import { NO_INTERFACE } from "../interfaces/interface.js";

const ADMIN_UP = 1;

/** Refuses a map for which VPP would take a wrong interface. */
export async function refuseWrongTunnel(context: TranslatorContext): Promise<void> {
  await refuse(context, (flags) => (flags & ADMIN_UP) === 0);
}

/** Refuses to delete a map and make it again when VPP might then take a wrong interface. */
export async function refuseLostTunnel(context: TranslatorContext): Promise<void> {
  await refuse(context, () => true);
}

async function refuse(context: TranslatorContext, isMeant: (flags: number) => boolean): Promise<void> {
  const tunnels: number[] = [];
  for await (const details of context.vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) {
    if (details.interfaceDevType === "NSH" && isMeant(details.flags ?? 0)) tunnels.push(details.swIfIndex);
  }
  for (const swIfIndex of tunnels) {
    const hardware = await hardwareIndexOf(context, swIfIndex);
    if (hardware !== undefined && hardware !== swIfIndex) throw new NotSupportedByVpp("", refusal);
  }
}

const refusal =
  "VPP 26.06 would take the interface of another for this map, since it keeps that of a deleted map by a wrong number. Until VPP has started again, maps can only be deleted";
