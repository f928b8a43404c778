import { IpMrouteAddDel, IpMrouteDump, MfibEntryFlags } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfaces } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { instanceOfTable, instancesByTable } from "../routing/instances-by-table.js";
import { defaultVrf, ipTables, vrfOfTable } from "../routing/ip-table.js";
import { type InstanceKey, instanceKeys, instancePath, staticInstances } from "../routing/static-instance.js";
import { goneIsFine } from "../vpp-answers.js";
import { decodeGroups, encodeGroups, type Groups, isVppsOwn } from "./groups.js";
import {
  decodeMulticastPath,
  encodeMulticastPath,
  hasRepeated,
  type MulticastPath,
  multicastPaths,
  type NextHop,
  nextHopDependencies,
  nextHopList,
  pathChanges,
  showsNextHops,
} from "./next-hops.js";

type Key = InstanceKey & { readonly group: string; readonly source: string };

interface Value {
  readonly flags?: string;
  readonly "rpf-id"?: number;
  readonly "next-hop"?: readonly NextHop[];
}

const multicastRoutes = {
  ipv4: defineKind<Key>("ipv4-multicast-route", ["type", "name", "group", "source"]),
  ipv6: defineKind<Key>("ipv6-multicast-route", ["type", "name", "group", "source"]),
};

/** What VPP calls the flags of a route. */
const entryFlags: Readonly<Record<string, MfibEntryFlags>> = {
  signal: MfibEntryFlags.MFIB_API_ENTRY_FLAG_SIGNAL,
  drop: MfibEntryFlags.MFIB_API_ENTRY_FLAG_DROP,
  connected: MfibEntryFlags.MFIB_API_ENTRY_FLAG_CONNECTED,
  "accept-all-interfaces": MfibEntryFlags.MFIB_API_ENTRY_FLAG_ACCEPT_ALL_ITF,
};

export const ipv4MulticastRoute = multicastRoute("ipv4");
export const ipv6MulticastRoute = multicastRoute("ipv6");

/**
 * A multicast route with all its next hops. VPP adds to the paths that it has and takes away those that it is told, and shows
 * neither the flags of the route nor who made it. The handle is the number of the table that the route was put into.
 */
function multicastRoute(family: Family) {
  const routes = multicastRoutes[family];
  const anywhere = { family, vrf: defaultVrf };
  return defineTranslator<Key, Value>({
    name: routes.name,
    kind: routes,
    path: `${instancePath}/static-routes/sweetcomb-multicast:${family}-multicast/route`,
    keys: { ...instanceKeys, group: "route/group", source: "route/source" },
    leafs: ["flags", "rpf-id", "next-hop"],
    when: () => true,
    messages: [IpMrouteAddDel, IpMrouteDump],
    validate({ value }) {
      if (!hasRepeated(value["next-hop"], anywhere)) return undefined;
      return { leaf: "next-hop", message: "Two next hops are the same" };
    },
    dependsOn: ({ key: { type, name }, value }) => [
      staticInstances[family].at({ type, name }),
      ...nextHopDependencies(value["next-hop"], family),
    ],
    async create(context, { key, value }) {
      const tableId = context.handleOf(staticInstances[family].at({ type: key.type, name: key.name }));
      const change = changeOf(context, family, tableId, key);
      const paths = pathsIn(context, family, tableId, value);
      await change.paths(true, paths);
      try {
        if (hasSettings(value)) await change.settings(value);
      } catch (refusal) {
        await change.paths(false, paths);
        throw refusal;
      }
      return tableId;
    },
    // Old and new next hops are there together on the way.
    canUpdate: (before, after) => nextHopCount(before) + nextHopCount(after) <= MOST_NEXT_HOPS,
    async update(context, { key, value }, before) {
      const tableId = context.handleOf(routes.at(key));
      const change = changeOf(context, family, tableId, key);
      const { removed, set } = pathChanges(
        pathsIn(context, family, tableId, before),
        pathsIn(context, family, tableId, value),
      );
      // The route is never without a path or a flag on the way: VPP would forget it.
      await change.paths(true, set);
      if (hasSettings(before) || hasSettings(value)) await change.settings(value);
      await change.paths(false, removed);
    },
    async delete(context, { key, value }) {
      const tableId = context.handleOf(routes.at(key));
      const change = changeOf(context, family, tableId, key);
      // VPP does not tell whether it has any, and would keep the route for them.
      await goneIsFine(change.settings({}));
      await goneIsFine(change.paths(false, pathsIn(context, family, tableId, value)));
    },
    reads: [interfaces, ipTables[family]],
    async *dump(context) {
      const instances = instancesByTable(context, family);
      const known = knownRoutes(context, family);
      const tables = [0, ...Array.from(context.handles(ipTables[family]), ([, tableId]) => tableId)];
      const dumps = dumpEach(tables, (tableId) =>
        context.vpp.dump(IpMrouteDump, { table: { tableId, isIp6: family === "ipv6" } }),
      );
      for await (const [tableId, { route }] of dumps) {
        const groups = decodeGroups(route.prefix);
        if (isVppsOwn(groups)) continue;
        const paths = route.paths
          .map((path) => decodeMulticastPath(context, path))
          .filter((path) => path !== undefined);
        const vrf = vrfOfTable(context, family, tableId) ?? defaultVrf;
        const key = keyOf(groups, known, instances, tableId);
        yield { key, value: shownValue(context, family, key, nextHopList(paths, vrf)), handle: tableId };
      }
    },
    matches: (configured, dumped) => showsNextHops(configured["next-hop"], dumped["next-hop"], anywhere),
    unreadable: ["flags", "rpf-id"],
  });
}

