import {
  SrLocalsidAddDelV2,
  SrLocalsidsWithPacketStatsDump,
  SrPoliciesV2Dump,
  SrPolicyAddV2,
  SrPolicyDel,
  SrPolicyModV2,
  SrSetEncapHopLimit,
  SrSetEncapSource,
  SrSteeringAddDel,
  SrSteeringPolDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface Policy {
  readonly bsid: Uint8Array;
  readonly encapSrc: Uint8Array;
  readonly type: number;
  readonly isEncap: boolean;
  readonly fibTable: number;
  readonly sidLists: readonly { readonly numSids: number; readonly weight: number; readonly sids: Uint8Array[] }[];
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
  policyExists: -12,
  policyNoTable: -13,
  steeringNoPolicy: -2,
  steeringMissing: -4,
  steeringNeedsEncap: -5,
} as const;

/** Behaviours that name an interface: End.X, End.DX2, End.DX6, End.DX4, uA. */
const CROSS_CONNECTS: ReadonlySet<number> = new Set([2, 5, 6, 7, 13]);

/** Looks up the next segment, wherever that is. */
const END = 1;

const L2 = 2;
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
    answerDump(SrLocalsidsWithPacketStatsDump, function* (vpp) {
      for (const { localsid, endPsp, behavior, fibTable, nhAddr, swIfIndex } of localSids(vpp).values()) {
        yield {
          addr: localsid,
          endPsp,
          behavior,
          fibTable,
          xconnectNhAddr: nhAddr,
          xconnectIfaceOrVrfTable: behavior === END ? 0 : swIfIndex,
        };
      }
    }),
    answer(SrPolicyAddV2, (vpp, { bsidAddr, encapSrc, type, isEncap, fibTable, sids }) => {
      const key = String(bsidAddr);
      if (policies(vpp).has(key)) return { retval: CODE.policyExists };
      if (vpp.fib.find("ip6", fibTable) === undefined) return { retval: CODE.policyNoTable };
      const source = isZero(encapSrc) ? (settings(vpp).get("source")?.address ?? encapSrc) : encapSrc;
      policies(vpp).set(key, { bsid: bsidAddr, encapSrc: source, type, isEncap, fibTable, sidLists: [sids] });
      return { retval: Retval.OK };
    }),
    answer(SrPolicyModV2, (vpp, { bsidAddr, operation, sids }) => {
      const found = policies(vpp).get(String(bsidAddr));
      if (found === undefined || operation !== 1) return { retval: CODE.policyMissing };
      policies(vpp).set(String(bsidAddr), { ...found, sidLists: [...found.sidLists, sids] });
      return { retval: Retval.OK };
    }),
    answer(SrPolicyDel, (vpp, { bsidAddr }) => ({
      retval: policies(vpp).delete(String(bsidAddr)) ? Retval.OK : CODE.policyMissing,
    })),
    answerDump(SrPoliciesV2Dump, function* (vpp) {
      for (const found of policies(vpp).values()) yield { ...found, sidLists: [...found.sidLists] };
    }),
    answer(SrSteeringAddDel, (vpp, request) => ({ retval: steer(vpp, request) })),
    answerDump(SrSteeringPolDump, function* (vpp) {
      for (const { trafficType, tableId, prefix, swIfIndex, bsidAddr } of steering(vpp).values()) {
        yield { trafficType, fibTable: tableId, prefix, swIfIndex, bsid: bsidAddr };
      }
    }),
  ],
};

function steer(vpp: Vpp, request: SrSteeringAddDel): number {
  const { trafficType, swIfIndex, tableId, prefix, bsidAddr, isDel } = request;
  if (trafficType === L2 && vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  const { ip4, ip6 } = prefix.address.un;
  const where = trafficType === L2 ? String(swIfIndex) : `${tableId} ${ip4 ?? ip6}/${prefix.len}`;
  const key = `${trafficType} ${where}`;
  if (isDel) return steering(vpp).delete(key) ? Retval.OK : CODE.steeringMissing;
  const policy = policies(vpp).get(String(bsidAddr));
  if (policy === undefined) return CODE.steeringNoPolicy;
  if (trafficType !== IP6 && !policy.isEncap) return CODE.steeringNeedsEncap;
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
