import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { refuseOwnEnd } from "../ip/own-tunnel-ends.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";
import { refuseTunnelLoop } from "../routing/tunnel-loops.js";

/** The refusal of an interface whose tunnel leads to VPP itself, or into itself. `leaf` is where it leads to. */
export function refuseRemoteEnd(
  name: string,
  end: TunnelEnd,
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  return refuseOwnEnd(end, leaf, objects) ?? refuseTunnelLoop(name, leaf, objects);
}
