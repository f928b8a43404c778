import {
  IpTableAddDel,
  IpTableAddDelV2,
  IpTableAllocate,
  IpTableDump,
  IpTableFlush,
  IpTableReplaceBegin,
  IpTableReplaceEnd,
  SetIpFlowHashV3,
  SwInterfaceGetTable,
  SwInterfaceSetTable,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { FIB_SOURCE } from "../state/fib-sources.js";
import type { FibTable } from "../state/fib-table.js";
import { bindTable, setAdminUp } from "../state/interfaces.js";
import type { Family } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";

/** VRF tables, and which interface is in which (vnet/ip). */
export const ipTable: Feature = {
  name: "ip-table",
  handlers: [
    answer(IpTableAddDel, (vpp, { isAdd, table }) => addOrDelete(vpp, isAdd, table, true)),
    answer(IpTableAddDelV2, (vpp, { isAdd, table, createMfib }) => addOrDelete(vpp, isAdd, table, createMfib)),
    answer(IpTableAllocate, (vpp, { table }) => {
      const tableId = table.tableId === NONE ? freeTableId(vpp, family(table)) : table.tableId;
      const name = fitting(table.name, NAME_SIZE);
      vpp.fib.add(family(table), tableId, name);
      // A table that is there keeps its name, and VPP answers with the one that it was asked for.
      return { retval: Retval.OK, table: { tableId, isIp6: table.isIp6, name } };
    }),
    answerDump(IpTableDump, function* (vpp) {
      for (const { tableId, name } of vpp.fib.tables("ip4")) yield { table: { tableId, isIp6: false, name } };
      for (const { tableId, name } of vpp.fib.tables("ip6")) yield { table: { tableId, isIp6: true, name } };
    }),
    answer(IpTableFlush, (vpp, { table }) =>
      onTable(vpp, table, (flushed) => {
        // VPP sets every interface of the table admin down, which takes the connected routes away.
        for (const bound of vpp.interfaces.values()) {
          if (bound[flushed.family].tableId === flushed.tableId) setAdminUp(vpp, bound, false);
        }
        for (const { prefix } of routesOf(flushed, FIB_SOURCE.api).reverse()) {
          vpp.fib.removeRoute(flushed, prefix, FIB_SOURCE.api);
        }
      }),
    ),
    answer(IpTableReplaceBegin, (vpp, { table }) =>
      onTable(vpp, table, (marked) => {
        for (const { prefix, said } of routesOf(marked, FIB_SOURCE.api))
          marked.update(prefix, { ...said, isStale: true });
      }),
    ),
    answer(IpTableReplaceEnd, (vpp, { table }) =>
      onTable(vpp, table, (swept) => {
        for (const { prefix, said } of routesOf(swept, FIB_SOURCE.api)) {
          if (said.isStale) vpp.fib.removeRoute(swept, prefix, FIB_SOURCE.api);
        }
      }),
    ),
    answer(SetIpFlowHashV3, (vpp, { tableId, af }) => ({
      retval: vpp.fib.find(af === 0 ? "ip4" : "ip6", tableId) === undefined ? Retval.NO_SUCH_FIB : Retval.OK,
    })),
    onInterface(SwInterfaceSetTable, (vpp, bound, { isIpv6, vrfId }) => {
      const wanted = isIpv6 ? "ip6" : "ip4";
      if (vpp.fib.find(wanted, vrfId) === undefined) return Retval.NO_SUCH_FIB;
      // Even for the table that it is in already.
      if (bound[wanted].addresses.length > 0) return Retval.ADDRESS_FOUND_FOR_INTERFACE;
      bindTable(vpp, bound, wanted, vrfId);
      return Retval.OK;
    }),
    answer(SwInterfaceGetTable, (vpp, { swIfIndex, isIpv6 }) => {
      const asked = vpp.interfaces.get(swIfIndex);
      if (asked === undefined) return { retval: Retval.INVALID_SW_IF_INDEX, vrfId: NONE };
      return { retval: Retval.OK, vrfId: asked[isIpv6 ? "ip6" : "ip4"].tableId };
    }),
  ],
};

interface WireTable {
  readonly tableId: number;
  readonly isIp6: boolean;
  readonly name: string;
}

function family({ isIp6 }: WireTable): Family {
  return isIp6 ? "ip6" : "ip4";
}

/** Adding what is there and deleting what is not both succeed; table 0 never goes. */
function addOrDelete(vpp: Vpp, isAdd: boolean, asked: WireTable, withMulticast: boolean) {
  if (isAdd) {
    const isNew = vpp.fib.find(family(asked), asked.tableId) === undefined;
    const added = vpp.fib.add(family(asked), asked.tableId, fitting(asked.name, NAME_SIZE));
    added.hasMulticast = withMulticast || (!isNew && added.hasMulticast);
    return { retval: Retval.OK };
  }
  const table = vpp.fib.find(family(asked), asked.tableId);
  if (table !== undefined) {
    table.isConfigured = false;
    vpp.fib.removeUnheld(table);
  }
  return { retval: Retval.OK };
}

function freeTableId(vpp: Vpp, wanted: Family): number {
  let tableId = vpp.tableIds.next();
  while (vpp.fib.find(wanted, tableId) !== undefined) tableId = vpp.tableIds.next();
  return tableId;
}

function onTable(vpp: Vpp, asked: WireTable, act: (table: FibTable) => void) {
  const table = vpp.fib.find(family(asked), asked.tableId);
  if (table === undefined) return { retval: Retval.NO_SUCH_FIB };
  act(table);
  return { retval: Retval.OK };
}

/** What one source says in a table, as a list of its own that stays while the table changes. */
function routesOf(table: FibTable, source: number) {
  return [...table.entries()].flatMap(({ prefix, sources }) => {
    const said = sources.find((one) => one.source === source);
    return said === undefined ? [] : [{ prefix, said }];
  });
}
