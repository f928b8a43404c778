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
import type { WirePath } from "./ip-path.js";
import { onInterface } from "./on-interface.js";
import { shownPaths } from "./shown-path.js";

interface LabelRoute {
  readonly mrTableId: number;
  readonly mrLabel: number;
  readonly mrEos: number;
  readonly mrEosProto: number;
  readonly mrPaths: readonly WirePath[];
}

const tables = recordsOf<{ readonly mtTableId: number; readonly mtName: string }>("mpls-tables");
const routes = recordsOf<LabelRoute>("mpls-routes");
const enabled = recordsOf<{ readonly swIfIndex: number }>(
  "mpls-interfaces",
  (record, swIfIndex) => record.swIfIndex === swIfIndex,
);

/** Label tables and routes, and the interfaces that switch labels (vnet/mpls). Bindings are taken and never shown. */
export const mpls: Feature = {
  name: "mpls",
  handlers: [
    answer(MplsTableAddDel, (vpp, { mtIsAdd, mtTable }) => {
      const key = String(mtTable.mtTableId);
      const isUsed = [...routes(vpp).values()].some(({ mrTableId }) => mrTableId === mtTable.mtTableId);
      if (!mtIsAdd && !isUsed) tables(vpp).delete(key);
      if (mtIsAdd && !tables(vpp).has(key)) {
        const { mtTableId, mtName } = mtTable;
        tables(vpp).set(key, { mtTableId, mtName: mtName || `MPLS-VRF:${mtTableId}` });
      }
      return { retval: Retval.OK };
    }),
    answerDump(MplsTableDump, function* (vpp) {
      for (const mtTable of tables(vpp).values()) yield { mtTable };
    }),
    answer(MplsRouteAddDel, (vpp, { mrIsAdd, mrRoute }) => {
      const { mrTableId, mrLabel, mrEos, mrEosProto } = mrRoute;
      if (!tables(vpp).has(String(mrTableId))) return { retval: Retval.NO_SUCH_FIB, statsIndex: NONE };
      const key = `${mrTableId} ${mrLabel} ${mrEos} ${mrEosProto}`;
      if (!mrIsAdd) {
        routes(vpp).delete(key);
        return { retval: Retval.OK, statsIndex: NONE };
      }
      if (mrRoute.mrPaths.length === 0) return { retval: Retval.NO_PATHS_IN_ROUTE, statsIndex: NONE };
      const mrPaths = shownPaths(vpp, mrRoute.mrPaths);
      if (typeof mrPaths === "number") return { retval: mrPaths, statsIndex: NONE };
      routes(vpp).set(key, { mrTableId, mrLabel, mrEos, mrEosProto, mrPaths });
      return { retval: Retval.OK, statsIndex: 0 };
    }),
    answerDump(MplsRouteDump, function* (vpp, { table }) {
      for (const mrRoute of routes(vpp).values()) if (mrRoute.mrTableId === table.mtTableId) yield { mrRoute };
    }),
    answer(MplsIpBindUnbind, (vpp, { mbMplsTableId, mbIpTableId, mbPrefix }) => {
      const family = mbPrefix.address.af === 0 ? "ip4" : "ip6";
      const isThere = hasTable(vpp, mbMplsTableId) && vpp.fib.find(family, mbIpTableId) !== undefined;
      return { retval: isThere ? Retval.OK : Retval.NO_SUCH_FIB };
    }),
    onInterface(SwInterfaceSetMplsEnable, (vpp, _found, { swIfIndex, enable }) => {
      if (!hasTable(vpp, 0)) return Retval.NO_SUCH_FIB;
      if (enable) enabled(vpp).set(String(swIfIndex), { swIfIndex });
      else enabled(vpp).delete(String(swIfIndex));
      return Retval.OK;
    }),
    answerDump(MplsInterfaceDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex } of enabled(vpp).values()) if (asked === NONE || asked === swIfIndex) yield { swIfIndex };
    }),
  ],
};

function hasTable(vpp: Vpp, tableId: number): boolean {
  return tables(vpp).has(String(tableId));
}
