import {
  Nat66AddDelInterface,
  Nat66AddDelStaticMapping,
  Nat66InterfaceDump,
  Nat66PluginEnableDisable,
  Nat66StaticMappingDump,
  NatConfigFlags,
  Npt66BindingAddDel,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { keepRecord } from "./keep-record.js";
import { text } from "./nat44-tables.js";
import { onInterface } from "./on-interface.js";

interface Side {
  readonly swIfIndex: number;
  readonly isInside: boolean;
}

const enabled = recordsOf<object>("nat66-enabled");
const sides = recordsOf<Side>("nat66-interfaces", (side, swIfIndex) => side.swIfIndex === swIfIndex);
const mappings = recordsOf<Nat66AddDelStaticMapping>("nat66-mappings");
const bindings = recordsOf<Npt66BindingAddDel>(
  "npt66-bindings",
  (binding, swIfIndex) => binding.swIfIndex === swIfIndex,
);

/** What this plugin answers where it should not be enabled, or should. */
const WRONG_STATE = 1;

/** IPv6 to IPv6: single addresses (plugin nat66), and prefixes (plugin npt66). */
export const nat66: Feature = {
  name: "nat66",
  handlers: [
    answer(Nat66PluginEnableDisable, (vpp, { enable }) => {
      if (enable && isEnabled(vpp)) return { retval: WRONG_STATE };
      for (const table of [enabled, sides, mappings]) table(vpp).clear();
      if (enable) enabled(vpp).set("", {});
      return { retval: Retval.OK };
    }),
    onInterface(Nat66AddDelInterface, (vpp, { swIfIndex }, { isAdd, flags }) => {
      if (!isEnabled(vpp)) return WRONG_STATE;
      const key = String(swIfIndex);
      if (isAdd === sides(vpp).has(key)) return isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY;
      if (isAdd) sides(vpp).set(key, { swIfIndex, isInside: (flags & NatConfigFlags.NAT_IS_INSIDE) !== 0 });
      else sides(vpp).delete(key);
      return Retval.OK;
    }),
    answerDump(Nat66InterfaceDump, function* (vpp) {
      for (const { swIfIndex, isInside } of sides(vpp).values()) {
        yield { swIfIndex, flags: isInside ? NatConfigFlags.NAT_IS_INSIDE : 0 };
      }
    }),
    keepRecord(Nat66AddDelStaticMapping, {
      records: mappings,
      keyOf: ({ localIpAddress, vrfId }) => `${text(localIpAddress)} ${vrfId}`,
      refuse: (vpp) => (isEnabled(vpp) ? undefined : WRONG_STATE),
      whenThere: Retval.VALUE_EXIST,
    }),
    answerDump(Nat66StaticMappingDump, function* (vpp) {
      for (const { isAdd: _, ...mapping } of mappings(vpp).values()) yield mapping;
    }),
    keepRecord(Npt66BindingAddDel, {
      records: bindings,
      keyOf: ({ swIfIndex }) => String(swIfIndex),
      refuse: (vpp, { isAdd, swIfIndex, internal, external }) => {
        if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
        if (!isAdd) return undefined;
        return internal.len > 64 || external.len > 64 ? Retval.INVALID_VALUE : undefined;
      },
    }),
  ],
};

function isEnabled(vpp: Vpp): boolean {
  return enabled(vpp).size > 0;
}
