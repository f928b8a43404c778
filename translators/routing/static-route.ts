import {
  CliInband,
  FibSourceDump,
  IpRouteAddDelV2,
  type IpRouteV2,
  IpRouteV2Dump,
  IpTableDump,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, formatPrefix, prefix } from "../ip/addresses.js";
import { canonicalPrefix } from "../ip/canonical-prefix.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { refuseReceivingRoute } from "../ip/own-tunnel-ends.js";
import { goneIsFine } from "../vpp-answers.js";
import { refuseEndlessRoute } from "./endless-routes.js";
import { hiddenAmong } from "./hidden-routes.js";
import { instanceOfTable, instancesBeside, instancesByTable } from "./instances-by-table.js";
import { defaultVrf, ipTables, vrfOfTable } from "./ip-table.js";
import { type NextHop, nextHopOf, pathsOf, sameNextHops, withoutHostItself } from "./next-hops.js";
import { decodePath, encodePath, type Path, pathDependencies } from "./path.js";
import { refusePaths } from "./path-list.js";
import { receivedMarks, vrfOfRoute } from "./receiving-routes.js";
import { type InstanceKey, instanceKeys, instancePath, staticInstances } from "./static-instance.js";
import { type StaticRouteKey, staticRoutes } from "./static-routes.js";
import { routesOf } from "./table-routes.js";
import { refuseLoopWithout, refuseRouteLoop } from "./tunnel-loops.js";
import { udpEncapsulations } from "./udp-encapsulations.js";
import { marksOfLabels, refuseLabelsToWatched } from "./watched-neighbours.js";
import { refuseQuestionsOnWay } from "./ways-out.js";

type Key = StaticRouteKey;

interface Value {
  readonly "next-hop": NextHop;
}

export const ipv4StaticRoute = staticRoute("ipv4");
export const ipv6StaticRoute = staticRoute("ipv6");

/**
 * A static route with all its next hops, which VPP replaces as a whole. Routes carry Sweetcomb's own FIB source, so those of
 * others are never taken for ours. The handle is the number of the table that the route was put into.
 */
function staticRoute(family: Family) {
  const routes = staticRoutes[family];
  /** The table that the route is in, where a next hop is looked up, is what its instance depends on, so none is named here. */
  const pathsIn = (value: Value) => pathsOf(value["next-hop"], { family, vrf: defaultVrf });
  return defineTranslator<Key, Value>({
    name: routes.name,
    kind: routes,
    path: `${instancePath}/static-routes/ietf-${family}-unicast-routing:${family}/route`,
    keys: { ...instanceKeys, prefix: "route/destination-prefix" },
    leafs: ["next-hop"],
    messages: [IpRouteAddDelV2, IpRouteV2Dump, IpTableDump, FibSourceDump, CliInband],
    validate: ({ key, value }) => refusePaths(withoutHostItself(pathsIn(value), key.prefix), "next-hop"),
    dependsOn: ({ key: { type, name }, value }) => [
      staticInstances[family].at({ type, name }),
      ...pathsIn(value).flatMap(pathDependencies),
      ...pathsIn(value).flatMap((path) => bindingsNeeded(family, path)),
    ],
    marks: ({ key, value }) => [
      ...marksOfLabels(pathsIn(value)),
      ...receivedMarks(family, key.prefix, value["next-hop"]),
    ],
    validateTogether: ({ key, value }, objects) =>
      refuseLabelsToWatched(pathsIn(value), "next-hop", objects) ??
      refuseEndlessRoute(family, { key, paths: pathsIn(value) }, "next-hop", objects) ??
      (isOfHost(family, key) ? undefined : refuseQuestionsOnWay(pathsIn(value), "next-hop", objects)) ??
      refuseReceivingRoute(family, { key, nextHop: value["next-hop"] }, "next-hop", objects) ??
      refuseRouteLoop(key.prefix, pathsIn(value), "next-hop", objects),
    validateRemoval: ({ key }, objects) => refuseLoopWithout(key.prefix, vrfOfRoute(objects, family, key), objects),
    *rivals({ key }, objects) {
      for (const instance of instancesBeside(objects, family, key)) {
        const ref = routes.at({ ...instance, prefix: key.prefix });
        yield { ref, what: `route to ${key.prefix} in this VRF`, leaf: "" };
      }
    },
    create: (context, entry) => setRoute(context, family, entry),
    async update(context, entry) {
      await setRoute(context, family, entry);
    },
    async delete(context, { key }) {
      const route = { tableId: context.handleOf(routes.at(key)), src: context.routeSource, prefix: prefix(key.prefix) };
      await goneIsFine(context.vpp.call(IpRouteAddDelV2, { isAdd: false, route }));
    },
    reads: [interfaces, ipTables[family], udpEncapsulations],
    async *dump(context) {
      const instances = instancesByTable(context, family);
      const tables = [0, ...Array.from(context.handles(ipTables[family]), ([, tableId]) => tableId)];
      const prefixes = askedPrefixes(context, family);
      const dumps = dumpEach(tables, (tableId) =>
        routesOf(context, { family, tableId, source: context.routeSource, prefixes }),
      );
      const unseen = configuredByTable(context, family, instances, prefixes);
      for await (const [tableId, route] of dumps) {
        const shown = shownRoute(context, family, route, instances.get(tableId));
        unseen.get(tableId)?.delete(shown.key.prefix);
        yield shown;
      }
      for (const [tableId, entries] of unseen) {
        for (const destination of await hiddenAmong(context, family, tableId, new Set(entries.keys()))) {
          // What its next hops are is not told; nobody but Sweetcomb changes them.
          yield { ...entries.get(destination)!, handle: tableId, owned: true };
        }
      }
    },
    matches: (configured, dumped) => sameNextHops(configured["next-hop"], dumped["next-hop"], family),
    marksOwned: true,
    mayBeHidden: true,
  });
}

