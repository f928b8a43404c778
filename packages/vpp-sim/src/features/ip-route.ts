import {
  FibSourceAdd,
  FibSourceDump,
  IpRouteAddDel,
  IpRouteAddDelV2,
  IpRouteDump,
  IpRouteLookup,
  IpRouteLookupV2,
  IpRouteV2Dump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { type FibPath, fibPath, inOrder, isAttached, PATH_TYPE, samePath, unionBytes } from "../state/fib-path.js";
import { FIB_SOURCE } from "../state/fib-sources.js";
import type { FibEntry, FibTable } from "../state/fib-table.js";
import { familyOf, type IpPrefix, maxLength } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE, pathToWire, prefixFromWire, prefixToWire, type WirePrefix } from "../values.js";
import { dieOfFirstEncapsulation, pathFromWire, type WirePath } from "./ip-path.js";

/** Unicast routes of both families and the sources that they come from (vnet/ip, vnet/fib). */
export const ipRoute: Feature = {
  name: "ip-route",
  handlers: [
    answer(IpRouteAddDel, (vpp, { isAdd, isMultipath, route }) =>
      addOrDelete(vpp, { isAdd, isMultipath, source: FIB_SOURCE.api, route }),
    ),
    answer(IpRouteAddDelV2, (vpp, { isAdd, isMultipath, route }) =>
      addOrDelete(vpp, { isAdd, isMultipath, source: route.src || FIB_SOURCE.api, route }),
    ),
    answerDump(IpRouteDump, function* (vpp, { table: { isIp6, tableId } }) {
      const table = vpp.fib.find(isIp6 ? "ip6" : "ip4", tableId);
      if (table === undefined) return;
      for (const entry of table.entries()) yield { route: routeToWire(vpp, table, entry) };
    }),
    answerDump(IpRouteV2Dump, function* (vpp, { src, table: { isIp6, tableId } }) {
      const table = vpp.fib.find(isIp6 ? "ip6" : "ip4", tableId);
      if (table === undefined) return;
      for (const entry of table.entries()) {
        const { source } = entry.sources[0]!;
        if (src === 0 || src === source) yield { route: { ...routeToWire(vpp, table, entry), src: source } };
      }
    }),
    answer(IpRouteLookup, (vpp, asked) => {
      const found = lookup(vpp, asked);
      if (typeof found === "number") return { retval: found };
      return { retval: Retval.OK, route: routeToWire(vpp, found.table, found.entry) };
    }),
    answer(IpRouteLookupV2, (vpp, asked) => {
      const found = lookup(vpp, asked);
      if (typeof found === "number") return { retval: found };
      const src = found.entry.sources[0]!.source;
      return { retval: Retval.OK, route: { ...routeToWire(vpp, found.table, found.entry), src } };
    }),
    answer(FibSourceAdd, (vpp, { src: { name, priority } }) => {
      const id = vpp.fib.sources.length;
      vpp.fib.sources.push({ id, name: fitting(name, NAME_SIZE), priority });
      return { retval: Retval.OK, id };
    }),
    answerDump(FibSourceDump, function* (vpp) {
      for (const src of vpp.fib.sources) yield { src };
    }),
  ],
};

interface RouteChange {
  readonly isAdd: boolean;
  readonly isMultipath: boolean;
  readonly source: number;
  readonly route: { readonly tableId: number; readonly prefix: WirePrefix; readonly paths: readonly WirePath[] };
}

/** Only an addition tells the index of the route's counters; a deletion that finds nothing succeeds. */
function addOrDelete(vpp: Vpp, { isAdd, isMultipath, source, route }: RouteChange) {
  const prefix = prefixFromWire(route.prefix);
  if (prefix.length > maxLength(prefix.address)) return refuse(Retval.INVALID_PREFIX_LENGTH);
  const family = familyOf(prefix.address);
  const table = vpp.fib.find(family, route.tableId);
  if (table === undefined) return refuse(Retval.NO_SUCH_FIB);
  if (route.paths.length === 0 && (isAdd || isMultipath)) return refuse(Retval.NO_PATHS_IN_ROUTE);

  if (isAdd && prefix.length === 128) dieOfFirstEncapsulation(route.paths);

  const paths: FibPath[] = [];
  for (const wire of route.paths) {
    const path = pathFromWire(vpp, family, wire);
    if (typeof path === "number") return refuse(path);
    paths.push(throughItself(path, prefix));
  }

  const before = isMultipath ? table.find(prefix)?.sources.find((said) => said.source === source)?.paths : undefined;
  if (isAdd) {
    const all = before === undefined ? paths : withPaths(before, paths);
    // What an unregistered source adds is accepted and drops (seen with id 200).
    const isKnown = vpp.fib.sources[source] !== undefined;
    const entry = vpp.fib.setRoute(table, prefix, source, isKnown ? inOrder(all) : [DROP]);
    return { retval: Retval.OK, statsIndex: entry.statsIndex };
  }
  const left = (before ?? []).filter((path) => !paths.some((gone) => samePath(gone, path)));
  if (isMultipath && left.length > 0) vpp.fib.setRoute(table, prefix, source, left);
  else if (!isMultipath || before !== undefined) vpp.fib.removeRoute(table, prefix, source);
  return { retval: Retval.OK, statsIndex: NONE };
}

/** A route to a single host through nothing but an interface has that host as its next hop. */
function throughItself(path: FibPath, { address, length }: IpPrefix): FibPath {
  const isHost = length === maxLength(address) && isAttached(path);
  return isHost ? { ...path, nextHop: unionBytes(address) } : path;
}

const DROP: FibPath = fibPath({ type: PATH_TYPE.drop });

function refuse(retval: number) {
  return { retval, statsIndex: NONE };
}

/** A path that is there already is neither doubled nor changed: it keeps its weight. */
function withPaths(before: readonly FibPath[], added: readonly FibPath[]): FibPath[] {
  return [...before, ...added.filter((path) => !before.some((known) => samePath(known, path)))];
}

interface Lookup {
  readonly tableId: number;
  readonly exact: number;
  readonly prefix: WirePrefix;
}

function lookup(vpp: Vpp, asked: Lookup): { table: FibTable; entry: FibEntry } | number {
  const prefix = prefixFromWire(asked.prefix);
  const table = vpp.fib.find(familyOf(prefix.address), asked.tableId);
  if (table === undefined) return Retval.NO_SUCH_FIB;
  const entry = asked.exact ? table.find(prefix) : table.lookup(prefix.address, prefix.length);
  return entry === undefined ? Retval.NO_SUCH_ENTRY : { table, entry };
}

function routeToWire(vpp: Vpp, table: FibTable, entry: FibEntry) {
  return {
    tableId: table.tableId,
    statsIndex: vpp.fib.isInstalled(table, entry) ? entry.statsIndex : NONE,
    prefix: prefixToWire(entry.prefix),
    paths: vpp.fib.pathsOf(table, entry).map(pathToWire),
  };
}
