/** Sessions that VPP has now, as operational state of the instance. */

import {
  Det44Forward,
  Det44MapDump,
  type Det44SessionDetails,
  Det44SessionDump,
  Nat44EiConfigFlags,
  Nat44EiUserSessionV2Dump,
  Nat44UserSessionV3Dump,
  Nat64StDump,
  NatConfigFlags,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatIp4, formatIp6 } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";
import { type DateOfVpp, vppClock } from "../vpp-clock.js";
import { addressBytes, addressNumber } from "./address-ranges.js";
import { readNatCounters } from "./counters.js";
import {
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instancePath,
  instancesOf,
  type NatPlugin,
  natInstances,
  pluginLeafs,
} from "./instance.js";
import { busiestHosts, type Nat44Host, nat44Hosts } from "./nat44/hosts.js";
import { vrfName } from "./vrf.js";

/** A list of millions would help nobody. */
const mostShown = 1000;

/** Nothing that is configured: VPP's sessions are shown where an instance is. */
export const natSessions = defineTranslator<InstanceKey, InstanceValue>({
  name: "nat-sessions",
  path: instancePath,
  keys: instanceKeys,
  leafs: [...pluginLeafs],
  messages: [],
  partOf: ({ key }) => natInstances.at(key),
  async create() {},
  async update() {},
  async delete() {},
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for (const { key, value, plugin } of instancesOf(
      context,
      "nat44-ed",
      "nat44-ei",
      "nat64",
      "det44",
      "nat66",
      "npt66",
    )) {
      const state = context.showsState ? await stateOf(context, plugin) : undefined;
      yield { key, value: pickPlugin(value), state };
    }
  },
});

type Session = Readonly<Record<string, unknown>>;

async function stateOf(context: TranslatorContext, plugin: NatPlugin) {
  const hosts = plugin === "nat44-ed" || plugin === "nat44-ei" ? await nat44Hosts(context, plugin) : [];
  const list = sessionsOf(context, plugin, hosts);
  if (list === undefined) return undefined;
  const session: Session[] = [];
  let more = false;
  for await (const found of list) {
    more = session.length === mostShown;
    if (more) break;
    session.push(found);
  }
  const counters = await readNatCounters(context, plugin);
  return {
    "sweetcomb-nat:sessions": {
      shown: session.length,
      more,
      ...(hosts.length > 0 && { host: busiestHosts(context, hosts, mostShown) }),
      ...(session.length > 0 && { session }),
    },
    ...(counters !== undefined && { "sweetcomb-nat:counters": counters }),
  };
}

function pickPlugin({ type, "sweetcomb-nat:nat44": nat44 }: InstanceValue): InstanceValue {
  const { processing } = nat44 ?? {};
  return { type, ...(processing !== undefined && { "sweetcomb-nat:nat44": { processing } }) };
}

function sessionsOf(
  context: TranslatorContext,
  plugin: NatPlugin,
  hosts: readonly Nat44Host[],
): AsyncIterable<Session> | undefined {
  switch (plugin) {
    case "nat44-ed":
      return edSessions(context, hosts);
    case "nat44-ei":
      return eiSessions(context, hosts);
    case "nat64":
      return nat64Sessions(context);
    case "det44":
      return det44Sessions(context);
    default:
      return undefined;
  }
}

async function* edSessions(context: TranslatorContext, hosts: readonly Nat44Host[]) {
  for (const { ipAddress, vrfId } of hosts) {
    for await (const found of context.vpp.dump(Nat44UserSessionV3Dump, { ipAddress, vrfId })) {
      const isTwice = (found.flags & NatConfigFlags.NAT_IS_TWICE_NAT) !== 0;
      yield {
        ...commonMembers(context, found, vrfId),
        "outside-address": formatIp4(found.extHostAddress),
        "outside-port": found.extHostPort,
        ...(isTwice && {
          "outside-address-inside": formatIp4(found.extHostNatAddress),
          "outside-port-inside": found.extHostNatPort,
        }),
        static: (found.flags & NatConfigFlags.NAT_IS_STATIC) !== 0,
        "idle-time": String(found.timeSinceLastHeard),
        "timed-out": found.isTimedOut,
      };
    }
  }
}

