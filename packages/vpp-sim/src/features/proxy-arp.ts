import { ProxyArpAddDel, ProxyArpDump, ProxyArpIntfcDump, ProxyArpIntfcEnableDisable } from "vpp-binapi-ts/api";
import { answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { keepRecord } from "./keep-record.js";
import { onInterface } from "./on-interface.js";

const ranges = recordsOf<ProxyArpAddDel>("proxy-arp-ranges");
const enabled = recordsOf<ProxyArpIntfcEnableDisable>(
  "proxy-arp-interfaces",
  (record, swIfIndex) => record.swIfIndex === swIfIndex,
);

/** Ranges of addresses that VPP answers ARP for (vnet/arp). A range may be reversed; it then holds nothing. */
export const proxyArp: Feature = {
  name: "proxy-arp",
  handlers: [
    keepRecord(ProxyArpAddDel, {
      records: ranges,
      keyOf: ({ proxy }) => `${proxy.tableId} ${proxy.low} ${proxy.hi}`,
      refuse: (vpp, { proxy }) => (vpp.fib.find("ip4", proxy.tableId) === undefined ? Retval.NO_SUCH_FIB : undefined),
    }),
    answerDump(ProxyArpDump, function* (vpp) {
      for (const { proxy } of ranges(vpp).values()) yield { proxy };
    }),
    onInterface(ProxyArpIntfcEnableDisable, (vpp, _found, request) => {
      if (request.enable) enabled(vpp).set(String(request.swIfIndex), request);
      else enabled(vpp).delete(String(request.swIfIndex));
      return Retval.OK;
    }),
    answerDump(ProxyArpIntfcDump, function* (vpp) {
      for (const { swIfIndex } of enabled(vpp).values()) yield { swIfIndex };
    }),
  ],
};
