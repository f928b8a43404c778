import { SyslogGetFilter, SyslogGetSender, SyslogSetFilter, SyslogSetSender } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

const senders = recordsOf<SyslogSetSender>("syslog-sender");
const filters = recordsOf<SyslogSetFilter>("syslog-filter");

const INFORMATIONAL = 6;

/** Where VPP sends its messages (vnet/syslog). */
export const syslog: Feature = {
  name: "syslog",
  handlers: [
    answer(SyslogSetSender, (vpp, asked) => {
      if (asked.vrfId !== NONE && vpp.fib.find("ip4", asked.vrfId) === undefined) return { retval: Retval.NO_SUCH_FIB };
      senders(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(SyslogGetSender, (vpp) => ({ retval: Retval.OK, ...(senders(vpp).get("") ?? { vrfId: NONE }) })),
    answer(SyslogSetFilter, (vpp, asked) => {
      filters(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(SyslogGetFilter, (vpp) => ({
      retval: Retval.OK,
      severity: filters(vpp).get("")?.severity ?? INFORMATIONAL,
    })),
  ],
};
