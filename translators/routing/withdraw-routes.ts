import type { VppCaller } from "vpp-binapi-ts";
import { FibSourceDump, IpRouteAddDelV2, IpRouteV2Dump } from "vpp-binapi-ts/api";
import { formatPrefix, prefix } from "../ip/addresses.js";

/** The messages of `withdrawRoutes`. */
export const withdrawMessages = [FibSourceDump, IpRouteAddDelV2, IpRouteV2Dump] as const;

/**
 * Removes what a part of VPP has put into a table and leaves there. Other sources of the same prefix come back into force. VPP
 * counts how often a source has said a thing, and takes one of them away at a time.
 */
export async function withdrawRoutes(
  vpp: VppCaller,
  {
    source,
    tableId,
    prefixes,
  }: { readonly source: string; readonly tableId: number; readonly prefixes: readonly string[] },
): Promise<void> {
  const src = await numberOfSource(vpp, source);
  for (let round = 0; src !== undefined && round < MOST_ROUNDS; round++) {
    const left = (await routesOf(vpp, src, tableId)).filter((route) => prefixes.includes(route));
    if (left.length === 0) return;
    for (const text of left) {
      await vpp.call(IpRouteAddDelV2, {
        isAdd: false,
        isMultipath: false,
        route: { tableId, src, prefix: prefix(text) },
      });
    }
  }
}

/** A source says nothing so often, and a number without end is not to be waited for. */
const MOST_ROUNDS = 1000;

async function numberOfSource(vpp: VppCaller, name: string): Promise<number | undefined> {
  for await (const { src } of vpp.dump(FibSourceDump)) if (src.name === name) return src.id;
  return undefined;
}

async function routesOf(vpp: VppCaller, src: number, tableId: number): Promise<readonly string[]> {
  const routes: string[] = [];
  for (const isIp6 of [false, true]) {
    for await (const { route } of vpp.dump(IpRouteV2Dump, { src, table: { tableId, isIp6 } })) {
      routes.push(formatPrefix(route.prefix));
    }
  }
  return routes;
}
