import {
  MplsInterfaceDump,
  MplsIpBindUnbind,
  MplsRouteAddDel,
  MplsRouteDump,
  MplsTableAddDel,
  MplsTableDump,
  SwInterfaceSetMplsEnable,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { dieOfFirstEncapsulation, type WirePath } from "./ip-path.js";
import { onInterface } from "./on-interface.js";
import { pathKey, shownPaths } from "./shown-path.js";

interface LabelRoute {
  readonly mrTableId: number;
  readonly mrLabel: number;
  readonly mrEos: number;
  readonly mrEosProto: number;
  readonly mrPaths: readonly WirePath[];
  /** Index of what forwards, and of the counters. */
  readonly statsIndex: number;
}

interface LabelTable {
  readonly mtTableId: number;
  readonly mtName: string;
  /** Among all tables (fib_index). */
  readonly place: number;
  /** The API has not deleted it. Interfaces keep table 0 all the same. */
  readonly isAsked: boolean;
  /** What forwards the reserved labels. */
  readonly loadBalances: readonly number[];
}

const tables = recordsOf<LabelTable>("mpls-tables");
/** What drops where no label is known: made with the first table, for ever. */
const dropping = recordsOf<{ readonly loadBalance: number }>("mpls-drop");
/** Places that tables have left; the last one is taken first. */
const leftPlaces = recordsOf<{ readonly place: number }>("mpls-left-places");
const routes = recordsOf<LabelRoute>("mpls-routes");
const enabled = recordsOf<{ readonly swIfIndex: number; readonly times: number }>(
  "mpls-interfaces",
  (record, swIfIndex) => record.swIfIndex === swIfIndex,
);

/** Label tables and routes, and the interfaces that switch labels (vnet/mpls). Bindings are taken and never shown. */
export const mpls: Feature = {
  name: "mpls",
  handlers: [
    answer(MplsTableAddDel, (vpp, { mtIsAdd, mtTable }) => {
      const key = String(mtTable.mtTableId);
      const found = tables(vpp).get(key);
      if (found !== undefined) tables(vpp).set(key, { ...found, isAsked: mtIsAdd });
      if (!mtIsAdd) removeUnheldTable(vpp, key);
      if (mtIsAdd && found === undefined) {
        const { mtTableId, mtName } = mtTable;
        tables(vpp).set(key, {
          mtTableId,
          mtName: mtName || `MPLS-VRF:${mtTableId}`,
          place: takePlace(vpp),
          isAsked: true,
          loadBalances: forwardingOfTable(vpp),
        });
      }
      return { retval: Retval.OK };
    }),
    answerDump(MplsTableDump, function* (vpp) {
      for (const { mtTableId, mtName } of tables(vpp).values()) yield { mtTable: { mtTableId, mtName } };
    }),
    answer(MplsRouteAddDel, (vpp, { mrIsAdd, mrIsMultipath, mrRoute }) => {
      const { mrTableId, mrLabel, mrEos } = mrRoute;
      // What is not the bottom of the stack is a label again.
      const mrEosProto = mrEos === 0 ? PROTO_MPLS : mrRoute.mrEosProto;
      if (!tables(vpp).has(String(mrTableId))) return { retval: Retval.NO_SUCH_FIB, statsIndex: NONE };
      const key = `${mrTableId} ${mrLabel} ${mrEos}`;
      if (!mrIsAdd && !mrIsMultipath) {
        removeRoute(vpp, key);
        return { retval: Retval.OK, statsIndex: NONE };
      }
      if (mrRoute.mrPaths.length === 0) return { retval: Retval.NO_PATHS_IN_ROUTE, statsIndex: NONE };
      if (mrIsAdd) dieOfFirstEncapsulation(mrRoute.mrPaths);
      const named = shownPaths(vpp, mrRoute.mrPaths);
      if (typeof named === "number") return { retval: named, statsIndex: NONE };
      const keys = new Set(named.map(pathKey));
      const before = mrIsMultipath ? (routes(vpp).get(key)?.mrPaths ?? []) : [];
      const others = before.filter((path) => !keys.has(pathKey(path)));
      const mrPaths = mrIsAdd ? [...others, ...named] : others;
      if (mrPaths.length === 0) {
        removeRoute(vpp, key);
        return { retval: Retval.OK, statsIndex: NONE };
      }
      const statsIndex = routes(vpp).get(key)?.statsIndex ?? vpp.fib.loadBalances.take();
      routes(vpp).set(key, { mrTableId, mrLabel, mrEos, mrEosProto, mrPaths, statsIndex });
      return { retval: Retval.OK, statsIndex: mrIsAdd ? statsIndex : NONE };
    }),
    answerDump(MplsRouteDump, function* (vpp, { table }) {
      for (const mrRoute of routesOf(vpp, table.mtTableId)) yield { mrRoute };
    }),
    answer(MplsIpBindUnbind, (vpp, { mbMplsTableId, mbIpTableId, mbPrefix }) => {
      const family = mbPrefix.address.af === 0 ? "ip4" : "ip6";
      const isThere = hasTable(vpp, mbMplsTableId) && vpp.fib.find(family, mbIpTableId) !== undefined;
      return { retval: isThere ? Retval.OK : Retval.NO_SUCH_FIB };
    }),
    onInterface(SwInterfaceSetMplsEnable, (vpp, _found, { swIfIndex, enable }) => {
      if (!hasTable(vpp, 0)) return Retval.NO_SUCH_FIB;
      const before = enabled(vpp).get(String(swIfIndex))?.times ?? 0;
      // As often as it was enabled it has to be disabled.
      const times = enable ? before + 1 : before - 1;
      if (times > 0) enabled(vpp).set(String(swIfIndex), { swIfIndex, times });
      else if (enabled(vpp).delete(String(swIfIndex))) removeUnheldTable(vpp, "0");
      return Retval.OK;
    }),
    answerDump(MplsInterfaceDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex } of enabled(vpp).values()) if (asked === NONE || asked === swIfIndex) yield { swIfIndex };
    }),
  ],
};

