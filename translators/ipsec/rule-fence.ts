/** Rules and associations that do not go together, found without a look at all of them. */

import type { Address, IpsecSpdEntryV2, Prefix } from "vpp-binapi-ts/api";
import { type ConfiguredObjects, defineKind, type Refusal } from "../../src/southbound/translator.js";
import {
  isFor,
  isSentAgain,
  type OuterHeader,
  outerHeader,
  protects,
  type RulesAndAssociations,
} from "../../src/vpp-limits/sent-again.js";
import { address } from "../ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { addressBytes } from "../ip/prefix-relations.js";
import { type AssociationKey, securityAssociations } from "./associations.js";
import { type Policy, policyEntry } from "./policy-wire.js";
import { NAT_TRAVERSAL_PORT, type SecurityAssociation } from "./sa-wire.js";

export type PolicyKey = { readonly database: string; readonly name: string };

/** Rules that protect packets with an association. */
export const protections = defineKind<PolicyKey>("ipsec-protection", ["database", "name"]);
/** Rules that let packets pass, or drop them. */
export const exceptions = defineKind<PolicyKey>("ipsec-exception", ["database", "name"]);

/** By what a rule for sent packets is found. */
export function ruleMarks(rule: IpsecSpdEntryV2): readonly string[] {
  return rule.isOutbound ? blocksOf(remotePrefix(rule)).map(ruleMark) : [];
}

/** By what an association is found, by the far end of its tunnel. */
export function headerMarks(value: SecurityAssociation): readonly string[] {
  return headersIn(value).flatMap(({ destination }) => blocksOf(hostPrefixOf(destination)).map(headerMark));
}

/** The refusal of a rule that sends with an association what this has sent, or with one for received packets. */
export function refuseRule(rule: IpsecSpdEntryV2, objects: ConfiguredObjects): Refusal | undefined {
  if (!protects(rule)) return undefined;
  const leaf = "security-association";
  if (associationAt(rule.saId, objects)?.direction === "inbound") {
    return { leaf, message: `Security association ${rule.saId} is for packets that are received` };
  }
  return refuseSentAgain(rule.saId, leaf, objects);
}

/** The refusal that a rule goes, or changes, that kept packets of an association from being sent with it again. */
export function refuseWithoutRule(was: IpsecSpdEntryV2, objects: ConfiguredObjects): Refusal | undefined {
  if (!was.isOutbound || protects(was)) return undefined;
  for (const block of blocksToLookIn(remotePrefix(was))) {
    const associations = objects.marked<AssociationKey, SecurityAssociation>(headerMark(block), securityAssociations);
    for (const { key, value } of associations) {
      if (!headersIn(value).some((header) => isFor(was, header))) continue;
      const refusal = refuseSentAgain(Number(key.id), "", objects);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

/** The refusal of an association whose packets a rule sends with it again. `leaf` is told. */
export function refuseSentAgain(association: number, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const needed = objects.once(`association ${association} sends its own packets`, () => {
    const now = allIn(objects);
    if (isSentAgain(association, now)) {
      return ". A rule of higher priority that lets its packets pass (ESP is protocol 50, AH 51, ESP in UDP 17) is needed";
    }
    return isSentAgain(association, allIn(objects.before), now)
      ? " for a moment, before the whole commit is carried out. Change one association, or rule, in a commit before this one"
      : undefined;
  });
  if (needed === undefined) return undefined;
  const message = `What security association ${association} has sent would be sent with it again, with one more header each time: VPP 26.06 would end${needed}`;
  return { leaf, tag: "operation-not-supported", message };
}

function allIn(objects: ConfiguredObjects): RulesAndAssociations {
  return {
    headersOf: (id) => headersIn(associationAt(id, objects)),
    *rulesNear({ destination }) {
      for (const block of blocksToLookIn(hostPrefixOf(destination))) {
        for (const kind of [protections, exceptions]) {
          const rules = objects.marked<PolicyKey, Policy>(ruleMark(block), kind);
          for (const { key, value } of rules) yield policyEntry(key.database, value);
        }
      }
    },
  };
}

function associationAt(id: number, objects: ConfiguredObjects): SecurityAssociation | undefined {
  return objects.configured<SecurityAssociation>(securityAssociations.at({ id: String(id) }));
}

function headersIn(value: SecurityAssociation | undefined): readonly OuterHeader[] {
  if (value?.tunnel === undefined) return [];
  const { tunnel, protocol, "udp-encapsulation": udp } = value;
  const header = outerHeader({
    source: address(tunnel.source),
    destination: address(tunnel.destination),
    isAh: protocol === "ah",
    udp: udp && {
      source: udp["source-port"] ?? NAT_TRAVERSAL_PORT,
      destination: udp["destination-port"] ?? NAT_TRAVERSAL_PORT,
    },
  });
  return [header];
}

function hostPrefixOf(end: Address): Prefix {
  return { address: end, len: addressBytes(end).length * 8 };
}

/** The smallest prefix that holds the far ends of a rule. */
function remotePrefix({ remoteAddressStart: first, remoteAddressStop: last }: IpsecSpdEntryV2): Prefix {
  const [bytes, others] = [addressBytes(first), addressBytes(last)];
  const place = bytes.findIndex((byte, at) => byte !== others[at]);
  const len = place < 0 ? bytes.length * 8 : place * 8 + Math.clz32(bytes[place]! ^ others[place]!) - 24;
  return { address: first, len };
}

function ruleMark(block: string): string {
  return `rule for ${block}`;
}

function headerMark(block: string): string {
  return `association to ${block}`;
}
