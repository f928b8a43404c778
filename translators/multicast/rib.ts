import { type IpMroute, IpMrouteDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { defaultVrf, ipTables, vrfOfTable } from "../routing/ip-table.js";
import { decodeGroups, isVppsOwn } from "./groups.js";
import { decodeMulticastPath, type MulticastPath } from "./next-hops.js";

interface Table {
  readonly family: Family;
  readonly vrf: string;
  readonly tableId: number;
}

const ribs = defineKind<{ readonly name: string }>("multicast-rib", ["name"]);

/** The content of the multicast tables, whoever made the routes: state only, so nothing is ever made (ip_mroute_dump). */
export const multicastRib = defineTranslator<{ readonly name: string }, object>({
  name: ribs.name,
  kind: ribs,
  path: "/ietf-routing:routing/ribs/rib",
  keys: { name: "rib/name" },
  when: () => false,
  messages: [IpMrouteDump],
  async create() {},
  update: "recreate",
  async delete() {},
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    if (!context.showsState) return;
    for (const table of [...tablesOf(context, "ipv4"), ...tablesOf(context, "ipv6")]) {
      const key = { name: `${table.family}-multicast-${table.vrf === defaultVrf ? "master" : `vrf-${table.vrf}`}` };
      if (!context.wants(ribs, key)) continue;
      yield {
        key,
        value: {},
        state: await ribState(context, table),
        origin: "ietf-origin:system",
      };
    }
  },
});

function* tablesOf(context: TranslatorContext, family: Family): Iterable<Table> {
  yield { family, vrf: defaultVrf, tableId: 0 };
  for (const [{ vrf }, tableId] of context.handles(ipTables[family])) yield { family, vrf, tableId };
}

async function ribState(context: TranslatorContext, { family, vrf, tableId }: Table) {
  const route: object[] = [];
  for await (const { route: shown } of context.vpp.dump(IpMrouteDump, {
    table: { tableId, isIp6: family === "ipv6" },
  })) {
    route.push(routeState(context, family, shown));
  }
  return {
    "address-family": `sweetcomb-multicast:${family}-multicast`,
    "default-rib": vrf === defaultVrf,
    "sweetcomb-rib:vrf": vrf,
    "sweetcomb-rib:table-id": tableId,
    routes: { route },
  };
}

function routeState(context: TranslatorContext, family: Family, { prefix, paths, tableId }: IpMroute): object {
  const groups = decodeGroups(prefix);
  const shown = paths.map((path) => decodeMulticastPath(context, path)).filter((path) => path !== undefined);
  const vrf = vrfOfTable(context, family, tableId);
  return {
    "sweetcomb-multicast:group": groups.group,
    "sweetcomb-multicast:source": groups.source,
    "next-hop": { "next-hop-list": { "next-hop": shown.map((path) => nextHopState(path, vrf)) } },
    "source-protocol": isVppsOwn(groups) ? "sweetcomb-rib:vpp-feature" : "ietf-routing:static",
    active: [null],
  };
}

function nextHopState({ path: { via }, flags }: MulticastPath, vrf: string | undefined): object {
  if (via.kind !== "hop") return { "sweetcomb-rib:special-next-hop": "receive" };
  return {
    ...(via.interface !== undefined && { "outgoing-interface": via.interface }),
    ...(via.address !== undefined && { "sweetcomb-multicast:next-hop-address": via.address }),
    ...(via.interface === undefined && via.vrf !== vrf && { "sweetcomb-rib:resolve-in-vrf": via.vrf }),
    ...(via.interface !== undefined && flags.length > 0 && { "sweetcomb-multicast:interface-flags": flags.join(" ") }),
  };
}
