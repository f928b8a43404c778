/** The rules of VPP's MACIP lists, which bind senders of frames to MAC and IP addresses, and entries out of such rules. */

import { AclAction, AddressFamily, type MacipAclRule } from "vpp-binapi-ts/api";
import { formatMac, formatPrefix, isAllZero, macBytes, prefix } from "../ip/addresses.js";
import { type Ace, type AclValue, identityName } from "./model.js";
import { ruleFamilies } from "./rules.js";

const anyMac = "00:00:00:00:00:00";
const wholeMac = "ff:ff:ff:ff:ff:ff";

/** The rules of one entry: one for each family where it names none. An IPv4 rule holds for ARP too. */
export function macipRulesOf(ace: Ace, list: AclValue): MacipAclRule[] {
  const { matches = {} } = ace;
  const isPermit =
    identityName(ace.actions.forwarding) === "accept" ? AclAction.ACL_ACTION_API_PERMIT : AclAction.ACL_ACTION_API_DENY;
  const mac = matches.eth?.["source-mac-address"];
  const mask = macBytes(mac === undefined ? anyMac : (matches.eth?.["source-mac-address-mask"] ?? wholeMac));
  const srcMac = macBytes(mac ?? anyMac).map((octet, index) => octet & mask[index]!);
  return ruleFamilies(matches, list).map((family) => {
    const network =
      family === "ipv4"
        ? (matches.ipv4?.["source-ipv4-network"] ?? "0.0.0.0/0")
        : (matches.ipv6?.["source-ipv6-network"] ?? "::/0");
    return { isPermit, srcMac, srcMacMask: mask, srcPrefix: prefix(network) };
  });
}

/** A rule as text that is the same for rules that do the same. */
export function macipRuleText({ isPermit, srcMac, srcMacMask, srcPrefix }: MacipAclRule): string {
  return [isPermit, formatMac(srcMac), formatMac(srcMacMask), formatPrefix(srcPrefix)].join(" ");
}

/** A list that says what these rules say, an entry for each. */
export function macipListOf(rules: readonly MacipAclRule[]): AclValue {
  const ace = rules.map(aceOf);
  const type = "ietf-access-control-list:mixed-eth-ipv4-ipv6-acl-type";
  return { type, ...(ace.length > 0 && { aces: { ace } }) };
}

function aceOf({ isPermit, srcMac, srcMacMask, srcPrefix }: MacipAclRule, index: number): Ace {
  const network = formatPrefix(srcPrefix);
  const isIp6 = srcPrefix.address.af === AddressFamily.ADDRESS_IP6;
  const eth = { "source-mac-address": formatMac(srcMac), "source-mac-address-mask": formatMac(srcMacMask) };
  return {
    name: `rule-${index}`,
    matches: {
      ...(!isAllZero(srcMacMask) && { eth }),
      ...(isIp6 ? { ipv6: { "source-ipv6-network": network } } : { ipv4: { "source-ipv4-network": network } }),
    },
    actions: { forwarding: `ietf-access-control-list:${isPermit === 0 ? "drop" : "accept"}` },
  };
}
