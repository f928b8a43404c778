import { TeibDump, TeibEntryAddDel } from "vpp-binapi-ts/api";
import { answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { familyOf } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import { addressFromWire } from "../values.js";
import { keepRecord } from "./keep-record.js";
import { tunnelKey } from "./tunnel.js";

/** Peers of multipoint tunnels (vnet/teib). VPP keeps them when their interface goes. */
export const teib: Feature = {
  name: "teib",
  handlers: [
    keepRecord(TeibEntryAddDel, {
      records: (vpp) => entries(vpp),
      keyOf: ({ entry }) => tunnelKey(entry.swIfIndex, entry.peer),
      refuse(vpp, { isAdd, entry }) {
        if (vpp.interfaces.get(entry.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
        if (!isAdd) return undefined;
        const family = familyOf(addressFromWire(entry.nh));
        return vpp.fib.find(family, entry.nhTableId) === undefined ? Retval.NO_SUCH_FIB : undefined;
      },
      whenThere: Retval.ENTRY_ALREADY_EXISTS,
    }),
    answerDump(TeibDump, function* (vpp) {
      for (const { entry } of entries(vpp).values()) yield { entry };
    }),
  ],
};

const entries = recordsOf<TeibEntryAddDel>("teib");
