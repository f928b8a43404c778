import {
  SrLocalsidAddDelV2,
  SrLocalsidsDump,
  SrLocalsidsWithPacketStatsDump,
  SrPoliciesV2Dump,
  SrPoliciesWithSlIndexDump,
  SrPolicyAddV2,
  SrPolicyDel,
  SrPolicyModV2,
  SrSetEncapHopLimit,
  SrSetEncapSource,
  SrSteeringAddDel,
  SrSteeringPolDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { mobileDetails } from "./srv6-mobile.js";

interface SidList {
  readonly slIndex: number;
  readonly numSids: number;
  readonly weight: number;
  readonly sids: Uint8Array[];
}

interface Policy {
  readonly bsid: Uint8Array;
  readonly encapSrc: Uint8Array;
  readonly type: number;
  readonly isEncap: boolean;
  readonly fibTable: number;
  readonly sidLists: readonly SidList[];
}

const localSids = recordsOf<SrLocalsidAddDelV2>("sr-localsids");
const policies = recordsOf<Policy>("sr-policies");
const steering = recordsOf<SrSteeringAddDel>("sr-steering");
const settings = recordsOf<{ readonly address: Uint8Array }>("sr-settings");

/** Codes of their own, which the handlers of segment routing answer with. */
const CODE = {
  localSidExists: -1,
  localSidMissing: -2,
  noTable: -3,
  localSidIsRoute: -4,
  policyMissing: -1,
  policyNoList: -21,
  policyExists: -12,
  policyNoTable: -13,
  steeringUnknown: -1,
  steeringNoPolicy: -2,
  steeringMissing: -4,
  steeringNeedsEncap: -5,
} as const;

/** Behaviours that name an interface: End.X, End.DX2, End.DX6, End.DX4, uA. */
const CROSS_CONNECTS: ReadonlySet<number> = new Set([2, 5, 6, 7, 13]);

/** Looks up the next segment, wherever that is. */
const END = 1;

const LIST = { add: 1, delete: 2, change: 3 };
const LIST_OPERATIONS: ReadonlySet<number> = new Set(Object.values(LIST));
const SPRAY = 1;
/** Not inserted, but given to the routes of another table: their dump looks for it. */
const TABLE_BEHAVIOURS: ReadonlySet<number> = new Set([8, 9]);
const LAST_BEHAVIOUR = 14;

const L2 = 2;
const IP4 = 4;
const IP6 = 6;

/** Segment routing over IPv6 (vnet/srv6). */
export const srv6: Feature = {
  name: "srv6",
  handlers: [
    answer(SrSetEncapSource, (vpp, { encapsSource }) => {
      settings(vpp).set("source", { address: encapsSource });
      return { retval: Retval.OK };
    }),
    answer(SrSetEncapHopLimit, (_vpp, { hopLimit }) => ({
      retval: hopLimit === 0 ? Retval.INVALID_VALUE : Retval.OK,
    })),
    answer(SrLocalsidAddDelV2, (vpp, request) => {
      if (!request.isDel && ((request.behavior as number) === 0 || request.behavior > LAST_BEHAVIOUR)) {
        throw new VppDies("a local SID with an unknown behaviour");
      }
      if (CROSS_CONNECTS.has(request.behavior) && vpp.interfaces.get(request.swIfIndex) === undefined) {
        return { retval: Retval.INVALID_SW_IF_INDEX };
      }
      const key = String(request.localsid);
      if (request.isDel) return { retval: localSids(vpp).delete(key) ? Retval.OK : CODE.localSidMissing };
      if (localSids(vpp).has(key)) return { retval: CODE.localSidExists };
      if (vpp.fib.find("ip6", request.fibTable) === undefined) return { retval: CODE.noTable };
      if (isOwnAddress(vpp, request)) return { retval: CODE.localSidIsRoute };
      localSids(vpp).set(key, request);
      return { retval: Retval.OK };
    }),
    answerDump(SrLocalsidsWithPacketStatsDump, shownLocalSids),
    answerDump(SrLocalsidsDump, shownLocalSids),
    answer(SrPolicyAddV2, (vpp, { bsidAddr, encapSrc, type, isEncap, fibTable, sids }) => {
      const key = String(bsidAddr);
      if (policies(vpp).has(key)) return { retval: CODE.policyExists };
      if (vpp.fib.find("ip6", fibTable) === undefined) return { retval: CODE.policyNoTable };
      if (vpp.fib.find("ip6", fibTable)!.find({ address: bsidAddr, length: 128 }) !== undefined) {
        return { retval: CODE.policyExists };
      }
      if (sids.numSids === 0) throw new VppDies("a policy without segments");
      const source = isZero(encapSrc) ? (settings(vpp).get("source")?.address ?? encapSrc) : encapSrc;
      policies(vpp).set(key, {
        bsid: bsidAddr,
        encapSrc: source,
        type,
        isEncap,
        fibTable,
        sidLists: [listOf(vpp, sids)],
      });
      return { retval: Retval.OK };
    }),
    answer(SrPolicyModV2, (vpp, { bsidAddr, operation, slIndex, weight, sids }) => {
      const found = policies(vpp).get(String(bsidAddr));
      if (found === undefined || !LIST_OPERATIONS.has(operation)) return { retval: CODE.policyMissing };
      const change = (sidLists: readonly SidList[]) => policies(vpp).set(String(bsidAddr), { ...found, sidLists });
      if (operation === LIST.add) {
        change([...found.sidLists, listOf(vpp, sids)]);
        return { retval: Retval.OK };
      }
      if (!found.sidLists.some((list) => list.slIndex === slIndex)) return { retval: CODE.policyNoList };
      const others = found.sidLists.filter((list) => list.slIndex !== slIndex);
      if (operation === LIST.delete) change(others);
      else change(found.sidLists.map((list) => (list.slIndex === slIndex ? { ...list, weight } : list)));
      return { retval: Retval.OK };
    }),
    answer(SrPolicyDel, (vpp, { bsidAddr }) => ({
      retval: policies(vpp).delete(String(bsidAddr)) ? Retval.OK : CODE.policyMissing,
    })),
    answerDump(SrPoliciesV2Dump, function* (vpp) {
      for (const found of policies(vpp).values()) {
        const sidLists = found.sidLists.map(({ slIndex: _, ...list }) => list);
        // A policy that inserts has no source.
        const encapSrc = found.isEncap ? found.encapSrc : new Uint8Array(found.encapSrc.length);
        yield { ...found, encapSrc, sidLists };
      }
    }),
    answerDump(SrPoliciesWithSlIndexDump, function* (vpp) {
      for (const { type, encapSrc: _, ...found } of policies(vpp).values()) {
        yield { ...found, isSpray: type === SPRAY, sidLists: [...found.sidLists] };
      }
    }),
    answer(SrSteeringAddDel, (vpp, request) => ({ retval: steer(vpp, request) })),
    answerDump(SrSteeringPolDump, function* (vpp) {
      for (const { trafficType, tableId, prefix, swIfIndex, bsidAddr } of steering(vpp).values()) {
        yield { trafficType, fibTable: tableId, prefix, swIfIndex, bsid: bsidAddr };
      }
    }),
  ],
};

function* shownLocalSids(vpp: Vpp) {
  for (const { localsid, endPsp, behavior, fibTable, nhAddr, swIfIndex } of localSids(vpp).values()) {
    const family = behavior === DT4 ? "ip4" : "ip6";
    if (TABLE_BEHAVIOURS.has(behavior) && vpp.fib.find(family, swIfIndex) === undefined) {
      throw new VppDies("a local SID for a table that is not there is shown");
    }
    yield {
      addr: localsid,
      endPsp,
      behavior,
      fibTable,
      xconnectNhAddr: nhAddr,
      xconnectIfaceOrVrfTable: behavior === END ? 0 : swIfIndex,
    };
  }
  yield* mobileDetails(vpp);
}

const DT4 = 9;

/** VPP numbers the lists of all policies; the number that was freed last is given first. */
function listOf(vpp: Vpp, sids: Omit<SidList, "slIndex">): SidList {
  const taken = new Set([...policies(vpp).values()].flatMap(({ sidLists }) => sidLists.map((list) => list.slIndex)));
  let slIndex = 0;
  while (taken.has(slIndex)) slIndex++;
  return { ...sids, sids: sids.sids.slice(0, sids.numSids), slIndex };
}

function steer(vpp: Vpp, request: SrSteeringAddDel): number {
  const { trafficType, swIfIndex, tableId, prefix, bsidAddr, isDel } = request;
  if (![L2, IP4, IP6].includes(trafficType)) return CODE.steeringUnknown;
  if (trafficType === L2 && vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  const { ip4, ip6 } = prefix.address.un;
  const where = trafficType === L2 ? String(swIfIndex) : `${tableId} ${ip4 ?? ip6}/${prefix.len}`;
  const key = `${trafficType} ${where}`;
  if (isDel) return steering(vpp).delete(key) ? Retval.OK : CODE.steeringMissing;
  const policy = policies(vpp).get(String(bsidAddr));
  if (policy === undefined) return CODE.steeringNoPolicy;
  if (trafficType !== IP6 && !policy.isEncap) return CODE.steeringNeedsEncap;
  const isTableThere = trafficType === L2 || vpp.fib.find(trafficType === IP4 ? "ip4" : "ip6", tableId) !== undefined;
  if (!isTableThere) throw new VppDies("steering in a table that is not there");
  steering(vpp).set(key, request);
  return Retval.OK;
}

/** Whether the route of the local SID belongs to an interface already. */
function isOwnAddress(vpp: Vpp, { localsid, fibTable }: SrLocalsidAddDelV2): boolean {
  for (const { ip6 } of vpp.interfaces.values()) {
    if (ip6.tableId !== fibTable) continue;
    if (ip6.addresses.some(({ address }) => String(address) === String(localsid))) return true;
  }
  return false;
}