/**
 * The bindings that a route is made anew with. Where one names an interface of another VRF alone, VPP takes the hosts of that VRF into the table of the route,
 * and looks there for ever when a tunnel or a pipe is bound elsewhere: it ends when the VRF goes (`fib_attached_export_import`).
 */
function bindingsNeeded(family: Family, { via }: Path): readonly ObjectRef[] {
  const isAttached = via.kind === "hop" && via.address === undefined;
  const name = isAttached || via.kind === "received" ? via.interface : undefined;
  return name === undefined ? [] : [interfaceVrfs[family].at({ name })];
}

/** VPP takes the host itself for the next hop where a route to it names an interface only. */
function isOfHost(family: Family, { prefix: destination }: Key): boolean {
  return destination.endsWith(family === "ipv4" ? "/32" : "/128");
}

async function setRoute(
  context: TranslatorContext,
  family: Family,
  { key, value }: Entry<Key, Value>,
): Promise<number> {
  const tableId = context.handleOf(staticInstances[family].at({ type: key.type, name: key.name }));
  const vrf = vrfOfTable(context, family, tableId) ?? defaultVrf;
  const paths = pathsOf(value["next-hop"], { family, vrf }).map((path) => encodePath(context, path));
  const route = { tableId, src: context.routeSource, prefix: prefix(key.prefix), paths };
  await context.vpp.call(IpRouteAddDelV2, { isAdd: true, isMultipath: false, route });
  return tableId;
}

/** The prefixes of which alone routes are asked for; undefined for all. */
function askedPrefixes(context: TranslatorContext, family: Family): readonly string[] | undefined {
  const asked = context.asked(staticRoutes[family], "prefix")?.map((text) => canonicalPrefix(text, family));
  return asked?.every((text) => text !== undefined) ? [...new Set(asked)] : undefined;
}

/** The configured routes by table and prefix; those of some prefixes, where these are given. */
function configuredByTable(
  context: TranslatorContext,
  family: Family,
  instances: ReadonlyMap<number, readonly InstanceKey[]>,
  prefixes: readonly string[] | undefined,
): ReadonlyMap<number, Map<string, Entry<Key, Value>>> {
  const tableOf = new Map<string, number>();
  for (const [tableId, keys] of instances) for (const { type, name } of keys) tableOf.set(`${type} ${name}`, tableId);
  const byTable = new Map<number, Map<string, Entry<Key, Value>>>();
  for (const { key, value } of configuredRoutes(context, family, [...instances.values()].flat(), prefixes)) {
    const tableId = tableOf.get(`${key.type} ${key.name}`);
    if (tableId === undefined) continue;
    if (!byTable.has(tableId)) byTable.set(tableId, new Map());
    byTable.get(tableId)!.set(key.prefix, { key, value });
  }
  return byTable;
}

function* configuredRoutes(
  context: TranslatorContext,
  family: Family,
  instances: readonly InstanceKey[],
  prefixes: readonly string[] | undefined,
): Iterable<Entry<Key, Value>> {
  if (prefixes === undefined) return yield* context.allConfigured<Key, Value>(staticRoutes[family]);
  for (const instance of instances) {
    for (const prefix of prefixes) {
      const key = { ...instance, prefix };
      const value = context.configured<Value>(staticRoutes[family].at(key));
      if (value !== undefined) yield { key, value };
    }
  }
}

/** VPP does not know instances: a route belongs to the one that has it configured, else to the first in its table. */
function shownRoute(
  context: TranslatorContext,
  family: Family,
  route: IpRouteV2,
  instances: readonly InstanceKey[] = [instanceOfTable(route.tableId)],
) {
  const destination = formatPrefix(route.prefix);
  const keys = instances.map((instance) => ({ ...instance, prefix: destination }));
  const key =
    keys.find((candidate) => context.configured(staticRoutes[family].at(candidate)) !== undefined) ?? keys[0]!;
  const paths = route.paths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
  const vrf = vrfOfTable(context, family, route.tableId) ?? defaultVrf;
  const nextHop = nextHopOf(withoutHostItself(paths, destination), vrf);
  // In the words of the configuration, which may say what VPP does not show: by which address is looked up, say.
  const said = context.configured<Value>(staticRoutes[family].at(key))?.["next-hop"];
  const isSaid = said !== undefined && sameNextHops(said, nextHop, family, destination);
  return { key, value: { "next-hop": isSaid ? said : nextHop }, handle: route.tableId, owned: true };
}
