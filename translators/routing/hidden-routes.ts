/**
 * Routes that VPP has and does not list. Of one prefix VPP lists the best source only (fib_table_walk_w_src): a route for the
 * address of a service is behind the translation, one for the subnet of an interface behind the interface. The command line
 * tells all sources of an entry; it is asked where another source has the prefix of a configured route.
 */

import { CliInband, FibSourceDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { type Family, formatPrefix } from "../ip/addresses.js";
import { routesOf } from "./table-routes.js";

/** @returns those of the prefixes, none of which VPP lists with our source, that have our source all the same */
export async function hiddenAmong(
  context: TranslatorContext,
  family: Family,
  tableId: number,
  prefixes: ReadonlySet<string>,
): Promise<readonly string[]> {
  if (prefixes.size === 0) return [];
  const ofOthers: string[] = [];
  for await (const route of routesOf(context, { family, tableId, prefixes: [...prefixes] })) {
    ofOthers.push(formatPrefix(route.prefix));
  }
  if (ofOthers.length === 0) return [];
  const source = await nameOfOurSource(context);
  const show = `show ${family === "ipv6" ? "ip6" : "ip"} fib table ${tableId}`;
  const isOurs = await Promise.all(
    ofOthers.map(async (destination) => {
      const { reply } = await context.vpp.call(CliInband, { cmd: `${show} ${destination}` });
      return hasSource(reply, destination, source);
    }),
  );
  return ofOthers.filter((_, index) => isOurs[index]);
}

async function nameOfOurSource({ vpp, routeSource }: TranslatorContext): Promise<string> {
  for await (const { src } of vpp.dump(FibSourceDump)) if (src.id === routeSource) return src.name;
  throw new Error(`VPP has no FIB source ${routeSource}`);
}

/** Whether an entry in VPP's words is that of the prefix and has the source: "  <source> refs:<count> ...", one for each. */
function hasSource(shown: string, destination: string, source: string): boolean {
  const lines = shown.split(/\r?\n/);
  return (
    lines.some((line) => line.startsWith(`${destination} fib:`)) &&
    lines.some((line) => line.startsWith(`  ${source} refs:`))
  );
}
