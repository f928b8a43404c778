import { type IpPathMtu, IpPathMtuGet, IpPathMtuUpdate } from "vpp-binapi-ts/api";
import { answer, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { addressFromWire } from "../values.js";

const mtus = recordsOf<IpPathMtu>("path-mtus");

const IP6 = 1;

/** MTUs of the ways to single hosts (vnet/ip). An MTU of 0 takes the entry away. */
export const pathMtu: Feature = {
  name: "path-mtu",
  handlers: [
    answer(IpPathMtuUpdate, (vpp, { pmtu }) => {
      const { nh, tableId } = pmtu;
      if (vpp.fib.find(nh.af === IP6 ? "ip6" : "ip4", tableId) === undefined) return { retval: Retval.NO_SUCH_TABLE };
      const key = `${tableId} ${addressFromWire(nh).join(".")}`;
      if (pmtu.pathMtu === 0) mtus(vpp).delete(key);
      else mtus(vpp).set(key, { ...pmtu, clientIndex: 0, context: 0 });
      return { retval: Retval.OK };
    }),
    answerStream(IpPathMtuGet, (vpp) => {
      const details = Array.from(mtus(vpp).values(), (pmtu) => ({ pmtu }));
      return { details, retval: Retval.OK, cursor: details.length === 0 ? 0 : NONE };
    }),
  ],
};
