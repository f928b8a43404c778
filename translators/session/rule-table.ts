/**
 * Rules of VPP's host stack as VPP keeps them: a tree in which a rule belongs below the narrowest one that holds all that it matches.
 * VPP 26.06 looks for that place by the first addresses and ports of a new rule alone. So where a narrower rule begins with them too,
 * the wider one would come below it, and where two rules share a part only, one of them would be lost for some connections.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband, type Prefix, SessionRuleAddDel, type SessionRuleScope, TransportProto } from "vpp-binapi-ts/api";
import { formatPrefix, prefix } from "../ip/addresses.js";
import { isIn, prefixesMeet, prefixHolds } from "../ip/prefix-relations.js";

export const transports = {
  tcp: TransportProto.TRANSPORT_PROTO_API_TCP,
  udp: TransportProto.TRANSPORT_PROTO_API_UDP,
} as const;

/** VPP 26.06 reads the scope in the byte order of its host, and has other numbers for it than its API says. */
export const scopes = { global: 0, local: 0x0200_0000 } as const;

export interface Rule {
  readonly transportProto: TransportProto;
  readonly scope: (typeof scopes)[keyof typeof scopes];
  readonly lcl: Prefix;
  readonly rmt: Prefix;
  /** 0 stands for all. */
  readonly lclPort: number;
  readonly rmtPort: number;
  readonly actionIndex: number;
  /** "" for none. */
  readonly tag: string;
}

/**
 * The rules of one transport protocol and scope of a namespace, of both families. The binary API does not tell the names of IPv6 ones;
 * VPP's command line does. Empty where the host stack does not go by rules.
 */
export async function listRules(
  vpp: VppCaller,
  namespace: string,
  transport: keyof typeof transports,
  scope: keyof typeof scopes,
): Promise<readonly Rule[]> {
  const { reply } = await vpp.call(CliInband, {
    cmd: `show session rules ${transport} appns ${namespace} scope ${scope}`,
  });
  const found = { transportProto: transports[transport], scope: scopes[scope] };
  return [...reply.matchAll(ruleLines)].flatMap(({ groups = {} }) => {
    const { lcl = "", lclPort, rmt = "", rmtPort, action, tag = "" } = groups;
    const actionIndex = Number(action) >>> 0;
    if (actionIndex === NO_ACTION) return [];
    const ends = { lcl: prefix(lcl), lclPort: Number(lclPort), rmt: prefix(rmt), rmtPort: Number(rmtPort) };
    return [{ ...found, ...ends, actionIndex, tag: tag === "none" ? "" : tag }];
  });
}

/** "[1] rule: 0.0.0.0/0 0 10.0.0.0/8 0 action: -2 tag: default/a" */
const ruleLines =
  /^\[\d+\] rule: (?<lcl>\S+) (?<lclPort>\d+) (?<rmt>\S+) (?<rmtPort>\d+) action: (?<action>-?\d+) tag: (?<tag>\S*)/gm;

/** The rule for all connections that is in each table has this action while nobody has set another. */
const NO_ACTION = 0xffff_ffff;

/** Adds a rule where it belongs: narrower ones that would be in its way are put below it. The connections meanwhile miss them. */
export async function addRule(vpp: VppCaller, appnsIndex: number, rule: Rule, others: readonly Rule[]): Promise<void> {
  const inTheWay = others.filter((other) => holds(rule, other) && holdsFirst(other, rule)).sort(byWidth);
  for (const other of inTheWay) await setRule(vpp, appnsIndex, other, false);
  try {
    await setRule(vpp, appnsIndex, rule, true);
  } finally {
    for (const other of inTheWay) await setRule(vpp, appnsIndex, other, true);
  }
}

/** Deleting a rule that is not there is no error. VPP finds it by its tag. */
export async function setRule(vpp: VppCaller, appnsIndex: number, rule: Rule, isAdd: boolean): Promise<void> {
  const { transportProto, scope, lcl, rmt, lclPort, rmtPort, actionIndex, tag } = rule;
  const fields = { transportProto, scope: scope as SessionRuleScope, lcl, rmt, lclPort, rmtPort, actionIndex, tag };
  await vpp.call(SessionRuleAddDel, { ...fields, isAdd, appnsIndex });
}

export function matchTheSame(some: Rule, other: Rule): boolean {
  return holds(some, other) && holds(other, some);
}

/** Both match some connections, and each matches some that the other does not. */
export function overlap(some: Rule, other: Rule): boolean {
  const meet =
    prefixesMeet(some.lcl, other.lcl) &&
    prefixesMeet(some.rmt, other.rmt) &&
    portsMeet(some.lclPort, other.lclPort) &&
    portsMeet(some.rmtPort, other.rmtPort);
  return meet && !holds(some, other) && !holds(other, some);
}

/** The words with which a rule is told to an operator. */
export function ruleText({ lcl, lclPort, rmt, rmtPort }: Rule): string {
  const port = (number: number) => (number === 0 ? "" : ` port ${number}`);
  return `${formatPrefix(lcl)}${port(lclPort)} from ${formatPrefix(rmt)}${port(rmtPort)}`;
}

function holds(outer: Rule, inner: Rule): boolean {
  return (
    prefixHolds(outer.lcl, inner.lcl) &&
    prefixHolds(outer.rmt, inner.rmt) &&
    portHolds(outer.lclPort, inner.lclPort) &&
    portHolds(outer.rmtPort, inner.rmtPort)
  );
}

/** Whether a rule matches the first addresses of another, with 0 for ports that do not matter. */
function holdsFirst(rule: Rule, other: Rule): boolean {
  return (
    isIn(rule.lcl, other.lcl.address) &&
    isIn(rule.rmt, other.rmt.address) &&
    portHolds(rule.lclPort, other.lclPort) &&
    portHolds(rule.rmtPort, other.rmtPort)
  );
}

function portHolds(outer: number, inner: number): boolean {
  return outer === 0 || outer === inner;
}

function portsMeet(some: number, other: number): boolean {
  return portHolds(some, other) || portHolds(other, some);
}

/** The wider one first. */
function byWidth(some: Rule, other: Rule): number {
  return narrowness(some) - narrowness(other);
}

function narrowness({ lcl, rmt, lclPort, rmtPort }: Rule): number {
  return lcl.len + rmt.len + Math.sign(lclPort) + Math.sign(rmtPort);
}
