/**
 * The order in which VPP tries the rules of a MACIP list. It is not theirs: rules with the same masks make one table, and the
 * tables are tried by a number that VPP works out of the masks and of how many rules there are (acl.c, match_type_metric).
 */

import { AddressFamily, type MacipAclRule } from "vpp-binapi-ts/api";
import { formatMac } from "../ip/addresses.js";

interface Table {
  readonly mask: Uint8Array;
  readonly length: number;
  readonly isIp6: boolean;
  readonly rules: Placed[];
}

interface Placed {
  readonly place: number;
  readonly rule: MacipAclRule;
}

/** Places of two rules of which the list lets the first decide and VPP the second; undefined where VPP does as the list says. */
export function firstMisplaced(rules: readonly MacipAclRule[]): readonly [number, number] | undefined {
  const tables = tablesOf(rules);
  for (const table of tables) {
    const repeated = firstRepeated(table);
    if (repeated !== undefined) return repeated;
  }
  for (const table of tables) {
    for (const other of tables) {
      if (table === other || metric(other) < metric(table) || table.isIp6 !== other.isIp6) continue;
      const misplaced = firstContradiction(table.rules, other);
      if (misplaced !== undefined) return misplaced;
    }
  }
  return undefined;
}

function tablesOf(rules: readonly MacipAclRule[]): readonly Table[] {
  const tables = new Map<string, Table>();
  for (const [place, rule] of rules.entries()) {
    const { srcMacMask: mask, srcPrefix } = rule;
    const isIp6 = srcPrefix.address.af === AddressFamily.ADDRESS_IP6;
    const name = `${formatMac(mask)} ${srcPrefix.len} ${isIp6}`;
    const table = tables.get(name) ?? { mask, length: srcPrefix.len, isIp6, rules: [] };
    tables.set(name, table);
    table.rules.push({ place, rule });
  }
  return [...tables.values()];
}

/** The higher, the earlier VPP tries the table. Of two with the same number nobody can say. */
function metric({ mask, length, isIp6, rules }: Table): number {
  const bits = mask.reduce((sum, octet) => sum + octet.toString(2).replaceAll("0", "").length, 0);
  return length + bits + Number(isIp6) + 10 * rules.length;
}

/** In one table the later of two rules for the same addresses replaces the earlier. */
function firstRepeated({ mask, length, rules }: Table): readonly [number, number] | undefined {
  const seen = new Map<string, Placed>();
  for (const placed of rules) {
    const name = addressesOf(placed.rule, mask, length);
    const earlier = seen.get(name);
    if (earlier !== undefined && earlier.rule.isPermit !== placed.rule.isPermit) return [earlier.place, placed.place];
    seen.set(name, placed);
  }
  return undefined;
}

/** A rule among the first, and one of the other table that stands behind it, decides otherwise and may match the same frame. */
function firstContradiction(rules: readonly Placed[], other: Table): readonly [number, number] | undefined {
  const [first] = rules;
  const opposite = other.rules.filter(({ rule }) => rules.some(({ rule: { isPermit } }) => isPermit !== rule.isPermit));
  if (first === undefined || opposite.length === 0) return undefined;
  const mask = first.rule.srcMacMask.map((octet, index) => octet & other.mask[index]!);
  const length = Math.min(first.rule.srcPrefix.len, other.length);
  const byAddresses = new Map<string, Placed[]>();
  for (const placed of opposite) {
    const name = addressesOf(placed.rule, mask, length);
    byAddresses.set(name, [...(byAddresses.get(name) ?? []), placed]);
  }
  for (const { place, rule } of rules) {
    const overlapping = byAddresses.get(addressesOf(rule, mask, length)) ?? [];
    const later = overlapping.find((placed) => placed.place > place && placed.rule.isPermit !== rule.isPermit);
    if (later !== undefined) return [place, later.place];
  }
  return undefined;
}

/** What two rules have to have in common to match the same frame, where only these bits are compared by both. */
function addressesOf({ srcMac, srcPrefix: { address } }: MacipAclRule, mask: Uint8Array, length: number): string {
  const mac = srcMac.map((octet, index) => octet & mask[index]!);
  const bytes = address.un.ip6 ?? address.un.ip4 ?? new Uint8Array();
  const network = bytes.map((octet, index) => octet & (0xff00 >> Math.min(Math.max(length - 8 * index, 0), 8)) & 0xff);
  return `${formatMac(mac)} ${network.join(".")}`;
}
