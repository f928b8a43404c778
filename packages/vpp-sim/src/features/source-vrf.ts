import { SvsDump, SvsEnableDisable, SvsPluginGetVersion, SvsRouteAddDel, SvsTableAddDel } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { countFeature } from "./feature-arc.js";
import { onInterface } from "./on-interface.js";

const tables = recordsOf<SvsTableAddDel>("svs-tables");
/** VPP keeps them by index when the interface is deleted. */
const interfaces = recordsOf<SvsEnableDisable>("svs-interfaces");

const IP6 = 1;

/** VRFs chosen by the source address (plugin svs). VPP does not show the routes. */
export const sourceVrf: Feature = {
  name: "source-vrf",
  handlers: [
    answer(SvsPluginGetVersion, () => ({ major: 1, minor: 0 })),
    answer(SvsTableAddDel, (vpp, { isAdd, af, tableId }) => {
      if (af > IP6) return { retval: Retval.INVALID_ADDRESS_FAMILY };
      const isUsed = [...interfaces(vpp).values()].some((used) => used.af === af && used.tableId === tableId);
      if (!isAdd && isUsed) return { retval: Retval.INSTANCE_IN_USE };
      if (isAdd) tables(vpp).set(`${af} ${tableId}`, { isAdd, af, tableId });
      else tables(vpp).delete(`${af} ${tableId}`);
      return { retval: Retval.OK };
    }),
    answer(SvsRouteAddDel, (vpp, { prefix, tableId, sourceTableId }) => {
      const { af } = prefix.address;
      const isSource = vpp.fib.find(af === IP6 ? "ip6" : "ip4", sourceTableId) !== undefined;
      return { retval: isSource && tables(vpp).has(`${af} ${tableId}`) ? Retval.OK : Retval.NO_SUCH_FIB };
    }),
    onInterface(SvsEnableDisable, (vpp, { swIfIndex }, asked) => {
      const { isEnable, af, tableId } = asked;
      // Any table will do, not only those for sources.
      const isTable = vpp.fib.find(af === IP6 ? "ip6" : "ip4", tableId) !== undefined;
      if (!isTable && !tables(vpp).has(`${af} ${tableId}`)) return Retval.NO_SUCH_FIB;
      if (isEnable) interfaces(vpp).set(`${af} ${swIfIndex}`, asked);
      else interfaces(vpp).delete(`${af} ${swIfIndex}`);
      const family = af === IP6 ? "ip6" : "ip4";
      countFeature(vpp, `${family}-unicast`, `svs-${family}`, swIfIndex, isEnable);
      return Retval.OK;
    }),
    answerDump(SvsDump, function* (vpp) {
      for (const { tableId, swIfIndex, af } of interfaces(vpp).values()) yield { tableId, swIfIndex, af };
    }),
  ],
};
