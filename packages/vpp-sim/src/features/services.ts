import {
  DnsEnableDisable,
  DnsNameServerAddDel,
  MssClampEnableDisable,
  MssClampGet,
  UrpfInterfaceDump,
  UrpfMode,
  UrpfUpdateV2,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { keepRecord } from "./keep-record.js";
import { onInterface } from "./on-interface.js";

/** VPP keeps both by index when the interface is deleted. */
const clamps = recordsOf<MssClampEnableDisable>("mss-clamps");
const checks = recordsOf<UrpfUpdateV2>("urpf");
const nameServers = recordsOf<DnsNameServerAddDel>("dns-name-servers");

const IP6 = 1;

/** TCP segment limits (plugin mss_clamp), uRPF (plugin urpf), name resolution (plugin dns), without packets. */
export const services: Feature = {
  name: "services",
  handlers: [
    onInterface(MssClampEnableDisable, (vpp, { swIfIndex }, asked) => {
      clamps(vpp).set(String(swIfIndex), asked);
      return Retval.OK;
    }),
    answerStream(MssClampGet, (vpp, { swIfIndex }) => ({
      details: [...clamps(vpp).values()].filter((clamp) => swIfIndex === NONE || swIfIndex === clamp.swIfIndex),
      retval: Retval.OK,
      // The end of VPP's list by index.
      cursor: Math.max(0, ...Array.from(clamps(vpp).values(), (clamp) => clamp.swIfIndex + 1)),
    })),
    onInterface(UrpfUpdateV2, (vpp, found, asked) => {
      const family = asked.af === IP6 ? "ip6" : "ip4";
      const isTableThere = asked.tableId === NONE || vpp.fib.find(family, asked.tableId) !== undefined;
      if (!isTableThere || asked.mode > UrpfMode.URPF_API_MODE_STRICT) return Retval.INVALID_VALUE;
      const own = asked.af === IP6 ? found.ip6.tableId : found.ip4.tableId;
      const key = `${asked.swIfIndex} ${asked.af} ${asked.isInput}`;
      // One that is off is shown where a table was named.
      if (asked.mode === UrpfMode.URPF_API_MODE_OFF && asked.tableId === NONE) checks(vpp).delete(key);
      else checks(vpp).set(key, { ...asked, tableId: asked.tableId === NONE ? own : asked.tableId });
      return Retval.OK;
    }),
    answerDump(UrpfInterfaceDump, function* (vpp, { swIfIndex }) {
      for (const check of checks(vpp).values()) if (swIfIndex === NONE || swIfIndex === check.swIfIndex) yield check;
    }),
    keepRecord(DnsNameServerAddDel, {
      records: nameServers,
      keyOf: ({ isIp6, serverAddress }) => `${isIp6} ${serverAddress.join()}`,
      whenAbsent: Retval.NAME_SERVER_NOT_FOUND,
    }),
    answer(DnsEnableDisable, (vpp, { enable }) => ({
      retval: enable !== 0 && nameServers(vpp).size === 0 ? Retval.NO_NAME_SERVERS : Retval.OK,
    })),
  ],
};
