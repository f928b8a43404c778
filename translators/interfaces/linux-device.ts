/** What VPP tells of interfaces on Linux devices of which it has no dump. */

import { NotSupportedByVpp, type Refusal } from "../../src/southbound/translator.js";
import type { ListedInterface } from "./interface.js";

/** VPP calls the interface by the device and a number: "eth1/0". */
export function deviceIn({ details }: ListedInterface): string {
  return details.interfaceName.replace(/\/\d+$/, "");
}

/**
 * The index of a new interface. VPP 26.06 answers some failures with success and the index 0, which is its own local0.
 * @param leaf that is told with the refusal
 */
export function madeInterface({ swIfIndex }: { readonly swIfIndex: number }, leaf: string): number {
  if (swIfIndex !== 0) return swIfIndex;
  throw new NotSupportedByVpp(leaf, "VPP could not take the device, and its log says why");
}

/** Of which Linux keeps 16, with the NUL behind them. VPP copies as many as it is told. */
const NAME_BYTES = 15;

/**
 * Refuses a name of a device of Linux that is too long: YANG counts characters, which may have several bytes.
 * @param leaf that has the name
 */
export function refuseLongName(name: string, leaf: string): Refusal | undefined {
  if (Buffer.byteLength(name) <= NAME_BYTES) return undefined;
  return { leaf, message: `A Linux device name has at most ${NAME_BYTES} bytes` };
}
