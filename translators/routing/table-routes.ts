/** Routes of a table, as VPP lists them: of one prefix the route of the best source only (fib_table_walk_w_src). */

import { IpRouteLookupV2, type IpRouteV2, IpRouteV2Dump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { type Family, formatPrefix, prefix } from "../ip/addresses.js";
import { saysGone } from "../vpp-answers.js";

export interface RoutesAsked {
  readonly family: Family;
  readonly tableId: number;
  /** Number of the FIB source; undefined for all. */
  readonly source?: number | undefined;
  /** In YANG's canonical form; undefined for all that there are. */
  readonly prefixes?: readonly string[] | undefined;
}

/** Up to so many prefixes are looked up one by one; a list of the table is shorter than more of them. */
const FEW = 64;

/** A few prefixes are found without a walk through the table, which holds up VPP and its other clients. */
export function routesOf({ vpp }: Pick<TranslatorContext, "vpp">, asked: RoutesAsked): AsyncIterable<IpRouteV2> {
  const { prefixes } = asked;
  const isFew = prefixes !== undefined && prefixes.length <= FEW && vpp.supports(IpRouteLookupV2);
  return isFew ? lookedUp(vpp, asked, prefixes) : listed(vpp, asked);
}

async function* listed(vpp: Vpp, { family, tableId, source = 0, prefixes }: RoutesAsked): AsyncIterable<IpRouteV2> {
  const wanted = prefixes && new Set(prefixes);
  const table = { tableId, isIp6: family === "ipv6" };
  for await (const { route } of vpp.dump(IpRouteV2Dump, { src: source, table })) {
    if (wanted === undefined || wanted.has(formatPrefix(route.prefix))) yield route;
  }
}

async function* lookedUp(
  vpp: Vpp,
  { tableId, source }: RoutesAsked,
  prefixes: readonly string[],
): AsyncIterable<IpRouteV2> {
  const answers = await Promise.all(prefixes.map((text) => lookUp(vpp, tableId, text)));
  for (const route of answers) {
    if (route !== undefined && (source === undefined || route.src === source)) yield route;
  }
}

/** Undefined where the table, or the prefix in it, is not there. */
async function lookUp(vpp: Vpp, tableId: number, text: string): Promise<IpRouteV2 | undefined> {
  try {
    const { route } = await vpp.call(IpRouteLookupV2, { tableId, exact: 1, prefix: prefix(text) });
    return route;
  } catch (failure) {
    if (saysGone(failure)) return undefined;
    throw failure;
  }
}

type Vpp = TranslatorContext["vpp"];
