import type { RequestMessage } from "vpp-binapi-ts";
import {
  type Address,
  LispMapRequestMode,
  OneAddDelL2ArpEntry,
  OneAddDelLocatorSet,
  OneAddDelMapRequestItrRlocs,
  OneAddDelMapResolver,
  OneAddDelMapServer,
  OneAddDelNdpEntry,
  OneEnableDisable,
  OneEnableDisablePetrMode,
  OneEnableDisablePitrMode,
  OneEnableDisableXtrMode,
  OneGetMapRequestItrRlocs,
  OneGetTransportProtocol,
  OneL2ArpBdGet,
  OneL2ArpEntriesGet,
  OneLocatorDump,
  OneLocatorSetDump,
  OneMapRegisterEnableDisable,
  OneMapRegisterFallbackThreshold,
  OneMapRegisterSetTtl,
  OneMapResolverDump,
  OneMapServerDump,
  OneNdpBdGet,
  OneNdpEntriesGet,
  OneNshSetLocatorSet,
  OnePitrSetLocatorSet,
  OneRlocProbeEnableDisable,
  OneSetTransportProtocol,
  OneShowPetrMode,
  OneShowPitrMode,
  OneShowXtrMode,
  OneUsePetr,
  ShowLispMapRequestMode,
  ShowOneMapRegisterFallbackThreshold,
  ShowOneMapRegisterState,
  ShowOneMapRegisterTtl,
  ShowOneNshMapping,
  ShowOnePitr,
  ShowOneRlocProbeState,
  ShowOneStatus,
  ShowOneUsePetr,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, type Handler, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { hasMappings } from "./lisp-mappings.js";
import {
  addSet,
  deleteSet,
  LISP_DISABLED,
  type LocatorSet,
  locatorSets,
  type Plane,
  planeOf,
  setByName,
} from "./lisp-state.js";

const servers = {
  resolver: recordsOf<{ readonly ipAddress: Address }>("lisp-map-resolvers"),
  server: recordsOf<{ readonly ipAddress: Address }>("lisp-map-servers"),
};
const arpEntries = recordsOf<OneAddDelL2ArpEntry>("lisp-arp-entries");
const ndpEntries = recordsOf<OneAddDelNdpEntry>("lisp-ndp-entries");

/** LISP without its mappings (plugin lisp, messages one_*). */
export const lisp: Feature = {
  name: "lisp",
  handlers: [
    answer(OneEnableDisable, (vpp, { isEnable }) => change(vpp, { isEnabled: isEnable, hasGpe: isEnable })),
    answer(ShowOneStatus, (vpp) => {
      const { isEnabled, hasGpe } = planeOf(vpp);
      return { retval: Retval.OK, featureStatus: isEnabled, gpeStatus: hasGpe };
    }),
    answer(OneEnableDisableXtrMode, (vpp, { isEnable }) => {
      if (isEnable && planeOf(vpp).isPitr) return { retval: Retval.INVALID_ARGUMENT };
      return change(vpp, { isXtr: isEnable });
    }),
    answer(OneShowXtrMode, (vpp) => ({ retval: Retval.OK, isEnable: planeOf(vpp).isXtr })),
    answer(OneEnableDisablePitrMode, (vpp, { isEnable }) => {
      if (isEnable && planeOf(vpp).isXtr) return { retval: Retval.INVALID_VALUE };
      return change(vpp, { isPitr: isEnable });
    }),
    answer(OneShowPitrMode, (vpp) => ({ retval: Retval.OK, isEnable: planeOf(vpp).isPitr })),
    answer(OneEnableDisablePetrMode, (vpp, { isEnable }) => change(vpp, { isPetr: isEnable })),
    answer(OneShowPetrMode, (vpp) => ({ retval: Retval.OK, isEnable: planeOf(vpp).isPetr })),
    whenEnabled(LispMapRequestMode, (vpp, { isSrcDst }) => change(vpp, { isSrcDst }).retval),
    answer(ShowLispMapRequestMode, (vpp) => ({ retval: Retval.OK, isSrcDst: planeOf(vpp).isSrcDst })),
    answer(OneRlocProbeEnableDisable, (vpp, { isEnable }) => change(vpp, { rlocProbing: isEnable })),
    answer(ShowOneRlocProbeState, (vpp) => ({ retval: Retval.OK, isEnable: planeOf(vpp).rlocProbing })),
    answer(OneSetTransportProtocol, (vpp, { protocol }) => change(vpp, { transport: protocol })),
    answer(OneGetTransportProtocol, (vpp) => ({ retval: Retval.OK, protocol: planeOf(vpp).transport })),
    answer(OneMapRegisterEnableDisable, (vpp, { isEnable }) => change(vpp, { mapRegister: isEnable })),
    answer(ShowOneMapRegisterState, (vpp) => ({ retval: Retval.OK, isEnable: planeOf(vpp).mapRegister })),
    answer(OneMapRegisterSetTtl, (vpp, { ttl }) => change(vpp, { mapRegisterTtl: ttl })),
    answer(ShowOneMapRegisterTtl, (vpp) => ({ retval: Retval.OK, ttl: planeOf(vpp).mapRegisterTtl })),
    answer(OneMapRegisterFallbackThreshold, (vpp, { value }) =>
      value === 0 ? { retval: Retval.INVALID_ARGUMENT } : change(vpp, { fallbackThreshold: value }),
    ),
    answer(ShowOneMapRegisterFallbackThreshold, (vpp) => ({
      retval: Retval.OK,
      value: planeOf(vpp).fallbackThreshold,
    })),
    ...serverHandlers(),
    ...setHandlers(),
    ...useHandlers(),
    ...neighborHandlers(),
  ],
};

function serverHandlers(): Handler[] {
  const addOrDelete = (table: typeof servers.server) => (vpp: Vpp, request: { isAdd: boolean; ipAddress: Address }) => {
    const key = JSON.stringify(request.ipAddress);
    if (!request.isAdd) table(vpp).delete(key);
    else if (table(vpp).has(key)) return Retval.UNSPECIFIED;
    else table(vpp).set(key, { ipAddress: request.ipAddress });
    return Retval.OK;
  };
  return [
    whenEnabled(OneAddDelMapResolver, addOrDelete(servers.resolver)),
    answerDump(OneMapResolverDump, (vpp) => servers.resolver(vpp).values()),
    whenEnabled(OneAddDelMapServer, addOrDelete(servers.server)),
    answerDump(OneMapServerDump, (vpp) => servers.server(vpp).values()),
  ];
}

function setHandlers(): Handler[] {
  return [
    answer(OneAddDelLocatorSet, (vpp, { isAdd, locatorSetName: name, locators }) => {
      if (!planeOf(vpp).isEnabled) return { retval: LISP_DISABLED, lsIndex: NONE };
      const found = setByName(vpp, name);
      if (isAdd) {
        const set = found ?? addSet(vpp, { name, locators });
        set.locators = locators;
        return { retval: Retval.OK, lsIndex: set.lsIndex };
      }
      const isUsed = found !== undefined && (planeOf(vpp).itrSet === found.lsIndex || hasMappings(vpp, found));
      if (found === undefined || isUsed) return { retval: Retval.UNSPECIFIED, lsIndex: NONE };
      deleteSet(vpp, found);
      return { retval: Retval.OK, lsIndex: NONE };
    }),
    answerDump(OneLocatorSetDump, function* (vpp) {
      for (const { lsIndex, name } of locatorSets(vpp)) {
        yield { lsIndex, lsName: name ?? `<remote-${lsIndex}>` };
      }
    }),
    answerDump(OneLocatorDump, function* (vpp, { lsIndex, lsName, isIndexSet }) {
      const isMeant = (set: LocatorSet) => (isIndexSet ? set.lsIndex === lsIndex : set.name === lsName);
      for (const locator of locatorSets(vpp).find(isMeant)?.locators ?? []) {
        const isLocal = "swIfIndex" in locator;
        yield { local: isLocal ? 1 : 0, ...locator };
      }
    }),
  ];
}

function useHandlers(): Handler[] {
  return [
    whenEnabled(OneAddDelMapRequestItrRlocs, (vpp, { isAdd, locatorSetName }) => {
      const found = setByName(vpp, locatorSetName);
      if (isAdd && found === undefined) return Retval.INVALID_ARGUMENT;
      return change(vpp, { itrSet: isAdd ? found?.lsIndex : undefined }).retval;
    }),
    answer(OneGetMapRequestItrRlocs, (vpp) => {
      const { itrSet } = planeOf(vpp);
      const name = locatorSets(vpp).find(({ lsIndex }) => lsIndex === itrSet)?.name;
      return { retval: Retval.OK, locatorSetName: name ?? " " };
    }),
    whenEnabled(OneNshSetLocatorSet, (vpp, { isAdd, lsName }) => {
      const { nshSet } = planeOf(vpp);
      if (isAdd && nshSet === undefined && setByName(vpp, lsName) === undefined) return Retval.UNSPECIFIED;
      // VPP keeps the set that it has.
      return change(vpp, { nshSet: isAdd ? (nshSet ?? lsName) : undefined }).retval;
    }),
    answer(ShowOneNshMapping, (vpp) => {
      const { nshSet } = planeOf(vpp);
      return { retval: Retval.OK, isSet: nshSet !== undefined, locatorSetName: nshSet ?? "N/A" };
    }),
    whenEnabled(OnePitrSetLocatorSet, (vpp, { isAdd, lsName }) => {
      if (setByName(vpp, lsName) === undefined) return Retval.UNSPECIFIED;
      return change(vpp, { pitrSet: isAdd ? lsName : undefined }).retval;
    }),
    answer(ShowOnePitr, (vpp) => {
      const { isPitr, pitrSet } = planeOf(vpp);
      return { retval: Retval.OK, status: isPitr, locatorSetName: (isPitr ? pitrSet : undefined) ?? "N/A" };
    }),
    whenEnabled(OneUsePetr, (vpp, { isAdd, ipAddress }) => {
      const { petr } = planeOf(vpp);
      if (isAdd) {
        const { lsIndex } = addSet(vpp, { locators: [{ ipAddress, priority: 1, weight: 1 }] });
        return change(vpp, { petr: { lsIndex, address: ipAddress } }).retval;
      }
      if (petr === undefined) throw new VppDies("a proxy ETR is deleted that is not there");
      deleteSet(vpp, { lsIndex: petr.lsIndex, locators: [] });
      return change(vpp, { petr: undefined }).retval;
    }),
    answer(ShowOneUsePetr, (vpp) => {
      const { petr } = planeOf(vpp);
      return { retval: Retval.OK, status: petr !== undefined, ...(petr && { ipAddress: petr.address }) };
    }),
  ];
}

function neighborHandlers(): Handler[] {
  const addOrDelete = <Request extends { isAdd: boolean }>(
    table: Map<string, Request>,
    key: string,
    request: Request,
  ) => {
    if (!request.isAdd) return table.delete(key) ? Retval.OK : Retval.UNSPECIFIED;
    if (table.has(key)) return Retval.ENTRY_ALREADY_EXISTS;
    table.set(key, request);
    return Retval.OK;
  };
  const domainsOf = (table: Map<string, { readonly bd: number }>) => {
    const bridgeDomains = [...new Set([...table.values()].map(({ bd }) => bd))];
    return { retval: Retval.OK, bridgeDomains };
  };
  return [
    whenEnabled(OneAddDelL2ArpEntry, (vpp, request) =>
      addOrDelete(arpEntries(vpp), `${request.bd} ${request.entry.ip4}`, request),
    ),
    answer(OneL2ArpBdGet, (vpp) => domainsOf(arpEntries(vpp))),
    answer(OneL2ArpEntriesGet, (vpp, { bd }) => {
      const entries = [...arpEntries(vpp).values()].filter((each) => each.bd === bd).map(({ entry }) => entry);
      return { retval: Retval.OK, entries };
    }),
    whenEnabled(OneAddDelNdpEntry, (vpp, request) =>
      addOrDelete(ndpEntries(vpp), `${request.bd} ${request.entry.ip6}`, request),
    ),
    answer(OneNdpBdGet, (vpp) => domainsOf(ndpEntries(vpp))),
    answer(OneNdpEntriesGet, (vpp, { bd }) => {
      const entries = [...ndpEntries(vpp).values()].filter((each) => each.bd === bd).map(({ entry }) => entry);
      return { retval: Retval.OK, entries };
    }),
  ];
}

/** A request that VPP refuses while LISP is off. */
function whenEnabled<Request extends object>(
  message: RequestMessage<Request, { retval: number }>,
  handle: (vpp: Vpp, request: Request) => number,
): Handler {
  return answer(message, (vpp, request) => ({
    retval: planeOf(vpp).isEnabled ? handle(vpp, request) : LISP_DISABLED,
  }));
}

function change(vpp: Vpp, changed: Partial<Plane>): { retval: number } {
  Object.assign(planeOf(vpp), changed);
  return { retval: Retval.OK };
}
