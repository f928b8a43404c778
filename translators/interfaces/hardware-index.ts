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
  const { reply } = await context.vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
  return details === undefined ? undefined : indexIn(reply, details.interfaceName);
}

/** The interface that has this hardware; undefined when there is none. */
export async function interfaceOfHardware(context: TranslatorContext, hwIfIndex: number): Promise<string | undefined> {
  const table = await context.oncePerRun("hardware", async () => {
    const { reply } = await context.vpp.call(CliInband, { cmd: "show hardware-interfaces brief" });
    return reply;
  });
  for (const { details, name } of (await listInterfaces(context)).values()) {
    if (indexIn(table, details.interfaceName) === hwIfIndex) return name;
  }
  return undefined;
}

/** Lines are "<name>   <index>   <link>   <hardware>"; a long name has a line of its own. */
function indexIn(table: string, name: string): number | undefined {
  const start = `\n${table}`.indexOf(`\n${name} `);
  if (start === -1) return undefined;
  const index = /^\s+(\d+)\s/.exec(table.slice(start + name.length));
  return index?.[1] === undefined ? undefined : Number(index[1]);
}