async function* eiSessions(context: TranslatorContext, hosts: readonly Nat44Host[]) {
  for (const { ipAddress, vrfId } of hosts) {
    for await (const found of context.vpp.dump(Nat44EiUserSessionV2Dump, { ipAddress, vrfId })) {
      yield {
        ...commonMembers(context, found, vrfId),
        static: (found.flags & Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING) !== 0,
        "idle-time": String(found.timeSinceLastHeard),
      };
    }
  }
}

function commonMembers(
  context: TranslatorContext,
  found: {
    readonly protocol: number;
    readonly insideIpAddress: Uint8Array;
    readonly insidePort: number;
    readonly outsideIpAddress: Uint8Array;
    readonly outsidePort: number;
    readonly totalBytes: bigint;
    readonly totalPkts: number;
  },
  vrfId: number,
) {
  return {
    "transport-protocol": found.protocol,
    vrf: vrfName(context, "ipv4", vrfId) ?? String(vrfId),
    "inside-address": formatIp4(found.insideIpAddress),
    "inside-port": found.insidePort,
    "translated-address": formatIp4(found.outsideIpAddress),
    "translated-port": found.outsidePort,
    octets: String(found.totalBytes),
    packets: found.totalPkts,
  };
}

/** VPP 26.06 puts the port of the outside host where the port of the inside host belongs, which it does not say. */
async function* nat64Sessions(context: TranslatorContext) {
  for await (const found of context.vpp.dump(Nat64StDump, { proto: 255 })) {
    yield {
      "transport-protocol": found.proto,
      vrf: vrfName(context, "ipv6", found.vrfId) ?? String(found.vrfId),
      "inside-address": formatIp6(found.ilAddr),
      "translated-address": formatIp4(found.olAddr),
      "translated-port": found.olPort,
      "outside-address": formatIp4(found.orAddr),
      "outside-port": found.ilPort,
      "outside-address-inside": formatIp6(found.irAddr),
    };
  }
}

/** By VPP's numbers (det44_session_state_t). */
const det44States = [
  "unknown",
  "udp-active",
  "tcp-syn-sent",
  "tcp-established",
  "tcp-fin-wait",
  "tcp-close-wait",
  "tcp-closing",
  "tcp-last-ack",
  "tcp-closed",
  "icmp-active",
] as const;

/** det44 lists the sessions of one host: those of maps without sessions are not asked for. */
async function* det44Sessions(context: TranslatorContext) {
  const { vpp } = context;
  const dateOf = await vppClock(context);
  for await (const { inAddr, inPlen, sesNum } of vpp.dump(Det44MapDump)) {
    let left = sesNum;
    const first = addressNumber(formatIp4(inAddr));
    for (let host = first; left > 0 && host < first + 2 ** (32 - inPlen); host++) {
      const inside = addressBytes(host);
      const found: Det44SessionDetails[] = [];
      for await (const details of vpp.dump(Det44SessionDump, { userAddr: inside })) found.push(details);
      left -= found.length;
      if (found.length === 0) continue;
      // All sessions of a host have one address outside, of which VPP speaks when it is asked for the host alone.
      const { outAddr } = await vpp.call(Det44Forward, { inAddr: inside });
      for (const details of found) yield det44Session(formatIp4(inside), formatIp4(outAddr), details, dateOf);
    }
  }
}

function det44Session(
  inside: string,
  translated: string,
  { inPort, outPort, extAddr, extPort, state, expire }: Det44SessionDetails,
  dateOf: DateOfVpp | undefined,
) {
  return {
    "inside-address": inside,
    "inside-port": inPort,
    "translated-address": translated,
    "translated-port": outPort,
    "outside-address": formatIp4(extAddr),
    "outside-port": extPort,
    state: det44States[state] ?? det44States[0],
    ...(expire > 0 && dateOf && { expires: dateOf(expire) }),
  };
}
