import { SyslogGetFilter, SyslogGetSender, SyslogSetFilter, SyslogSetSender } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import { recordsOf } from "../state/records.js";

const senders = recordsOf<SyslogSetSender>("syslog-sender");
const filters = recordsOf<SyslogSetFilter>("syslog-filter");

const INFORMATIONAL = 6;
const DEBUG = 7;
const LEAST_SIZE = 480;

/** Where VPP sends its messages (vnet/syslog). */
export const syslog: Feature = {
  name: "syslog",
  handlers: [
    answer(SyslogSetSender, (vpp, asked) => {
      const isNowhere = isZero(asked.collectorAddress) || isZero(asked.srcAddress) || asked.collectorPort === 0;
      if (isNowhere || asked.maxMsgSize < LEAST_SIZE) return { retval: Retval.INVALID_VALUE };
      if (asked.vrfId !== NONE && vpp.fib.find("ip4", asked.vrfId) === undefined) return { retval: Retval.NO_SUCH_FIB };
      senders(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(SyslogGetSender, (vpp) => ({ retval: Retval.OK, ...(senders(vpp).get("") ?? { vrfId: NONE }) })),
    answer(SyslogSetFilter, (vpp, asked) => {
      if (asked.severity > DEBUG) return { retval: Retval.INVALID_VALUE };
      filters(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(SyslogGetFilter, (vpp) => ({
      retval: Retval.OK,
      severity: filters(vpp).get("")?.severity ?? INFORMATIONAL,
    })),
  ],
};
