/** What the rules of VPP cannot say, found in the entries of a list before VPP hears of it. */

import type { Refusal } from "../../src/southbound/translator.js";
import { tagOf } from "../interfaces/tag.js";
import { type Ace, type AclValue, acePath, acesOf, familiesOf, identityName, type Matches } from "./model.js";
import { bitsOf, protocolNumbers } from "./rules.js";

/** VPP died of a list of 50,000 rules (VPP-1866); what 20,000 cost was seen. */
const mostEntries = 20_000;

/** Finds a fault in one entry. */
type Check = (ace: Ace, list: AclValue) => Refusal | undefined;

/** The first refusal that any check finds, entry by entry. */
export function refuseAcl(name: string, list: AclValue, checks: readonly Check[]): Refusal | undefined {
  if (Buffer.byteLength(tagOf(name)) > 63) {
    return { leaf: "name", message: `The name "${name}" is too long: VPP keeps at most 60 bytes of it` };
  }
  const aces = acesOf(list);
  if (aces.length > mostEntries) {
    return {
      leaf: "aces",
      message: `VPP is given at most ${mostEntries} entries in one list, and this has ${aces.length}`,
    };
  }
  for (const ace of aces) {
    for (const check of checks) {
      const refusal = check(ace, list);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

export const refuseReject: Check = (ace) => {
  if (identityName(ace.actions.forwarding) !== "reject") return undefined;
  return { leaf: acePath(ace, "actions/forwarding"), message: "VPP drops silently: it has drop, and no reject" };
};

/** The `when` of RFC 8519 looks at the types of all lists, so it does not keep one from naming what its type has not. */
export const refuseOtherFamily: Check = (ace, list) => {
  const families = familiesOf(list);
  for (const family of ["ipv4", "ipv6"] as const) {
    if (ace.matches?.[family] === undefined || families.includes(family)) continue;
    return {
      leaf: acePath(ace, `matches/${family}`),
      message: `A list of type ${list.type} does not look at ${family}`,
    };
  }
  return undefined;
};

export const refuseEthernet: Check = (ace, { type = "" }) => {
  if (ace.matches?.eth === undefined) return undefined;
  const message = `A list of type "${type}" does not look at Ethernet headers; one of a type derived from eth-acl-type does`;
  return { leaf: acePath(ace, "matches/eth"), message };
};

export const refuseProtocol: Check = (ace) => {
  const { matches = {} } = ace;
  const family = matches.ipv4 === undefined ? "ipv6" : "ipv4";
  const protocol = matches[family]?.protocol;
  if (protocol === undefined) return undefined;
  const leaf = acePath(ace, `matches/${family}/protocol`);
  if (protocol === 0) return { leaf, message: "VPP takes protocol 0 for any protocol" };
  const wanted = transportProtocol(matches, family);
  if (wanted === undefined || wanted === protocol) return undefined;
  return {
    leaf,
    message: `Protocol ${protocol} contradicts the headers that the entry looks at, which are of protocol ${wanted}`,
  };
};

/** VPP remembers no flows of other protocols, and takes such a rule for a plain accept. */
export const refuseReflection: Check = (ace) => {
  const { matches = {}, actions } = ace;
  const protocol = (matches.ipv4 ?? matches.ipv6)?.protocol;
  if (identityName(actions.forwarding) !== "accept-and-reflect" || protocol === undefined) return undefined;
  if (Object.values<number>(protocolNumbers).includes(protocol)) return undefined;
  const message = `VPP remembers flows of TCP, UDP and ICMP only, not of protocol ${protocol}`;
  return { leaf: acePath(ace, "actions/forwarding"), message };
};

export const refuseFlags: Check = (ace) => {
  const { flags = "", "sweetcomb-acl:flags-mask": mask } = ace.matches?.tcp ?? {};
  if (mask === undefined || (bitsOf(flags) & ~bitsOf(mask)) === 0) return undefined;
  const message = `The flags "${flags}" are not all among those that are compared, "${mask}": nothing would match`;
  return { leaf: acePath(ace, "matches/tcp/flags"), message };
};

function transportProtocol({ tcp, udp, icmp }: Matches, family: "ipv4" | "ipv6"): number | undefined {
  if (tcp !== undefined) return protocolNumbers.tcp;
  if (udp !== undefined) return protocolNumbers.udp;
  if (icmp === undefined) return undefined;
  return family === "ipv4" ? protocolNumbers.icmp : protocolNumbers.icmp6;
}