/** The heads of tables in `show mpls fib`, of all or of one. */
export function showLabelTables(vpp: Vpp, tableId?: string): string {
  return [...tables(vpp).values()]
    .filter(({ mtTableId }) => tableId === undefined || String(mtTableId) === tableId)
    .map(({ mtName, place }) => `${mtName}, fib_index:${place} locks:[API:1, ]\n`)
    .join("");
}

function takePlace(vpp: Vpp): number {
  const left = [...leftPlaces(vpp).values()].at(-1);
  if (left === undefined) return tables(vpp).size;
  leftPlaces(vpp).delete(String(left.place));
  return left.place;
}

function forwardingOfTable(vpp: Vpp): number[] {
  const { loadBalances } = vpp.fib;
  if (dropping(vpp).size === 0) dropping(vpp).set("", { loadBalance: loadBalances.take() });
  return RESERVED.flatMap(() => [loadBalances.take(), loadBalances.take()]);
}

/** A table goes with all its routes when the API has deleted it and no interface is in it: that is table 0 for all of them. */
function removeUnheldTable(vpp: Vpp, key: string): void {
  const gone = tables(vpp).get(key);
  const isHeld = gone?.isAsked === true || (key === "0" && enabled(vpp).size > 0);
  if (gone === undefined || isHeld) return;
  for (const [name, { mrTableId }] of routes(vpp)) if (mrTableId === gone.mtTableId) removeRoute(vpp, name);
  for (const index of gone.loadBalances) vpp.fib.loadBalances.release(index);
  leftPlaces(vpp).set(String(gone.place), { place: gone.place });
  tables(vpp).delete(key);
}

function removeRoute(vpp: Vpp, key: string): void {
  const gone = routes(vpp).get(key);
  if (gone !== undefined) vpp.fib.loadBalances.release(gone.statsIndex);
  routes(vpp).delete(key);
}

const PROTO_MPLS = 2;

/** Reserved labels that each table has (RFC 3032 2.1): explicit null of IPv4, router alert, explicit null of IPv6. */
const RESERVED = [
  { mrLabel: 0, proto: 0 },
  { mrLabel: 1, proto: PROTO_MPLS },
  { mrLabel: 2, proto: 1 },
];

/** By label, and what is not the bottom of the stack first. A route that was made stands in for a reserved one. */
function routesOf(vpp: Vpp, mrTableId: number) {
  if (!hasTable(vpp, mrTableId)) return [];
  const made = [...routes(vpp).values()]
    .filter((route) => route.mrTableId === mrTableId)
    .map(({ statsIndex: _, ...route }) => route);
  const isMade = (label: number, eos: number) => made.some(({ mrLabel, mrEos }) => mrLabel === label && mrEos === eos);
  const mrPaths = [{ swIfIndex: NONE, weight: 1, proto: PROTO_MPLS }];
  const reserved = RESERVED.flatMap(({ mrLabel, proto }) => [
    { mrTableId, mrLabel, mrEos: 0, mrEosProto: PROTO_MPLS, mrPaths },
    { mrTableId, mrLabel, mrEos: 1, mrEosProto: proto, mrPaths },
  ]);
  const all = [...made, ...reserved.filter(({ mrLabel, mrEos }) => !isMade(mrLabel, mrEos))];
  return all.sort((one, other) => one.mrLabel - other.mrLabel || one.mrEos - other.mrEos);
}

function hasTable(vpp: Vpp, tableId: number): boolean {
  return tables(vpp).has(String(tableId));
}
