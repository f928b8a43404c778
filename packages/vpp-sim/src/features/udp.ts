import { UdpDecapAddDel, type UdpEncap, UdpEncapAdd, UdpEncapDel, UdpEncapDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { takenAs } from "../values.js";

const encapsulations = recordsOf<UdpEncap>("udp-encapsulations");
const decapsulations = recordsOf<UdpDecapAddDel>("udp-decapsulations");

const IP4 = 0;
const nodes = ["ip4-input", "ip6-input", "mpls-input"];

/** UDP headers that routes put before packets, and ports that take them off (vnet/udp). No packet comes. */
export const udp: Feature = {
  name: "udp",
  handlers: [
    answer(UdpEncapAdd, (vpp, { udpEncap }) => {
      const family = udpEncap.dstIp.af === IP4 ? "ip4" : "ip6";
      if (vpp.fib.find(family, udpEncap.tableId) === undefined) return { retval: Retval.NO_SUCH_TABLE, id: NONE };
      let id = 0;
      while (encapsulations(vpp).has(String(id))) id++;
      const srcIp = takenAs(udpEncap.srcIp, udpEncap.dstIp.af) as UdpEncap["srcIp"];
      encapsulations(vpp).set(String(id), { ...udpEncap, srcIp, id });
      return { retval: Retval.OK, id };
    }),
    answer(UdpEncapDel, (vpp, { id }) => {
      encapsulations(vpp).delete(String(id));
      return { retval: Retval.OK };
    }),
    answerDump(UdpEncapDump, function* (vpp) {
      for (const udpEncap of encapsulations(vpp).values()) yield { udpEncap };
    }),
    answer(UdpDecapAddDel, (vpp, asked) => {
      const key = `${asked.udpDecap.port} ${asked.udpDecap.isIp4}`;
      if (asked.isAdd) decapsulations(vpp).set(key, asked);
      else decapsulations(vpp).delete(key);
      return { retval: Retval.OK };
    }),
  ],
};

/** Port, family and graph node of each port whose packets are taken out of UDP. */
export function udpDecapsulations(vpp: Vpp): readonly (readonly [port: number, family: string, node: string])[] {
  return Array.from(decapsulations(vpp).values(), ({ udpDecap: { port, isIp4, nextProto } }) => {
    return [port, isIp4 ? "ip4" : "ip6", nodes[nextProto] ?? "none"];
  });
}
