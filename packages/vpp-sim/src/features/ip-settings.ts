import {
  Ip6NdAddressAutoconfig,
  IpContainerProxyAddDel,
  type IpContainerProxyDetails,
  IpContainerProxyDump,
  IpLocalReassEnableDisable,
  IpLocalReassGet,
  IpReassemblyEnableDisable,
  IpReassemblyGet,
  IpReassemblySet,
  SetIpFlowHashRouterId,
  SetIpFlowHashV3,
  SwInterfaceSetIpDirectedBroadcast,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { enableIp6 } from "../state/interfaces.js";
import { addressKey, type Family } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { prefixFromWire } from "../values.js";
import { onInterface } from "./on-interface.js";

const limits = recordsOf<IpReassemblySet>("reassembly-limits");
const localReassembly = recordsOf<IpLocalReassEnableDisable>("local-reassembly");
/** By sw_if_index; VPP keeps this when the interface goes. */
const autoconfigured = recordsOf<object>("ip6-autoconfigured");
const flowHashes = recordsOf<SetIpFlowHashV3>("flow-hashes");

const proxies = recordsOf<IpContainerProxyDetails>("container-proxies");

const IP6 = 1;

type ReassemblyLimits = Pick<
  IpReassemblySet,
  "timeoutMs" | "maxReassemblies" | "maxReassemblyLength" | "expireWalkIntervalMs"
>;

/** Of both families, by type: full, shallow. */
const freshLimits: readonly ReassemblyLimits[] = [
  { timeoutMs: 200, maxReassemblies: 1024, maxReassemblyLength: 3, expireWalkIntervalMs: 50 },
  { timeoutMs: 100, maxReassemblies: 1024, maxReassemblyLength: 3, expireWalkIntervalMs: 10_000 },
];

const noLimits: ReassemblyLimits = {
  timeoutMs: 0,
  maxReassemblies: 0,
  maxReassemblyLength: 0,
  expireWalkIntervalMs: 0,
};

/** How packets are treated (vnet/ip, vnet/ip6-nd). None comes. */
export const ipSettings: Feature = {
  name: "ip-settings",
  handlers: [
    answer(IpReassemblySet, (vpp, asked) => {
      // What VPP has no such type for is left as it is, and told as done.
      if (freshLimits[asked.type] === undefined) return { retval: Retval.OK };
      if (asked.expireWalkIntervalMs === 0) throw new VppDies("of walks without a pause");
      limits(vpp).set(`${asked.isIp6} ${asked.type}`, asked);
      return { retval: Retval.OK };
    }),
    answer(IpReassemblyGet, (vpp, { isIp6: asksForIp6, type }) => {
      const isIp6 = asksForIp6 && freshLimits[type] !== undefined;
      const set = limits(vpp).get(`${isIp6} ${type}`) ?? freshLimits[type] ?? noLimits;
      const { timeoutMs, maxReassemblies, maxReassemblyLength, expireWalkIntervalMs } = set;
      return { retval: Retval.OK, timeoutMs, maxReassemblies, maxReassemblyLength, expireWalkIntervalMs, isIp6 };
    }),
    answer(IpLocalReassEnableDisable, (vpp, asked) => {
      localReassembly(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(IpLocalReassGet, (vpp) => {
      const { enableIp4, enableIp6 } = localReassembly(vpp).get("") ?? { enableIp4: true, enableIp6: true };
      return { retval: Retval.OK, ip4IsEnabled: enableIp4, ip6IsEnabled: enableIp6 };
    }),
    // VPP does not tell it again.
    answer(SetIpFlowHashRouterId, () => ({ retval: Retval.OK })),
    answer(SetIpFlowHashV3, (vpp, asked) => {
      const family = asked.af === IP6 ? "ip6" : "ip4";
      if (vpp.fib.find(family, asked.tableId) === undefined) return { retval: Retval.NO_SUCH_FIB };
      flowHashes(vpp).set(`${family} ${asked.tableId}`, asked);
      return { retval: Retval.OK };
    }),
    answer(IpContainerProxyAddDel, (vpp, asked) => {
      const found = vpp.interfaces.get(asked.swIfIndex);
      if (found === undefined) return { retval: Retval.INVALID_INTERFACE };
      if (found.ip4.tableId !== 0 || found.ip6.tableId !== 0)
        throw new VppDies("of the number of a table for an index");
      const { address, length } = prefixFromWire(asked.pfx);
      const key = `${addressKey(address)}/${length}`;
      if (asked.isAdd) proxies(vpp).set(key, { prefix: asked.pfx, swIfIndex: asked.swIfIndex });
      else proxies(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(IpContainerProxyDump, (vpp) => proxies(vpp).values()),
    onInterface(IpReassemblyEnableDisable, () => Retval.OK),
    onInterface(SwInterfaceSetIpDirectedBroadcast, () => Retval.OK),
    onInterface(Ip6NdAddressAutoconfig, (vpp, found, { enable }) => {
      const wasAsking = autoconfigured(vpp).delete(String(found.swIfIndex));
      if (!enable) return Retval.OK;
      if (!wasAsking) enableIp6(vpp, found);
      autoconfigured(vpp).set(String(found.swIfIndex), {});
      return Retval.OK;
    }),
  ],
};

const words = ["src", "dst", "sport", "dport", "proto", "reverse", "symmetric", "flowlabel", "gtpv1teid"];
const FRESH_FIELDS = 0x9f;

/** The fields that go into the flow hash of a table, in VPP's words, each with a space behind it. */
export function showFlowHash(vpp: Vpp, family: Family, tableId: number): string {
  const bits = flowHashes(vpp).get(`${family} ${tableId}`)?.flowHashConfig ?? FRESH_FIELDS;
  return words.map((word, bit) => ((bits >> bit) & 1 ? `${word} ` : "")).join("");
}
