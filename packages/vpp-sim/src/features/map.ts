import {
  type MapAddDelRule,
  MapAddDelRule as MapAddDelRuleMessage,
  MapAddDomain,
  MapDelDomain,
  MapDomainDump,
  MapDomainsGet,
  MapIfEnableDisable,
  MapParamAddDelPreResolve,
  MapParamGet,
  type MapParamGetReply,
  MapParamSetFragmentation,
  MapParamSetIcmp,
  MapParamSetIcmp6,
  MapParamSetSecurityCheck,
  MapParamSetTcp,
  MapParamSetTrafficClass,
  MapRuleDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { lowestFreeIndex } from "./indexed-records.js";
import { onInterface } from "./on-interface.js";

interface Domain extends MapAddDomain {
  readonly domainIndex: number;
  readonly flags: number;
  readonly rules: Map<number, MapAddDelRule>;
}

const domains = recordsOf<Domain>("map-domains");
const params = recordsOf<Partial<MapParamGetReply>>("map-params");

/** VPP's mark of a domain that gives whole prefixes away. */
const IS_PREFIX = 1;
const EMBEDDED_END = 64;
const IP4_BITS = 32;

/** What VPP begins with. */
const DEFAULTS: Partial<MapParamGetReply> = { secCheckEnable: true, tcCopy: true };

/** Mapping of addresses and ports (plugin map). Equal domains are kept side by side, as in VPP. */
export const map: Feature = {
  name: "map",
  handlers: [
    answer(MapAddDomain, (vpp, asked) => {
      if (!fitsIntoPrefix(asked)) return { retval: Retval.UNSPECIFIED };
      const domainIndex = lowestFreeIndex(domains(vpp));
      const isPrefix = asked.ip4Prefix.len + asked.eaBitsLen < IP4_BITS;
      const tag = fitting(asked.tag, NAME_SIZE);
      const domain = { ...asked, tag, domainIndex, flags: isPrefix ? IS_PREFIX : 0, rules: new Map() };
      domains(vpp).set(String(domainIndex), domain);
      return { retval: Retval.OK, index: domainIndex };
    }),
    answer(MapDelDomain, (vpp, { index }) => ({
      retval: domains(vpp).delete(String(index)) ? Retval.OK : Retval.UNSPECIFIED,
    })),
    answer(MapAddDelRuleMessage, (vpp, asked) => ({ retval: setRule(vpp, asked) })),
    answerStream(MapDomainsGet, (vpp) => {
      const details = shown(vpp);
      return { details, retval: Retval.OK, cursor: details.length === 0 ? 0 : NONE };
    }),
    answerDump(MapDomainDump, shown),
    answerDump(MapRuleDump, function* (vpp, { domainIndex }) {
      const rules = domains(vpp).get(String(domainIndex))?.rules ?? new Map<number, MapAddDelRule>();
      for (const { ip6Dst, psid } of [...rules.values()].sort((one, other) => one.psid - other.psid)) {
        yield { ip6Dst, psid };
      }
    }),
    onInterface(MapIfEnableDisable, () => Retval.OK),
    answer(MapParamGet, (vpp) => ({ retval: Retval.OK, ...(params(vpp).get("") ?? DEFAULTS) })),
    answer(MapParamSetFragmentation, (vpp, { inner, ignoreDf }) =>
      set(vpp, { fragInner: Number(inner), fragIgnoreDf: Number(ignoreDf) }),
    ),
    answer(MapParamSetIcmp, (vpp, { ip4ErrRelaySrc }) => set(vpp, { icmpIp4ErrRelaySrc: ip4ErrRelaySrc })),
    answer(MapParamSetIcmp6, (vpp, { enableUnreachable }) => set(vpp, { icmp6EnableUnreachable: enableUnreachable })),
    // VPP does not show next hops.
    answer(MapParamAddDelPreResolve, () => ({ retval: Retval.OK })),
    answer(MapParamSetSecurityCheck, (vpp, { enable, fragments }) =>
      set(vpp, { secCheckEnable: enable, secCheckFragments: fragments }),
    ),
    answer(MapParamSetTrafficClass, (vpp, { copy, tcClass }) => set(vpp, { tcCopy: copy, tcClass })),
    answer(MapParamSetTcp, () => ({ retval: Retval.OK })),
  ],
};

/** The embedded bits must lie within the first half of an address. */
function fitsIntoPrefix({ eaBitsLen, ip4Prefix, ip6Prefix, psidLength }: MapAddDomain): boolean {
  if (eaBitsLen === 0) return true;
  const isPrefix = ip4Prefix.len + eaBitsLen < IP4_BITS;
  const suffix = isPrefix ? eaBitsLen : IP4_BITS - ip4Prefix.len;
  return ip6Prefix.len + eaBitsLen <= EMBEDDED_END && ip6Prefix.len + suffix + psidLength <= EMBEDDED_END;
}

/** Only domains without embedded bits have rules, of which there are as many as there are port sets. */
function setRule(vpp: Vpp, asked: MapAddDelRule): number {
  const domain = domains(vpp).get(String(asked.index));
  if (domain === undefined || domain.eaBitsLen > 0 || asked.psid >= 2 ** domain.psidLength) return Retval.UNSPECIFIED;
  if (asked.isAdd) domain.rules.set(asked.psid, asked);
  else domain.rules.delete(asked.psid);
  return Retval.OK;
}

function shown(vpp: Vpp) {
  const inOrder = [...domains(vpp).values()].sort((one, other) => one.domainIndex - other.domainIndex);
  return inOrder.map(({ rules: _, ...domain }) => domain);
}

function set(vpp: Vpp, changed: Partial<MapParamGetReply>) {
  params(vpp).set("", { ...(params(vpp).get("") ?? DEFAULTS), ...changed });
  return { retval: Retval.OK };
}
