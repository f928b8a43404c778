/** Rules of IPsec that send with an association what it has sent itself: src/vpp-limits/sent-again.ts has why. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  AddressFamily,
  IpsecProto,
  type IpsecSadEntryV4,
  IpsecSadFlags,
  IpsecSaV5Dump,
  IpsecSpdAction,
  IpsecSpdDump,
  type IpsecSpdEntryV2,
  IpsecSpdsDump,
  type Tunnel,
} from "vpp-binapi-ts/api";
import {
  isFor,
  isSameRule,
  isSentAgain,
  type OuterHeader,
  outerHeader,
  protects,
} from "../../vpp-limits/sent-again.js";
import { isInTunnel } from "./associations.js";
import type { VppFields } from "./fence-checks.js";
import { ALL } from "./numbers.js";

type Missing = Promise<string | undefined>;

/** For any protocol, in all but ipsec_spd_entry_add_del. */
const ANY_PROTOCOL = 255;

/** Of ipsec_spd_entry_add_del, in which 0 stands for any protocol. Costs all rules and associations. */
export async function needsOlderRuleForOthers(fields: VppFields, vpp: VppCaller): Missing {
  const entry = (fields.entry ?? {}) as VppFields;
  return needsRuleForOthers({ ...fields, entry: { ...entry, protocol: entry.protocol || ANY_PROTOCOL } }, vpp);
}

/** Of ipsec_spd_entry_add_del_v2. Costs the same. */
export async function needsRuleForOthers({ isAdd, entry }: VppFields, vpp: VppCaller): Missing {
  const changed: IpsecSpdEntryV2 = { ...ZEROS, ...(entry as Partial<IpsecSpdEntryV2>) };
  if (!changed.isOutbound || (isAdd === true) !== protects(changed)) return undefined;
  const [rules, entries] = await Promise.all([rulesOf(vpp), entriesOf(vpp)]);
  if (isAdd === true) return sentAgain([changed.saId], [...rules, changed], entries);
  const touched = entries.filter((each) => headersIn(each).some((header) => isFor(changed, header)));
  const ids = touched.map(({ sadId }) => sadId);
  return sentAgain(ids, withoutOne(changed, rules), entries);
}

/** Of ipsec_sad_entry_update, which moves the ends of a tunnel. Costs the same. */
export async function needsMoveOutOfRules({ sadId = 0, isTun, tunnel, ...ports }: VppFields, vpp: VppCaller): Missing {
  const [rules, entries] = await Promise.all([rulesOf(vpp), entriesOf(vpp)]);
  const ends = isTun === true ? { ...NO_ENDS, ...(tunnel as Tunnel) } : {};
  const moved = entries.map((entry) =>
    entry.sadId === sadId ? { ...entry, ...portsIn(ports), tunnel: { ...entry.tunnel, ...ends } } : entry,
  );
  return sentAgain([Number(sadId)], rules, moved);
}

const UNSET: Address = { af: AddressFamily.ADDRESS_IP4, un: { ip4: new Uint8Array(4) } };
const NO_ENDS = { src: UNSET, dst: UNSET };

const ZEROS: IpsecSpdEntryV2 = {
  spdId: 0,
  priority: 0,
  isOutbound: false,
  saId: 0,
  policy: IpsecSpdAction.IPSEC_API_SPD_ACTION_BYPASS,
  protocol: 0,
  remoteAddressStart: UNSET,
  remoteAddressStop: UNSET,
  localAddressStart: UNSET,
  localAddressStop: UNSET,
  remotePortStart: 0,
  remotePortStop: 0,
  localPortStart: 0,
  localPortStop: 0,
};

function sentAgain(
  ids: readonly number[],
  rules: readonly IpsecSpdEntryV2[],
  entries: readonly IpsecSadEntryV4[],
): string | undefined {
  const all = {
    headersOf: (id: number) => entries.filter(({ sadId }) => sadId === id).flatMap(headersIn),
    rulesNear: () => rules,
  };
  const found = ids.find((id) => isSentAgain(id, all));
  return found === undefined ? undefined : `association ${found} would send again what it has sent`;
}

async function rulesOf(vpp: VppCaller): Promise<readonly IpsecSpdEntryV2[]> {
  const ids: number[] = [];
  for await (const { spdId } of vpp.dump(IpsecSpdsDump)) ids.push(spdId);
  return (await Promise.all(ids.map((spdId) => rulesIn(spdId, vpp)))).flat();
}

async function rulesIn(spdId: number, vpp: VppCaller): Promise<readonly IpsecSpdEntryV2[]> {
  const rules: IpsecSpdEntryV2[] = [];
  for await (const { entry } of vpp.dump(IpsecSpdDump, { spdId, saId: ALL })) rules.push({ ...entry, spdId });
  return rules;
}

/** VPP takes away one of several that are equal. */
function withoutOne(rule: IpsecSpdEntryV2, rules: readonly IpsecSpdEntryV2[]): readonly IpsecSpdEntryV2[] {
  const place = rules.findIndex((other) => isSameRule(rule, other));
  return rules.filter((_rule, at) => at !== place);
}

async function entriesOf(vpp: VppCaller): Promise<readonly IpsecSadEntryV4[]> {
  const entries: IpsecSadEntryV4[] = [];
  for await (const { entry } of vpp.dump(IpsecSaV5Dump, { saId: 0 })) entries.push(entry);
  return entries;
}

function headersIn(entry: IpsecSadEntryV4): readonly OuterHeader[] {
  if (!isInTunnel(entry)) return [];
  const { protocol, flags, tunnel, udpSrcPort, udpDstPort } = entry;
  const isInUdp = (flags & IpsecSadFlags.IPSEC_API_SAD_FLAG_UDP_ENCAP) !== 0;
  const header = outerHeader({
    source: tunnel.src,
    destination: tunnel.dst,
    isAh: protocol === IpsecProto.IPSEC_API_PROTO_AH,
    udp: isInUdp ? { source: udpSrcPort, destination: udpDstPort } : undefined,
  });
  return [header];
}

/** "Leave the port as it is" in ipsec_sad_entry_update. */
const KEEP_PORT = 0xffff;

function portsIn({ udpSrcPort = 0, udpDstPort = 0 }: VppFields): Partial<IpsecSadEntryV4> {
  return {
    ...(udpSrcPort !== KEEP_PORT && { udpSrcPort: Number(udpSrcPort) }),
    ...(udpDstPort !== KEEP_PORT && { udpDstPort: Number(udpDstPort) }),
  };
}
