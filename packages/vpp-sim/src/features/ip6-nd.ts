import {
  Ip6ndProxyAddDel,
  Ip6ndProxyDump,
  Ip6ndProxyEnableDisable,
  SwInterfaceIp6ndRaConfig,
  SwInterfaceIp6ndRaDump,
  SwInterfaceIp6ndRaPrefix,
} from "vpp-binapi-ts/api";
import { answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import { hasMac } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { countFeature } from "./feature-arc.js";
import { keepRecord } from "./keep-record.js";
import { onInterface } from "./on-interface.js";

interface Advertisements {
  readonly swIfIndex: number;
  readonly settings: Settings;
}

type Settings = typeof initially;

/** What VPP has when IPv6 is enabled on an interface; times in seconds. */
const initially = {
  sendRadv: false,
  advManagedFlag: false,
  advOtherFlag: false,
  advLinkLayerAddress: true,
  sendUnicast: false,
  ceaseRadv: false,
  maxRadvInterval: 200,
  minRadvInterval: 150,
  advRouterLifetime: 600,
  initialAdvertsCount: 3,
  initialAdvertsInterval: 16,
};

const ofInterface = (record: { readonly swIfIndex: number }, swIfIndex: number) => record.swIfIndex === swIfIndex;
const advertisements = recordsOf<Advertisements>("ip6nd-ra", ofInterface);
const prefixes = recordsOf<SwInterfaceIp6ndRaPrefix>("ip6nd-ra-prefixes", ofInterface);
const hosts = recordsOf<Ip6ndProxyAddDel>("ip6nd-proxy", ofInterface);

/** Counted from the first message of ip6_nd. With the same number of all, `get_first_msg_id` is sent. */
const PROXY_DETAILS_IN_MODULE = 10;

/** Router advertisements, which are never sent, and the hosts of proxy neighbour discovery (vnet/ip6-nd). */
export const ip6Nd: Feature = {
  name: "ip6-nd",
  handlers: [
    onInterface(SwInterfaceIp6ndRaConfig, (vpp, found, request) => {
      if (!mayAdvertise(vpp, found)) return Retval.IP6_NOT_ENABLED;
      const before = settingsOf(vpp, found);
      const settings = request.isNo ? reset(request, before) : set(request, before);
      if (doesNotFit(settings, request)) return Retval.INVALID_VALUE;
      advertisements(vpp).set(String(found.swIfIndex), { swIfIndex: found.swIfIndex, settings });
      return Retval.OK;
    }),
    keepRecord(SwInterfaceIp6ndRaPrefix, {
      records: prefixes,
      keyOf: ({ swIfIndex, prefix }) => `${swIfIndex} ${prefix.address.un.ip6}`,
      isAdd: ({ isNo }) => !isNo,
      refuse(vpp, { swIfIndex }) {
        const found = vpp.interfaces.get(swIfIndex);
        if (found === undefined) return Retval.INVALID_SW_IF_INDEX;
        return mayAdvertise(vpp, found) ? undefined : Retval.IP6_NOT_ENABLED;
      },
      whenAbsent: Retval.INVALID_VALUE,
    }),
    answerDump(SwInterfaceIp6ndRaDump, function* (vpp, { swIfIndex }) {
      for (const found of vpp.interfaces.values()) {
        const isAsked = swIfIndex === NONE || swIfIndex === found.swIfIndex;
        if (!isAsked || !mayAdvertise(vpp, found)) continue;
        const own = [...prefixes(vpp).values()].filter((record) => record.swIfIndex === found.swIfIndex);
        yield {
          ...settingsOf(vpp, found),
          swIfIndex: found.swIfIndex,
          curHopLimit: 64,
          advLinkMtu: found.linkMtu,
          prefixes: own.map(shownPrefix),
        };
      }
    }),
    onInterface(Ip6ndProxyEnableDisable, (vpp, _found, { swIfIndex, isEnable }) => {
      countFeature(vpp, "ip6-unicast", "ip6-unicast-nd-proxy", swIfIndex, isEnable);
      return Retval.OK;
    }),
    keepRecord(Ip6ndProxyAddDel, {
      records: hosts,
      keyOf: ({ swIfIndex, ip }) => `${swIfIndex} ${ip}`,
      refuse: (vpp, { swIfIndex }) =>
        vpp.interfaces.get(swIfIndex) === undefined ? Retval.INVALID_SW_IF_INDEX : undefined,
      whenAbsent: Retval.OK,
    }),
    // VPP forgets to add where its module's numbers begin: no client can tell what comes.
    {
      ...answerDump(Ip6ndProxyDump, function* (vpp) {
        for (const { swIfIndex, ip } of hosts(vpp).values()) yield { swIfIndex, ip };
      }),
      sentAs: PROXY_DETAILS_IN_MODULE,
    },
  ],
};

/** Where IPv6 is enabled on what carries Ethernet frames (ip6_ra_link_enable). */
function mayAdvertise(vpp: Vpp, found: Interface): boolean {
  return found.ip6.linkLocal !== undefined && hasMac(vpp, found);
}

function settingsOf(vpp: Vpp, { swIfIndex }: Interface): Settings {
  return advertisements(vpp).get(String(swIfIndex))?.settings ?? initially;
}

const MAX_INITIAL_COUNT = 3;
const MAX_INITIAL_INTERVAL = 16;

/** The intervals have to fit together; the first advertisements are few and not far apart, in what goes back to the default too. */
function doesNotFit(settings: Settings, { initialCount, initialInterval }: SwInterfaceIp6ndRaConfig): boolean {
  const { advRouterLifetime, maxRadvInterval, minRadvInterval } = settings;
  const isTooShort = advRouterLifetime !== 0 && advRouterLifetime <= maxRadvInterval;
  const isTooOften = minRadvInterval > 0.75 * maxRadvInterval || minRadvInterval < 3;
  return isTooShort || isTooOften || initialCount > MAX_INITIAL_COUNT || initialInterval > MAX_INITIAL_INTERVAL;
}

/** Every flag that is raised sets, and sending begins. */
function set(request: SwInterfaceIp6ndRaConfig, before: Settings): Settings {
  const maxRadvInterval = request.maxInterval || before.maxRadvInterval;
  const minRadvInterval =
    request.minInterval || (request.maxInterval === 0 ? before.minRadvInterval : 0.75 * request.maxInterval);
  const advRouterLifetime = request.defaultRouter ? Math.min(request.lifetime, 9000) : before.advRouterLifetime;
  return {
    sendRadv: !request.suppress,
    advManagedFlag: request.managed ? true : before.advManagedFlag,
    advOtherFlag: request.other ? true : before.advOtherFlag,
    advLinkLayerAddress: request.llOption ? false : before.advLinkLayerAddress,
    sendUnicast: request.sendUnicast ? true : before.sendUnicast,
    ceaseRadv: request.cease ? true : before.ceaseRadv,
    maxRadvInterval,
    minRadvInterval,
    advRouterLifetime,
    initialAdvertsCount: request.initialCount || before.initialAdvertsCount,
    initialAdvertsInterval: request.initialInterval || before.initialAdvertsInterval,
  };
}

/** Every flag that is raised goes back to the default; sending begins all the same. */
function reset(request: SwInterfaceIp6ndRaConfig, before: Settings): Settings {
  const back = <Name extends keyof Settings>(isRaised: number, name: Name) => (isRaised ? initially : before)[name];
  return {
    sendRadv: true,
    advManagedFlag: back(request.managed, "advManagedFlag"),
    advOtherFlag: back(request.other, "advOtherFlag"),
    advLinkLayerAddress: back(request.llOption, "advLinkLayerAddress"),
    sendUnicast: back(request.sendUnicast, "sendUnicast"),
    ceaseRadv: back(request.cease, "ceaseRadv"),
    maxRadvInterval: back(request.maxInterval, "maxRadvInterval"),
    minRadvInterval: back(request.minInterval || request.maxInterval, "minRadvInterval"),
    advRouterLifetime: back(request.defaultRouter, "advRouterLifetime"),
    initialAdvertsCount: back(request.initialCount, "initialAdvertsCount"),
    initialAdvertsInterval: back(request.initialInterval, "initialAdvertsInterval"),
  };
}

function shownPrefix(record: SwInterfaceIp6ndRaPrefix) {
  const isInfinite = record.valLifetime === NONE || record.prefLifetime === NONE;
  return {
    prefix: { ...record.prefix, address: asIp6(record.prefix.address) },
    onlinkFlag: !record.offLink && !record.noOnlink,
    autonomousFlag: !record.noAutoconfig,
    valLifetime: isInfinite ? NONE : record.valLifetime,
    prefLifetime: isInfinite ? NONE : record.prefLifetime,
    decrementLifetimeFlag: !isInfinite,
    noAdvertise: record.noAdvertise,
  };
}

/** VPP takes an IPv4 prefix too, and tells it as the last four bytes of an IPv6 one. */
function asIp6({ un }: SwInterfaceIp6ndRaPrefix["prefix"]["address"]) {
  return { af: 1, un: { ip6: un.ip6 ?? Uint8Array.of(...new Uint8Array(12), ...(un.ip4 ?? [0, 0, 0, 0])) } };
}
