/** VPP's index of a piece of hardware, by the interface that has it, and the other way round. */

import type { TranslatorContext } from "../../src/southbound/translator.js";
import { askHardwareIndexes } from "../../src/vpp-limits/hardware-indexes.js";
import { interfaceDetails, listInterfaces } from "./interface.js";

/** The hardware index of an interface; undefined for one without hardware of its own. */
export async function hardwareIndexOf(context: TranslatorContext, swIfIndex: number): Promise<number | undefined> {
  const details = await interfaceDetails(context, swIfIndex);
  return details === undefined ? undefined : hardwareIndexNamed(context, details.interfaceName);
}

/** The same by VPP's own name of the interface. */
export async function hardwareIndexNamed(context: TranslatorContext, name: string): Promise<number | undefined> {
  return (await askHardwareIndexes(context.vpp, name)).get(name);
}

/** Hardware indexes by VPP's names of interfaces, asked for once in a run of dumps. */
export function hardwareIndexes(context: TranslatorContext): Promise<ReadonlyMap<string, number>> {
  return context.oncePerRun("hardware", () => askHardwareIndexes(context.vpp));
}

/** The interface that has this hardware; undefined when there is none. */
export async function interfaceOfHardware(context: TranslatorContext, hwIfIndex: number): Promise<string | undefined> {
  const indexes = await hardwareIndexes(context);
  for (const { details, name } of (await listInterfaces(context)).values()) {
    if (indexes.get(details.interfaceName) === hwIfIndex) return name;
  }
  return undefined;
}
