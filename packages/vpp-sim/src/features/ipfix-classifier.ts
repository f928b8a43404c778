import {
  IpfixClassifyStreamDump,
  IpfixClassifyTableAddDel,
  IpfixClassifyTableDump,
  SetIpfixClassifyStream,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

const streams = recordsOf<SetIpfixClassifyStream>("ipfix-classifier-stream");
const tables = recordsOf<IpfixClassifyTableAddDel>("ipfix-classifier-tables");

/** Classifier tables whose sessions are exported (vnet/ipfix-export). VPP does not look whether there is such a table. */
export const ipfixClassifier: Feature = {
  name: "ipfix-classifier",
  handlers: [
    answer(SetIpfixClassifyStream, (vpp, asked) => {
      streams(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answerDump(IpfixClassifyStreamDump, (vpp) => [streamOf(vpp)]),
    answer(IpfixClassifyTableAddDel, (vpp, asked) => {
      if (streamOf(vpp).srcPort === 0) return { retval: Retval.UNSPECIFIED };
      const key = String(asked.tableId);
      const isThere = tables(vpp).has(key);
      if (asked.isAdd === isThere) return { retval: isThere ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY };
      if (asked.isAdd) tables(vpp).set(key, asked);
      else tables(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(IpfixClassifyTableDump, function* (vpp) {
      for (const { isAdd: _, ...table } of tables(vpp).values()) yield table;
    }),
  ],
};

function streamOf(vpp: Vpp): SetIpfixClassifyStream {
  return streams(vpp).get("") ?? { domainId: 0, srcPort: 0 };
}
