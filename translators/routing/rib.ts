import { FibSourceDump, type IpRouteV2, IpRouteV2Dump, IpTableDump } from "vpp-binapi-ts/api";
import { sumThreadsCombined } from "vpp-binapi-ts/stats";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, formatPrefix } from "../ip/addresses.js";
import { defaultVrf, ipTables } from "./ip-table.js";
import { withoutHostItself } from "./next-hops.js";
import { decodePath } from "./path.js";
import { ribNextHop } from "./rib-next-hop.js";
import { udpEncapsulations } from "./udp-encapsulations.js";

interface Table {
  readonly family: Family;
  readonly vrf: string;
  readonly tableId: number;
}

/** What the routes of one read are described with. */
interface Knowledge {
  /** Names of VPP's FIB sources by number. */
  readonly sources: ReadonlyMap<number, string>;
  /** Packets and octets by the stats_index of a route. */
  readonly traffic: readonly { readonly packets: bigint; readonly bytes: bigint }[];
}

/** The stats segment's counters of what routes carried. */
const trafficCounters = "/net/route/to";

/** Protocols of VPP's FIB sources by name; what is not here, a plugin or a part of VPP, is a feature. */
const protocols: Readonly<Record<string, string>> = {
  interface: "ietf-routing:direct",
  CLI: "ietf-routing:static",
  API: "sweetcomb-rib:api-client",
  adjacency: "sweetcomb-rib:neighbor",
};

const ribs = defineKind<{ readonly name: string }>("rib", ["name"]);

/** The content of the tables, whoever made the routes: state only, so nothing is ever made (RFC 8349 5, ip_route_v2_dump). */
export const rib = defineTranslator<{ readonly name: string }, object>({
  name: ribs.name,
  kind: ribs,
  path: "/ietf-routing:routing/ribs/rib",
  keys: { name: "rib/name" },
  when: () => false,
  messages: [IpRouteV2Dump, FibSourceDump, IpTableDump],
  async create() {},
  update: "recreate",
  async delete() {},
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6, udpEncapsulations],
  async *dump(context) {
    if (!context.showsState) return;
    const tables = [...tablesOf(context, "ipv4"), ...tablesOf(context, "ipv6")];
    const wanted = tables.filter((table) => context.wants(ribs, { name: ribName(table) }));
    if (wanted.length === 0) return;
    const known = { sources: await sourcesOf(context), traffic: await trafficOf(context) };
    for (const table of wanted) {
      const state = await ribState(context, table, known);
      yield { key: { name: ribName(table) }, value: {}, state, origin: "ietf-origin:system" };
    }
  },
});

function* tablesOf(context: TranslatorContext, family: Family): Iterable<Table> {
  yield { family, vrf: defaultVrf, tableId: 0 };
  for (const [{ vrf }, tableId] of context.handles(ipTables[family])) yield { family, vrf, tableId };
}

/** The default ones have the names that RFC 8349 has in its examples; no VRF can come by them. */
function ribName({ family, vrf }: Table): string {
  return vrf === defaultVrf ? `${family}-master` : `${family}-vrf-${vrf}`;
}

async function ribState(context: TranslatorContext, table: Table, known: Knowledge) {
  const { family, vrf, tableId } = table;
  // Each route is described as it arrives, so that a large table does not hold up others at its end.
  const route: object[] = [];
  for await (const { route: shown } of context.vpp.dump(IpRouteV2Dump, {
    src: 0,
    table: { tableId, isIp6: family === "ipv6" },
  })) {
    route.push(routeState(context, table, known, shown));
  }
  return {
    "address-family": `ietf-${family}-unicast-routing:${family}-unicast`,
    "default-rib": vrf === defaultVrf,
    "sweetcomb-rib:vrf": vrf,
    "sweetcomb-rib:table-id": tableId,
    routes: { route },
  };
}

/** VPP shows of each prefix only the route that is in force. */
function routeState(context: TranslatorContext, { family, vrf }: Table, known: Knowledge, route: IpRouteV2): object {
  const paths = route.paths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
  const source = known.sources.get(route.src) ?? String(route.src);
  const isOurs = route.src === context.routeSource;
  const destination = formatPrefix(route.prefix);
  const protocol = isOurs ? "ietf-routing:static" : (protocols[source] ?? "sweetcomb-rib:vpp-feature");
  const traffic = known.traffic[route.statsIndex];
  return {
    [`ietf-${family}-unicast-routing:destination-prefix`]: destination,
    "next-hop": ribNextHop(isOurs ? withoutHostItself(paths, destination) : paths, family, vrf),
    "source-protocol": protocol,
    active: [null],
    "sweetcomb-rib:fib-source": source,
    ...(traffic !== undefined && {
      "sweetcomb-rib:packets": String(traffic.packets),
      "sweetcomb-rib:octets": String(traffic.bytes),
    }),
  };
}

/** Asked at each read, since clients of VPP may add sources. */
async function sourcesOf({ vpp }: TranslatorContext): Promise<Knowledge["sources"]> {
  const names = new Map<number, string>();
  for await (const { src } of vpp.dump(FibSourceDump)) names.set(src.id, src.name);
  return names;
}

async function trafficOf({ readStat }: TranslatorContext): Promise<Knowledge["traffic"]> {
  const entry = await readStat(trafficCounters);
  return entry?.kind === "combined" ? sumThreadsCombined(entry.counters) : [];
}
