/**
 * VPP's index of a piece of hardware. Sub-interfaces and ends of pipes have a sw_if_index and no hardware of their own, so the
 * two numberings drift apart. Only the command line tells this index.
 */

import { CliInband } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceDetails, listInterfaces } from "./interface.js";

/** The hardware index of an interface; undefined for one without hardware of its own. */
export async function hardwareIndexOf(context: TranslatorContext, swIfIndex: number): Promise<number | undefined> {
  const details = await interfaceDetails(context, swIfIndex);
  return details === undefined ? undefined : hardwareIndexNamed(context, details.interfaceName);
}

/** The same by VPP's own name of the interface. */
export async function hardwareIndexNamed(context: TranslatorContext, name: string): Promise<number | undefined> {
  return (await askIndexes(context)).get(name);
}

/** Hardware indexes by VPP's names of interfaces, asked for once in a run of dumps. */
export function hardwareIndexes(context: TranslatorContext): Promise<ReadonlyMap<string, number>> {
  return context.oncePerRun("hardware", () => askIndexes(context));
}

/** The interface that has this hardware; undefined when there is none. */
export async function interfaceOfHardware(context: TranslatorContext, hwIfIndex: number): Promise<string | undefined> {
  const indexes = await hardwareIndexes(context);
  for (const { details, name } of (await listInterfaces(context)).values()) {
    if (indexes.get(details.interfaceName) === hwIfIndex) return name;
  }
  return undefined;
}

/** Lines are "<name>   <index>   <link>   <hardware>"; a long name has a line of its own. */
async function askIndexes({ vpp }: TranslatorContext): Promise<ReadonlyMap<string, number>> {
  const { reply } = await vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
  return new Map([...reply.matchAll(/^(\S+)\s+(\d+)\s/gm)].map(([, name, index]) => [name!, Number(index)]));
}
