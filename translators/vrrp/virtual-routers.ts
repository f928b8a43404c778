import { type ConfiguredObjects, defineKind } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { comesBack } from "../l2/endless-loop.js";

export type RouterKey = { readonly interface: string; readonly id: string; readonly family: Family };

/** Virtual routers of VRRP. */
export const virtualRouters = defineKind<RouterKey>("vrrp-virtual-router", ["interface", "id", "family"]);

/**
 * Whether what VPP sends to the virtual addresses comes back to it while the router is the master: VPP has them on the interface where it accepts, and a
 * loopback or an end of a pipe takes back what is for the router's own MAC address.
 */
export function leadsBack(
  { interface: name }: RouterKey,
  { accept }: { readonly accept?: boolean },
  objects: ConfiguredObjects,
): boolean {
  return accept === true || comesBack(name, objects);
}