/** The routes that are configured, or that a commit has left that was undone, by their groups. */
function knownRoutes(context: TranslatorContext, family: Family): ReadonlyMap<string, readonly Key[]> {
  const byGroups = new Map<string, Key[]>();
  for (const { key } of context.allConfigured<Key, Value>(multicastRoutes[family])) {
    const groups = `${key.group} ${key.source}`;
    byGroups.set(groups, [...(byGroups.get(groups) ?? []), key]);
  }
  return byGroups;
}

/**
 * VPP does not know instances: a route belongs to the one in its table that has it configured, else to one that has been undone and
 * whose table nobody knows, else to the first in its table.
 */
function keyOf(
  groups: Groups,
  known: ReadonlyMap<string, readonly Key[]>,
  instances: ReadonlyMap<number, readonly InstanceKey[]>,
  tableId: number,
): Key {
  const routes = known.get(`${groups.group} ${groups.source}`) ?? [];
  const here = instances.get(tableId) ?? [];
  const anywhere = [...instances.values()].flat();
  const isOf = (key: Key) => (instance: InstanceKey) => instance.name === key.name && instance.type === key.type;
  const found = routes.find((key) => here.some(isOf(key))) ?? routes.find((key) => !anywhere.some(isOf(key)));
  return found ?? { ...(here[0] ?? instanceOfTable(tableId)), ...groups };
}

/** In the words of the configuration where it says what VPP shows, which may be less. */
function shownValue(context: TranslatorContext, family: Family, key: Key, shown: readonly NextHop[]): Value {
  const said = context.configured<Value>(multicastRoutes[family].at(key))?.["next-hop"];
  const isSaid = said !== undefined && showsNextHops(said, shown, { family, vrf: defaultVrf });
  const list = isSaid ? said : shown;
  return list.length === 0 ? {} : { "next-hop": list };
}

function pathsIn(context: TranslatorContext, family: Family, tableId: number, value: Value): readonly MulticastPath[] {
  return multicastPaths(value["next-hop"], { family, vrf: vrfOfTable(context, family, tableId) ?? defaultVrf });
}

/** VPP 26.06 counts the paths of a route in eight bits when it lists it, and writes behind them. */
const MOST_NEXT_HOPS = 255;

function nextHopCount({ "next-hop": list = [] }: Value): number {
  return list.length;
}

/** What a route has beside its paths. */
function hasSettings(value: Value): boolean {
  return value.flags !== undefined || value["rpf-id"] !== undefined;
}

/** The two messages about a route, which are one to VPP: with paths it is about these, without any about all the rest. */
function changeOf(context: TranslatorContext, family: Family, tableId: number, groups: Groups) {
  const prefix = encodeGroups(groups, family);
  return {
    /** Nothing is sent for no path: VPP crashes when a path is taken from a route that has only flags. */
    async paths(isAdd: boolean, paths: readonly MulticastPath[]): Promise<void> {
      if (paths.length === 0) return;
      const encoded = paths.map((path) => encodeMulticastPath(context, path));
      await context.vpp.call(IpMrouteAddDel, { isAdd, isMultipath: true, route: { tableId, prefix, paths: encoded } });
    },
    async settings({ flags, "rpf-id": rpfId = 0 }: Value): Promise<void> {
      const route = { tableId, prefix, rpfId, entryFlags: bitsOf(flags) };
      await context.vpp.call(IpMrouteAddDel, { isAdd: true, isMultipath: true, route });
    },
  };
}

function bitsOf(flags: string | undefined): MfibEntryFlags {
  let bits = 0;
  for (const name of flags?.split(" ") ?? []) bits |= entryFlags[name] ?? 0;
  return bits as MfibEntryFlags;
}
