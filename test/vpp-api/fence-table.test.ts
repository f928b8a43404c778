/** What requests by name are refused for: fields that VPP would not outlive, beside the same that it would. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import { FibPathType, IpsecSadFlags, L2FlagsGet, SrBehavior, VrrpVrFlags, VrrpVrState } from "vpp-binapi-ts/api";
import { fences } from "../../src/vpp-api/fences/fences.js";
import { refusedMessages } from "../../src/vpp-api/fences/refused-messages.js";

/** A VPP that answers dumps and calls by the name of the message, or refuses them, and lines of the command line. */
interface Answers {
  readonly [message: string]: readonly object[] | object;
}

function vppWith(answers: Answers = {}): VppCaller {
  const answerOf = (name: string, none: object) => answers[name] ?? none;
  const caller = {
    dump: async function* ({ name }: { readonly name: string }) {
      yield* answerOf(name, []) as readonly object[];
    },
    call: async ({ name }: { readonly name: string }) => {
      const answer = answerOf(name, { reply: "", vnis: [] });
      if (answer instanceof VppApiError) throw answer;
      return answer;
    },
    supports: () => true,
  };
  return caller as unknown as VppCaller;
}

const told = (reply: string): Answers => ({ cli_inband: { reply } });
const ip4 = (...bytes: readonly number[]) => ({ af: 0, un: { ip4: Uint8Array.from(bytes) } });
const ip6 = { af: 1, un: { ip6: new Uint8Array(16) } };
const bytes = (...octets: readonly number[]) => Uint8Array.from(octets);

interface Case {
  readonly message: string;
  readonly harmful: object;
  readonly why: RegExp;
  readonly harmless: object;
  /** What VPP has when the harmful one is refused, and when the harmless one is not. */
  readonly has?: Answers;
  readonly hasThen?: Answers;
}

const ipipTo = (dst: object) => ({
  sw_interface_get_table: { vrfId: 0 },
  ipip_tunnel_dump: [{ tunnel: { dst, tableId: 0 } }],
});
/** A translation of cnat of port 80 over UDP; the end that is named is the address of interface 7. */
const cnatWay = (vip: object, backend: object = vip, ofInterface?: "vip" | "dstEp") => {
  const end = (addr: object, name: string) => ({ addr, port: 80, swIfIndex: name === ofInterface ? 7 : 0xffff_ffff });
  return { translation: { vip: end(vip, "vip"), ipProto: 17, paths: [{ dstEp: end(backend, "dstEp") }] } };
};
const cnatRing = [
  cnatWay(ip4(192, 0, 2, 1), ip4(192, 0, 2, 3)),
  cnatWay(ip4(192, 0, 2, 3), ip4(192, 0, 2, 9)),
  cnatWay(ip4(192, 0, 2, 2), ip4(192, 0, 2, 7)),
];
/** Association 10, and VPP's addresses. */
const associationTo = (dst: object, flags: number): Answers => ({
  ...told("loop1 (up):\n  L3 192.0.2.9/24\n"),
  sw_interface_get_table: { vrfId: 0 },
  ipsec_sa_v5_dump: [{ entry: { sadId: 10, flags, tunnel: { dst, tableId: 0 } } }],
});
const { IPSEC_API_SAD_FLAG_IS_TUNNEL: inTunnel, IPSEC_API_SAD_FLAG_IS_INBOUND: inbound } = IpsecSadFlags;
const protects = { isAdd: true, entry: { isOutbound: true, policy: 3, saId: 10 } };
/** Rules of database 1, beside association 10 to 192.0.2.8. */
const ruled = (...entries: readonly object[]): Answers => ({
  ...associationTo(ip4(192, 0, 2, 8), inTunnel),
  ipsec_sa_v5_dump: [
    { entry: { sadId: 10, flags: inTunnel, protocol: 50, tunnel: { src: ip4(192, 0, 2, 1), dst: ip4(192, 0, 2, 8) } } },
  ],
  ipsec_spds_dump: [{ spdId: 1 }],
  ipsec_spd_dump: entries.map((entry) => ({ entry })),
});
const rule = (priority: number, policy: number, protocol: number) => ({
  spdId: 1,
  priority,
  isOutbound: true,
  saId: 10,
  policy,
  protocol,
  localAddressStart: ip4(0, 0, 0, 0),
  localAddressStop: ip4(255, 255, 255, 255),
  localPortStart: 0,
  localPortStop: 65535,
  remoteAddressStart: ip4(0, 0, 0, 0),
  remoteAddressStop: ip4(255, 255, 255, 255),
  remotePortStart: 0,
  remotePortStop: 65535,
});
const [passesEsp, protectsAll] = [rule(20, 0, 50), rule(10, 3, 255)];
const ip6Bytes = (last: number) => Uint8Array.of(0xfc, ...new Array<number>(14).fill(0), last);
const lists = (...segments: readonly Uint8Array[]) => ({ numSids: segments.length, sids: segments });
const customers = { address: { af: 1, un: { ip6: ip6Bytes(0) } }, len: 64 };
/** Policy fc00::b, of which fc00::9 is the first segment, and the longest route to all that is asked for. */
const policies = (length: number, steered: readonly object[] = [], ...behind: readonly Uint8Array[]): Answers => ({
  ...told(`fc00::/${length} fib:0 index:9 locks:2`),
  ip_table_dump: [{ table: { tableId: 0, isIp6: true } }],
  sr_policies_v2_dump: [{ bsid: ip6Bytes(11), fibTable: 0, isEncap: true, sidLists: [lists(ip6Bytes(9), ...behind)] }],
  sr_steering_pol_dump: steered,
});
const pair = { address: { af: 1, un: { ip6: ip6Bytes(6) } }, len: 127 };
const steersPair = { bsid: ip6Bytes(11), trafficType: 6, fibTable: 0, prefix: pair };
const steers = { isDel: false, trafficType: 6, tableId: 0, prefix: customers };
const added = { bsidAddr: ip6Bytes(12), isEncap: true };
const wayOfSegment = { tableId: 0, prefix: { address: { af: 1, un: { ip6: ip6Bytes(9) } }, len: 128 } };
const router = (flags: number, state: number) => ({
  vrrp_vr_dump: [{ config: { swIfIndex: 7, vrId: 9, flags }, runtime: { state } }],
});
const { VRRP_API_VR_ACCEPT: accepts } = VrrpVrFlags;
const virtualAddress = (address: object, vrfId: number, flags: number = accepts): Answers => ({
  vrrp_vr_dump: [{ config: { swIfIndex: 1, flags }, addrs: [address] }],
  sw_interface_get_table: { vrfId },
});
const shown = (interfaceDevType: string): Answers => ({
  sw_interface_dump: [{ swIfIndex: 1, supSwIfIndex: 1, interfaceDevType, l2Address: bytes(0, 0, 0, 0, 0, 0) }],
});
const frames = (interfaceDevType: string): Answers => ({
  sw_interface_dump: [{ swIfIndex: 1, supSwIfIndex: 1, interfaceDevType, l2Address: bytes(2, 0, 0, 0, 0, 1) }],
});
const group = { isAdd: true, srcAddress: ip4(192, 0, 2, 1), dstAddress: ip4(239, 1, 1, 1), mcastSwIfIndex: 1 };
const inTable = (table: number, swIfIndex = 9): Answers => ({
  vxlan_tunnel_v2_dump: [{ swIfIndex, dstAddress: group.dstAddress, encapVrfId: table }],
});
const encapsulation4: Answers = { udp_encap_dump: [{ udpEncap: { id: 4, dstIp: ip4(203, 0, 113, 5) } }] };
const received = (swIfIndex: number) => ({ type: FibPathType.FIB_API_PATH_TYPE_INTERFACE_RX, swIfIndex });
const encapsulation0: Answers = { udp_encap_dump: [{ udpEncap: { id: 0, dstIp: ip4(203, 0, 113, 5) } }] };
const host6 = { address: ip6, len: 128 };
const intoEncapsulation4 = { type: FibPathType.FIB_API_PATH_TYPE_UDP_ENCAP, nh: { objId: 4 } };
const wide = { startAddr: bytes(10, 0, 0, 0), endAddr: bytes(10, 0, 255, 255), isAdd: true };
const narrow = { ...wide, endAddr: bytes(10, 0, 0, 9) };
const multicastPrefix = { af: 0, grpAddressLength: 32, grpAddress: { ip4: bytes(232, 1, 1, 1) } };
const accepting = (type: number) => ({ isAdd: true, route: { paths: [{ itfFlags: 2, path: { type } }] } });

const withPaths = (count: number) => ({
  isAdd: true,
  route: { prefix: multicastPrefix, paths: Array.from({ length: count }, () => ({ itfFlags: 4, path: {} })) },
});
const listedPaths = (count: number): Answers => ({
  ip_mroute_dump: [
    { route: { prefix: multicastPrefix, paths: Array.from({ length: count }, () => ({ itfFlags: 4, path: {} })) } },
  ],
});

const groups = (count: number): Answers => ({
  igmp_dump: Array.from({ length: count }, (_, at) => ({ gaddr: bytes(239, 1, 1, at), saddr: bytes(0, 0, 0, 0) })),
});

const peer = (first: number): Answers => ({
  ikev2_profile_dump: [{ profile: { name: "office", responder: { addr: ip4(first, 0, 0, 0) } } }],
});

/** Interface 7 is a locator that has as many addresses, and a remote one has IPv6. */
const locators = (addresses: number): Answers => ({
  one_locator_set_dump: [{ lsIndex: 0 }],
  one_locator_dump: [
    { local: 1, swIfIndex: 7 },
    { local: 0, ipAddress: { af: 1 } },
  ],
  ip_address_dump: Array.from({ length: addresses }, () => ({})),
});

/** VPP has heard 02:00:00:00:00:09 on an interface, and these interfaces; a control plane is on one that hears. */
const heardOn = (index: number, isEnabled: boolean, ...shownNow: readonly object[]): Answers => ({
  ...told(
    `Hash table 'other'\n    0: key 1 value 9\n    1 active elements 1 active buckets\nHash table 'pppoe link table'\n    0: key 648518346341482496 value ${0xffffffff00000000n + BigInt(index)}\n    1 active elements 1 active buckets\n`,
  ),
  sw_interface_dump: shownNow,
  feature_is_enabled: { isEnabled },
});
const ethernet = (swIfIndex: number, supSwIfIndex = swIfIndex, interfaceDevType = "af-packet") => ({
  swIfIndex,
  supSwIfIndex,
  interfaceDevType,
  interfaceName: `host-eth${swIfIndex}`,
  l2Address: bytes(2, 0, 0, 0, 0, swIfIndex === supSwIfIndex ? 1 : 0),
});
/** VPP has moved a table of cnat. */
const afterMove: Answers = {
  sw_interface_dump: [ethernet(7), ethernet(8), { swIfIndex: 3, supSwIfIndex: 0, tag: "sweetcomb: a table moved" }],
  feature_is_enabled: { isEnabled: true },
};
const ofClient = { isAdd: 1, clientMac: bytes(2, 0, 0, 0, 0, 9) };

/** Interface 7, which is in layer 2 or not, and has functions there for what it sends or not. */
const sender = (isInLayer2: boolean, functions: string): Answers => ({
  ...told(`l2-input:\n  FWD (l2-fwd)\n\nl2-output:\n  ${functions}\n`),
  sw_interface_dump: [{ swIfIndex: 7, interfaceName: "loop7" }],
  ...(!isInLayer2 && { l2_flags_get: new VppApiError(-2, L2FlagsGet, {}, {}) }),
});
const listed = "OUTPUT_FEAT_ARC (l2-output-feat-arc)";
/** The same, to which something gives frames. */
const receiver = (isInLayer2: boolean): Answers => ({
  ...sender(isInLayer2, ""),
  l2_xconnect_dump: [{ rxSwIfIndex: 1, txSwIfIndex: 7 }],
});
/** What gives frames to interface 7. */
const GIVE_FRAMES = [
  { message: "sw_interface_set_l2_xconnect", harmful: { rxSwIfIndex: 1, txSwIfIndex: 7 } },
  { message: "sw_interface_span_enable_disable", harmful: { swIfIndexFrom: 1, swIfIndexTo: 7, state: 1, isL2: true } },
  { message: "sr_localsid_add_del", harmful: { behavior: SrBehavior.SR_BEHAVIOR_API_DX2, swIfIndex: 7 } },
];
/** What gives interface 7 a function for what it sends. */
const GIVE_FUNCTIONS = [
  { message: "acl_interface_add_del", harmful: { isAdd: true, swIfIndex: 7 } },
  { message: "acl_interface_set_acl_list", harmful: { swIfIndex: 7, nInput: 1, acls: [0, 1] } },
  { message: "macip_acl_interface_add_del", harmful: { isAdd: true, swIfIndex: 7 } },
  { message: "output_acl_set_interface", harmful: { isAdd: true, swIfIndex: 7, l2TableIndex: 0 } },
  { message: "policer_output", harmful: { apply: true, swIfIndex: 7 } },
  { message: "policer_output_v2", harmful: { apply: true, swIfIndex: 7 } },
  { message: "l2_interface_efp_filter", harmful: { swIfIndex: 7, enableDisable: true } },
  { message: "feature_gso_enable_disable", harmful: { swIfIndex: 7, enableDisable: true } },
  { message: "sw_interface_span_enable_disable", harmful: { swIfIndexFrom: 7, swIfIndexTo: 1, state: 3, isL2: true } },
];
/** Policy fc00::a has segment fc00::7, and fc00::b fc00::8: what is steered from table 0 to the first is steered from table 7 to the second. */
const circle = (segmentOfSecond: number, ...localSids: readonly object[]): Answers => ({
  ...told(""),
  ip_table_dump: [0, 7].map((tableId) => ({ table: { tableId, isIp6: true } })),
  sr_policies_v2_dump: [
    { bsid: ip6Bytes(10), fibTable: 0, isEncap: true, sidLists: [lists(ip6Bytes(7))] },
    { bsid: ip6Bytes(11), fibTable: 0, isEncap: true, sidLists: [lists(ip6Bytes(segmentOfSecond))] },
  ],
  sr_steering_pol_dump: [
    { bsid: ip6Bytes(10), fibTable: 0, trafficType: 6, prefix: { ...customers, len: 128 } },
    { bsid: ip6Bytes(11), fibTable: 7, trafficType: 6, prefix: customers },
  ],
  sr_localsids_dump: localSids,
});
const unwraps = (last: number, table: number) => ({
  addr: ip6Bytes(last),
  behavior: 8,
  xconnectIfaceOrVrfTable: table,
});
const sidBack = { isDel: false, localsid: ip6Bytes(8), behavior: 8, swIfIndex: 0 };

const CASES: readonly Case[] = [
  ...GIVE_FRAMES.flatMap(({ message, harmful }) => [
    {
      message,
      harmful,
      why: /interface 7 has functions for what it sends/,
      harmless: harmful,
      has: sender(false, listed),
      hasThen: sender(true, listed),
    },
    {
      message,
      harmful,
      why: /interface 7 has functions for what it sends/,
      harmless: harmful,
      has: sender(false, "EFP_FILTER (l2-efp-filter)"),
      hasThen: sender(false, "none configured"),
    },
  ]),
  {
    message: "sw_interface_set_l2_xconnect",
    harmful: { rxSwIfIndex: 1, txSwIfIndex: 101 },
    why: /no place for it/,
    harmless: { rxSwIfIndex: 1, txSwIfIndex: 100 },
    has: sender(false, "none configured"),
  },
  ...GIVE_FUNCTIONS.map(({ message, harmful }) => ({
    message,
    harmful,
    why: /frames of layer 2 are given to interface 7/,
    harmless: harmful,
    has: receiver(false),
    hasThen: receiver(true),
  })),
  {
    message: "acl_interface_set_acl_list",
    harmful: { swIfIndex: 7, nInput: 1, acls: [0, 1] },
    why: /frames of layer 2 are given to interface 7/,
    harmless: { swIfIndex: 7, nInput: 2, acls: [0, 1] },
    has: receiver(false),
  },
  {
    message: "sr_localsid_add_del",
    harmful: sidBack,
    why: /policy fc00::a would be unwrapped/,
    harmless: { ...sidBack, swIfIndex: 7 },
    has: circle(8, unwraps(7, 7)),
    hasThen: circle(9, unwraps(7, 7)),
  },
  {
    message: "sr_policy_mod_v2",
    harmful: { bsidAddr: ip6Bytes(11), operation: 1, sids: lists(ip6Bytes(8)) },
    why: /would be unwrapped/,
    harmless: { bsidAddr: ip6Bytes(11), operation: 1, sids: lists(ip6Bytes(9)) },
    has: circle(9, unwraps(7, 7), unwraps(8, 0)),
    hasThen: circle(9, unwraps(7, 7), unwraps(8, 0)),
  },
  {
    message: "sr_steering_add_del",
    harmful: { ...steers, bsidAddr: ip6Bytes(10), prefix: host6 },
    why: /would be unwrapped/,
    harmless: { ...steers, tableId: 7, bsidAddr: ip6Bytes(10), prefix: host6 },
    has: { ...circle(8, unwraps(7, 0)), sr_steering_pol_dump: [] },
    hasThen: { ...circle(8, unwraps(7, 0)), sr_steering_pol_dump: [] },
  },
  {
    message: "pppoe_add_del_cp",
    harmful: { swIfIndex: 7, isAdd: 1 },
    why: /heard a client on interface 5/,
    harmless: { swIfIndex: 7, isAdd: 1 },
    has: heardOn(5, false, ethernet(7)),
    hasThen: heardOn(5, false, ethernet(5, 7), ethernet(7)),
  },
  {
    message: "pppoe_add_del_session",
    harmful: ofClient,
    why: /heard the client on interface 5/,
    harmless: { ...ofClient, clientMac: bytes(2, 0, 0, 0, 0, 8) },
    has: heardOn(5, false, ethernet(7)),
    hasThen: heardOn(5, false, ethernet(7)),
  },
  ...["pppoe_add_del_cp", "pppoe_add_del_session"].map((message) => ({
    message,
    harmful: { swIfIndex: 7, isAdd: 1 },
    why: /cannot be asked for clients/,
    harmless: { swIfIndex: 7, isAdd: 1 },
    has: afterMove,
    hasThen: heardOn(5, false, ethernet(5)),
  })),
  {
    message: "tap_delete_v2",
    harmful: { swIfIndex: 7 },
    why: /client on interface 5/,
    harmless: { swIfIndex: 8 },
    has: { ...heardOn(9, false, ethernet(5, 7), ethernet(7)), pppoe_session_dump: [{ encapIfIndex: 5 }] },
    hasThen: { ...heardOn(9, false, ethernet(5, 7), ethernet(8)), pppoe_session_dump: [{ encapIfIndex: 5 }] },
  },
  {
    message: "af_packet_delete",
    harmful: { hostIfName: "eth7" },
    why: /control plane/,
    harmless: { hostIfName: "eth7" },
    has: heardOn(5, true, ethernet(7)),
    hasThen: heardOn(5, false, ethernet(7)),
  },
  {
    message: "vxlan_add_del_tunnel_v3",
    harmful: { isAdd: false },
    why: /control plane/,
    harmless: { isAdd: false },
    has: heardOn(5, true, ethernet(7, 7, "VXLAN")),
    hasThen: heardOn(5, true, ethernet(7)),
  },
  {
    message: "lcp_itf_pair_replace_end",
    harmful: {},
    why: /control plane/,
    harmless: {},
    has: heardOn(5, true, ethernet(7, 7, "virtio")),
    hasThen: heardOn(5, true, ethernet(7)),
  },
  {
    message: "delete_loopback",
    harmful: { swIfIndex: 7 },
    why: /the 2 groups of interface 7/,
    harmless: { swIfIndex: 7 },
    has: groups(2),
    hasThen: groups(1),
  },
  {
    message: "ip_route_add_del",
    harmful: { isAdd: true, route: { prefix: { address: ip4(192, 0, 2, 0), len: 30 }, paths: [{ type: 1 }] } },
    why: /a tunnel leads to 192.0.2.2/,
    harmless: { isAdd: true, route: { prefix: { address: ip4(192, 0, 2, 4), len: 30 }, paths: [{ type: 1 }] } },
    has: ipipTo(ip4(192, 0, 2, 2)),
    hasThen: ipipTo(ip4(192, 0, 2, 2)),
  },
  {
    message: "ipip_add_tunnel",
    harmful: { tunnel: { dst: ip4(192, 0, 2, 2) } },
    why: /VPP has 192.0.2.2 itself/,
    harmless: { tunnel: { dst: ip4(192, 0, 2, 2) } },
    has: told("        [@0]: dpo-receive\n\n forwarding:\n    [0] [@12]: dpo-receive"),
    hasThen: told("        [@0]: dpo-receive\n\n forwarding:\n    [0] [@0]: dpo-drop ip4"),
  },
  {
    message: "ipip_add_tunnel",
    harmful: { tunnel: { dst: ip4(192, 0, 2, 2), tableId: 7 } },
    why: /VPP has 192.0.2.2 itself/,
    harmless: { tunnel: { dst: ip4(192, 0, 2, 2), tableId: 7 } },
    has: { ...virtualAddress(ip4(192, 0, 2, 2), 7), ...told("") },
    hasThen: { ...virtualAddress(ip4(192, 0, 2, 2), 8), ...told("") },
  },
  {
    message: "ipip_add_tunnel",
    harmful: { tunnel: { dst: ip4(192, 0, 2, 2), tableId: 7 } },
    why: /VPP has 192.0.2.2 itself/,
    harmless: { tunnel: { dst: ip4(192, 0, 2, 2), tableId: 7 } },
    has: { ...virtualAddress(ip4(192, 0, 2, 2), 7, 0), ...shown("Loopback"), ...told("") },
    hasThen: { ...virtualAddress(ip4(192, 0, 2, 2), 7, 0), ...shown("af-packet"), ...told("") },
  },
  {
    message: "vrrp_vr_add_del",
    harmful: { isAdd: 1, swIfIndex: 1, addrs: [ip4(192, 0, 2, 2)] },
    why: /a tunnel leads to 192.0.2.2/,
    harmless: { isAdd: 1, swIfIndex: 1, addrs: [ip4(192, 0, 2, 2)] },
    has: { ...ipipTo(ip4(192, 0, 2, 2)), ...frames("Loopback") },
    hasThen: { ...ipipTo(ip4(192, 0, 2, 2)), ...frames("af-packet") },
  },
  {
    message: "vrrp_vr_add_del",
    harmful: { isAdd: 1, swIfIndex: 1, flags: accepts, addrs: [ip4(192, 0, 2, 2)] },
    why: /a tunnel leads to 192.0.2.2/,
    harmless: { isAdd: 1, swIfIndex: 1, flags: 0, addrs: [ip4(192, 0, 2, 2)] },
    has: ipipTo(ip4(192, 0, 2, 2)),
    hasThen: ipipTo(ip4(192, 0, 2, 2)),
  },
  {
    message: "vrrp_vr_update",
    harmful: { swIfIndex: 1, flags: accepts, addrs: [ip4(192, 0, 2, 3), ip4(192, 0, 2, 2)] },
    why: /a tunnel leads to 192.0.2.2/,
    harmless: { swIfIndex: 1, flags: accepts, addrs: [ip4(192, 0, 2, 3)] },
    has: ipipTo(ip4(192, 0, 2, 2)),
    hasThen: ipipTo(ip4(192, 0, 2, 2)),
  },
  {
    message: "ip6_add_del_address_using_prefix",
    harmful: { isAdd: true, swIfIndex: 1, addressWithPrefix: { address: new Uint8Array(16), len: 96 } },
    why: /a tunnel leads to ::/,
    harmless: { isAdd: true, swIfIndex: 1, addressWithPrefix: { address: new Uint8Array(16).fill(1, 0, 8), len: 96 } },
    has: ipipTo(ip6),
    hasThen: ipipTo(ip6),
  },
  {
    message: "ip6_add_del_address_using_prefix",
    harmful: {
      isAdd: true,
      prefixGroup: "up",
      addressWithPrefix: { address: new Uint8Array(16).fill(1, 0, 8), len: 96 },
    },
    why: /a tunnel leads to ::/,
    harmless: {
      isAdd: true,
      prefixGroup: "up",
      addressWithPrefix: { address: new Uint8Array(16).fill(1, 8), len: 96 },
    },
    has: ipipTo(ip6),
    hasThen: ipipTo(ip6),
  },
  {
    message: "sw_interface_ip6_enable_disable",
    harmful: { swIfIndex: 7, enable: false },
    why: /virtual router 9 of IPv6 runs on interface 7/,
    harmless: { swIfIndex: 7, enable: true },
    has: router(VrrpVrFlags.VRRP_API_VR_IPV6, VrrpVrState.VRRP_API_VR_STATE_BACKUP),
    hasThen: router(VrrpVrFlags.VRRP_API_VR_IPV6, VrrpVrState.VRRP_API_VR_STATE_BACKUP),
  },
  {
    message: "sw_interface_ip6_enable_disable",
    harmful: { swIfIndex: 7 },
    why: /virtual router 9/,
    harmless: { swIfIndex: 7 },
    has: router(VrrpVrFlags.VRRP_API_VR_IPV6, VrrpVrState.VRRP_API_VR_STATE_INTF_DOWN),
    hasThen: router(VrrpVrFlags.VRRP_API_VR_IPV6, VrrpVrState.VRRP_API_VR_STATE_INIT),
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: false, swIfIndex: 7, delAll: true },
    why: /virtual router 9/,
    harmless: { isAdd: false, swIfIndex: 7, delAll: true },
    has: router(VrrpVrFlags.VRRP_API_VR_IPV6, VrrpVrState.VRRP_API_VR_STATE_MASTER),
    hasThen: router(0, VrrpVrState.VRRP_API_VR_STATE_MASTER),
  },
  {
    message: "sw_interface_set_flags",
    harmful: { swIfIndex: 7, flags: 0 },
    why: /the 2 groups of interface 7/,
    harmless: { swIfIndex: 7, flags: 1 },
    has: groups(2),
    hasThen: groups(2),
  },
  {
    message: "af_packet_create_v3",
    harmful: { hostIfName: "x".repeat(16) },
    why: /15 bytes/,
    harmless: { hostIfName: "eth0" },
  },
  {
    message: "udp_decap_add_del",
    harmful: { udpDecap: { isIp4: 2 } },
    why: /neither 0 nor 1/,
    harmless: { udpDecap: { isIp4: 1 } },
  },
  {
    message: "npol_configure_policies",
    harmful: { numRxPolicies: 2, policyIds: [1] },
    why: /more policies/,
    harmless: { numRxPolicies: 1, policyIds: [1] },
  },
  {
    message: "udp_ping_add_del",
    harmful: { startSrcPort: 5, endSrcPort: 5, startDstPort: 9, endDstPort: 65_535, interval: 1 },
    why: /65535/,
    harmless: { startSrcPort: 5, endSrcPort: 6, startDstPort: 9, endDstPort: 10, interval: 1 },
  },
  {
    message: "udp_ping_add_del",
    harmful: { startSrcPort: 5, endSrcPort: 6, startDstPort: 9, endDstPort: 10 },
    why: /interval is 0/,
    harmless: { startSrcPort: 5, endSrcPort: 6, startDstPort: 9, endDstPort: 10, dis: 1 },
  },
  {
    message: "dslite_add_del_pool_addr_range",
    harmful: wide,
    why: /more than 1024/,
    harmless: narrow,
  },
  {
    message: "nat64_add_del_pool_addr_range",
    harmful: wide,
    why: /more than 256/,
    harmless: narrow,
  },
  {
    message: "nat64_add_del_pool_addr_range",
    harmful: { ...wide, endAddr: bytes(10, 0, 0, 199) },
    why: /no room for 200 addresses/,
    harmless: { ...wide, endAddr: bytes(10, 0, 0, 199) },
    has: told("free: 300.00M"),
    hasThen: told("free: 800.00M"),
  },
  {
    message: "nat44_add_del_address_range",
    harmful: { firstIpAddress: wide.startAddr, lastIpAddress: wide.endAddr },
    why: /more than 1024/,
    harmless: { firstIpAddress: narrow.startAddr, lastIpAddress: narrow.endAddr },
  },
  {
    message: "lb_add_del_vip_v2",
    harmful: { newFlowsTableLength: 0 },
    why: /no length/,
    harmless: { newFlowsTableLength: 1024 },
  },
  { message: "memif_create_v2", harmful: { mode: 2 }, why: /neither of frames/, harmless: { mode: 1 } },
  {
    message: "mpls_ip_bind_unbind",
    harmful: { mbLabel: 0x10_0000 },
    why: /20 bits/,
    harmless: { mbLabel: 0xf_ffff },
  },
  {
    message: "sr_policy_mod",
    harmful: { operation: 1, sids: {} },
    why: /no segments/,
    harmless: { operation: 1, sids: { numSids: 1 } },
  },
  {
    message: "bier_table_add_del",
    harmful: { btIsAdd: true, btLabel: 0x10_0000 },
    why: /20 bits/,
    harmless: { btIsAdd: true, btLabel: 0xffff_ffff },
  },
  {
    message: "ip_mroute_add_del",
    harmful: withPaths(2),
    why: /more than 255 paths/,
    harmless: withPaths(1),
    has: listedPaths(254),
    hasThen: listedPaths(254),
  },
  {
    message: "ip_mroute_add_del",
    harmful: accepting(3),
    why: /accepted from no interface/,
    harmless: accepting(0),
  },
  {
    message: "ip_route_add_del",
    harmful: { isAdd: true, route: { paths: [{ proto: 3 }] } },
    why: /one of frames/,
    harmless: { isAdd: true, route: { paths: [{ proto: 1 }] } },
  },
  {
    message: "vxlan_add_del_tunnel_v3",
    harmful: { ...group, encapVrfId: 0 },
    why: /a tunnel in table 7 is to the same group/,
    harmless: { ...group, encapVrfId: 7 },
    has: inTable(7),
    hasThen: { ...inTable(7), ...told("ipv4-VRF:7, fib_index:3 flags:none") },
  },
  {
    message: "vxlan_add_del_tunnel_v3",
    harmful: { ...group, encapVrfId: 7 },
    why: /at two places/,
    harmless: { ...group, encapVrfId: 0 },
  },
  {
    message: "vxlan_add_del_tunnel_v3",
    harmful: { ...group, srcAddress: ip4(239, 1, 1, 2) },
    why: /come from a group/,
    harmless: group,
  },
  ...["geneve_add_del_tunnel2", "vxlan_gpe_add_del_tunnel_v2"].map((message) => ({
    message,
    harmful: { isAdd: true, remoteAddress: ip6, encapVrfId: 7 },
    why: /among those of IPv4/,
    harmless: { isAdd: true, remoteAddress: ip6, encapVrfId: 0 },
  })),
  {
    message: "add_del_ip_punt_redirect_v2",
    harmful: { isAdd: true, punt: { rxSwIfIndex: 1 } },
    why: /no paths/,
    harmless: { isAdd: true, punt: { rxSwIfIndex: 1, paths: [{ proto: 0 }] } },
  },
  {
    message: "sw_interface_ip6_set_link_local_address",
    harmful: { swIfIndex: 1, ip: new Uint8Array(16) },
    why: /none of a link/,
    harmless: { swIfIndex: 1, ip: Uint8Array.of(0xfe, 0x80, ...new Uint8Array(14)) },
  },
  {
    message: "vxlan_gpe_add_del_tunnel_v2",
    harmful: { isAdd: true, protocol: 3, decapVrfId: 9 },
    why: /of IPv4 only/,
    harmless: { isAdd: true, protocol: 1, decapVrfId: 9 },
  },
  {
    message: "arping",
    harmful: { swIfIndex: 1, repeat: 100, interval: 1 },
    why: /later than 8 s/,
    harmless: { swIfIndex: 1, repeat: 4, interval: 1 },
  },
  {
    message: "pppoe_add_del_cp",
    harmful: { isAdd: 1, swIfIndex: 0xffff_ffff },
    why: /no interface/,
    harmless: { isAdd: 1, swIfIndex: 1 },
  },
  {
    message: "ikev2_set_esp_transforms",
    harmful: { name: "office" },
    why: /no IKEv2 profile/,
    harmless: { name: "office" },
    hasThen: { ikev2_profile_dump: [{}] },
  },
  {
    message: "map_param_add_del_pre_resolve",
    harmful: { isAdd: true, ip4NhAddress: bytes(10, 0, 0, 1) },
    why: /already/,
    harmless: { isAdd: true, ip4NhAddress: bytes(10, 0, 0, 1) },
    has: told("MAP pre-resolve: IP6 next-hop: un-set, IP4 next-hop: 10.0.0.9 (12)"),
    hasThen: told("MAP pre-resolve: IP6 next-hop: ::9 (12), IP4 next-hop: un-set"),
  },
  {
    message: "map_param_add_del_pre_resolve",
    harmful: { isAdd: true, ip4NhAddress: bytes(10, 0, 0, 1) },
    why: /no MAP domain/,
    harmless: { isAdd: false, ip4NhAddress: bytes(10, 0, 0, 1) },
    has: told("No MAP domains are configured..."),
  },
  {
    message: "sflow_polling_interval_set",
    harmful: { pollingS: 0 },
    why: /interval is 0/,
    harmless: { pollingS: 20 },
  },
  {
    message: "ikev2_initiate_sa_init",
    harmful: { name: "office" },
    why: /name server/,
    harmless: { name: "office" },
    has: { ...peer(0), ...told("ip6 name servers:") },
    hasThen: peer(10),
  },
  {
    message: "ikev2_initiate_sa_init",
    harmful: { name: "office" },
    why: /name server/,
    harmless: { name: "office" },
    has: { ...peer(0), ...told("") },
    hasThen: { ...peer(0), ...told("ip4 name servers:") },
  },
  {
    message: "map_rule_dump",
    harmful: { domainIndex: 1 },
    why: /16 bits of PSID/,
    harmless: { domainIndex: 1 },
    has: { map_domain_dump: [{ domainIndex: 1, psidLength: 16 }] },
    hasThen: { map_domain_dump: [{ domainIndex: 1, psidLength: 8 }] },
  },
  {
    message: "nat44_ei_del_session",
    harmful: {},
    why: /static mappings only/,
    harmless: {},
    has: { nat44_ei_show_running_config: { sessions: 10, flags: 1 } },
    hasThen: { nat44_ei_show_running_config: { sessions: 10, flags: 0 } },
  },
  {
    message: "bier_imp_del",
    harmful: { biIndex: 3 },
    why: /no BIER imposition 3/,
    harmless: { biIndex: 3 },
    has: told("No such BIER imposition: 3"),
    hasThen: told("bier-imp:[3]: tbl:[sub-domain:0]"),
  },
  {
    message: "trace_set_filters",
    harmful: { flag: 2, nodeIndex: 0xffff_ffff },
    why: /no node 4294967295/,
    harmless: { flag: 2, nodeIndex: 7 },
    has: told("show node: please specify valid node"),
    hasThen: told("node ip4-lookup, type internal"),
  },
  {
    message: "sr_mobile_policy_add",
    harmful: { behavior: "end.m.gtp6.d" },
    why: /another one than t\.m\.gtp4\.d/,
    harmless: { behavior: "t.m.gtp4.d" },
  },
  {
    message: "udp_encap_del",
    harmful: { id: 4 },
    why: /no UDP encapsulation 4/,
    harmless: { id: 4 },
    hasThen: { udp_encap_dump: [{ udpEncap: { id: 4 } }] },
  },
  {
    message: "l3xc_update",
    harmful: { l3xc: { paths: [{ proto: 3 }] } },
    why: /one of frames/,
    harmless: { l3xc: { paths: [{ proto: 0 }] } },
  },
  {
    message: "l3xc_update",
    harmful: { l3xc: { swIfIndex: 3, paths: [received(3)] } },
    why: /interface 3 would receive its packets again/,
    harmless: { l3xc: { swIfIndex: 3, paths: [received(4)] } },
  },
  {
    message: "l3xc_update",
    harmful: { l3xc: { swIfIndex: 3, paths: [received(4)] } },
    why: /interface 4 has a cross-connect/,
    harmless: { l3xc: { swIfIndex: 3, paths: [received(5)] } },
    has: { l3xc_dump: [{ l3xc: { swIfIndex: 4, paths: [received(3)] } }] },
    hasThen: { l3xc_dump: [{ l3xc: { swIfIndex: 4, paths: [received(3)] } }] },
  },
  {
    message: "mpls_route_add_del",
    harmful: { mrIsAdd: true, mrRoute: { mrEos: 1, mrPaths: [{ ...intoEncapsulation4, nh: { objId: 0 } }] } },
    why: /leads into encapsulation 0/,
    harmless: { mrIsAdd: true, mrRoute: { mrEos: 1, mrPaths: [intoEncapsulation4] } },
    has: encapsulation0,
    hasThen: encapsulation4,
  },
  {
    message: "ip_route_add_del",
    harmful: { isAdd: true, route: { prefix: host6, paths: [{ ...intoEncapsulation4, nh: { objId: 0 } }] } },
    why: /leads into encapsulation 0/,
    harmless: { isAdd: true, route: { prefix: host6, paths: [intoEncapsulation4] } },
    has: encapsulation0,
    hasThen: encapsulation4,
  },
  {
    message: "mpls_route_add_del",
    harmful: { mrRoute: { mrEos: 0, mrPaths: [{ type: 9 }] } },
    why: /behind the last label/,
    harmless: { mrRoute: { mrEos: 1, mrPaths: [{ type: 9 }] } },
  },
  {
    message: "teib_entry_add_del",
    harmful: { isAdd: 1, entry: { swIfIndex: 1 } },
    why: /no tunnel of GRE or IPIP/,
    harmless: { isAdd: 1, entry: { swIfIndex: 1 } },
    has: { sw_interface_dump: [{ swIfIndex: 1, interfaceDevType: "Loopback" }] },
    hasThen: { sw_interface_dump: [{ swIfIndex: 1, supSwIfIndex: 1, interfaceDevType: "GRE tunnel device" }] },
  },
  {
    message: "teib_entry_add_del",
    harmful: { isAdd: 1, entry: { swIfIndex: 2 } },
    why: /no tunnel of GRE or IPIP/,
    harmless: { isAdd: 0, entry: { swIfIndex: 2 } },
    has: { sw_interface_dump: [{ swIfIndex: 2, supSwIfIndex: 1, interfaceDevType: "GRE tunnel device" }] },
  },
  {
    message: "teib_entry_add_del",
    harmful: { isAdd: 0, entry: { swIfIndex: 2 } },
    why: /table of GRE tunnels may end before interface 2/,
    harmless: { isAdd: 0, entry: { swIfIndex: 2 } },
    has: { ...told("GRE: gre4-input\n"), gre_tunnel_v2_dump: [{ tunnel: { swIfIndex: 1 } }] },
    hasThen: { ...told("GRE: gre4-input\n"), gre_tunnel_v2_dump: [{ tunnel: { swIfIndex: 3 } }] },
  },
  {
    message: "teib_entry_add_del",
    harmful: { isAdd: 0, entry: { swIfIndex: 2 } },
    why: /table of IP in IP tunnels may end before interface 2/,
    harmless: { isAdd: 0, entry: { swIfIndex: 2 } },
    has: told("IP_IN_IP: ipip4-input\n"),
    hasThen: { ...told("IP_IN_IP: ipip4-input\n"), ipip_tunnel_dump: [{ tunnel: { swIfIndex: 2 } }] },
  },
  {
    message: "create_vlan_subif",
    harmful: { swIfIndex: 1 },
    why: /no Ethernet/,
    harmless: { swIfIndex: 1 },
    has: { sw_interface_dump: [{ swIfIndex: 1, l2Address: [0, 0, 0, 0, 0, 0] }] },
    hasThen: { sw_interface_dump: [{ swIfIndex: 1, l2Address: [2, 0, 0, 0, 0, 1] }] },
  },
  ...[
    [
      "gpe_add_del_fwd_entry",
      (last: number) => ({ locs: [{ addr: ip4(192, 0, 2, 9) }, { addr: ip4(192, 0, 2, last) }] }),
    ],
    ["one_add_del_remote_mapping", (last: number) => ({ rlocs: [{ ipAddress: ip4(192, 0, 2, last) }] })],
    ["one_use_petr", (last: number) => ({ ipAddress: ip4(192, 0, 2, last) })],
  ].map(
    ([message, to]): Case => ({
      message: message as string,
      harmful: { isAdd: true, ...(to as (last: number) => object)(9) },
      why: /VPP has 192\.0\.2\.9 itself/,
      harmless: { isAdd: true, ...(to as (last: number) => object)(8) },
      has: told("loop1 (up):\n  L3 192.0.2.9/24\n"),
      hasThen: told("loop1 (up):\n  L3 192.0.2.9/24\n"),
    }),
  ),
  {
    message: "gpe_add_del_fwd_entry",
    harmful: { isAdd: true, vni: 7, locs: [{}] },
    why: /table 0 belongs to VNI 0/,
    harmless: { isAdd: true, vni: 7, dpTable: 5, locs: [{}] },
    has: { sw_interface_dump: [{ swIfIndex: 1, interfaceName: "lisp_gpe0" }], sw_interface_get_table: { vrfId: 0 } },
  },
  {
    message: "ip_punt_police",
    harmful: { isAdd: true, policerIndex: 13 },
    why: /no policer 13/,
    harmless: { isAdd: true, policerIndex: 13 },
    hasThen: { policer_dump_v2: [{}] },
  },
  {
    message: "one_add_del_locator",
    harmful: { isAdd: true },
    why: /interface 7 is a locator and has no IPv6 address/,
    harmless: { isAdd: true },
    has: locators(0),
    hasThen: locators(1),
  },
  {
    message: "lisp_add_del_remote_mapping",
    harmful: { isAdd: true, rlocs: [{ ipAddress: { af: 1 } }] },
    why: /interface 7 is a locator and has no IPv6 address/,
    harmless: { isAdd: false, rlocs: [{ ipAddress: { af: 1 } }] },
    has: locators(0),
    hasThen: locators(0),
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: false, swIfIndex: 7, prefix: { address: { af: 1 } } },
    why: /interface 7 is a locator of LISP and then has no IPv6 address/,
    harmless: { isAdd: false, swIfIndex: 7, prefix: { address: { af: 1 } } },
    has: locators(1),
    hasThen: locators(2),
  },
  {
    message: "one_add_del_map_resolver",
    harmful: { isAdd: true, ipAddress: ip4(192, 0, 2, 5) },
    why: /lost the way/,
    harmless: { isAdd: false, ipAddress: ip4(192, 0, 2, 5) },
  },
  {
    message: "one_map_register_enable_disable",
    harmful: { isEnable: true },
    why: /map server for ever/,
    harmless: { isEnable: false },
  },
  {
    message: "session_enable_disable_v2",
    harmful: { rtEngineType: 4 },
    why: /kind of rules/,
    harmless: { rtEngineType: 3 },
  },
  {
    message: "sw_interface_set_table",
    harmful: { swIfIndex: 0, vrfId: 1 },
    why: /local0/,
    harmless: { swIfIndex: 1, vrfId: 1 },
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { route: { src: 100 } },
    why: /no source 100/,
    harmless: { route: { src: 30 } },
    has: { fib_source_dump: [{ src: { id: 30 } }] },
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { route: { src: 16 } },
    why: /source 16 .* own parts/,
    harmless: { route: { src: 9 } },
  },
  {
    message: "mpls_route_add_del",
    harmful: { mrIsAdd: true, mrRoute: { mrEos: 1, mrEosProto: 2, mrPaths: [{ proto: 2 }] } },
    why: /label 0/,
    harmless: { mrIsAdd: true, mrRoute: { mrEos: 1, mrEosProto: 0, mrPaths: [{ proto: 2 }] } },
    has: told("MPLS-VRF:0, fib_index:0 locks:[]"),
  },
  {
    message: "sr_mpls_policy_add",
    harmful: { bsid: 16, weight: 1, segments: [0, 17] },
    why: /label 0 for the first/,
    harmless: { bsid: 16, weight: 1, segments: [17, 0] },
    has: told("MPLS-VRF:0, fib_index:0 locks:[]"),
  },
  {
    message: "nat44_ei_plugin_enable_disable",
    harmful: { enable: true, users: 0xffff_ffff },
    why: /2\^20/,
    harmless: { enable: true, users: 1024 },
  },
  {
    message: "gre_tunnel_add_del_v2",
    harmful: { isAdd: true, tunnel: { dst: ip4(192, 0, 2, 9), outerTableId: 7 } },
    why: /VPP has 192\.0\.2\.9 itself/,
    harmless: { isAdd: false, tunnel: { dst: ip4(192, 0, 2, 9), outerTableId: 7 } },
    has: told("loop0 (dn):\n  L3 192.0.2.8/24\nloop1 (up):\n  L3 192.0.2.9/24 ip4 table-id 7 fib-idx 1\n"),
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(239, 1, 1, 1) } },
    why: /a tunnel leads to 239\.1\.1\.1/,
    harmless: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(239, 1, 1, 2) } },
    has: { ...inTable(7), sw_interface_get_table: { vrfId: 7 } },
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(192, 0, 2, 9) } },
    why: /a tunnel leads to 192\.0\.2\.9/,
    harmless: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(192, 0, 2, 9) } },
    has: associationTo(ip4(192, 0, 2, 9), inTunnel),
    hasThen: associationTo(ip4(192, 0, 2, 9), inTunnel | inbound),
  },
  {
    message: "ip_route_add_del",
    harmful: {
      isAdd: true,
      route: { tableId: 0, prefix: { address: ip4(239, 0, 0, 0), len: 8 }, paths: [{ swIfIndex: 7 }] },
    },
    why: /what interface 7 sends to 239\.1\.1\.1 would be routed into it again/,
    harmless: {
      isAdd: true,
      route: { tableId: 0, prefix: { address: ip4(239, 0, 0, 0), len: 8 }, paths: [{ swIfIndex: 8 }] },
    },
    has: { ...inTable(0, 7), sw_interface_get_table: { vrfId: 0 } },
    hasThen: { ...inTable(0, 7), sw_interface_get_table: { vrfId: 0 } },
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { isAdd: true, route: { prefix: { address: ip4(203, 0, 113, 0), len: 24 }, paths: [intoEncapsulation4] } },
    why: /what UDP encapsulation 4 sends to 203\.0\.113\.5 would be routed into it again/,
    harmless: {
      isAdd: true,
      route: { prefix: { address: ip4(203, 0, 114, 0), len: 24 }, paths: [intoEncapsulation4] },
    },
    has: encapsulation4,
    hasThen: encapsulation4,
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: true, swIfIndex: 7, prefix: { address: ip4(239, 1, 1, 2), len: 24 } },
    why: /what interface 7 sends to 239\.1\.1\.1/,
    harmless: { isAdd: true, swIfIndex: 7, prefix: { address: ip4(239, 1, 2, 2), len: 24 } },
    has: inTable(0, 7),
    hasThen: inTable(0, 7),
  },
  {
    message: "lb_add_del_as",
    harmful: { asAddress: ip4(192, 0, 2, 9), port: 80 },
    why: /the server 192\.0\.2\.9 is in the virtual address 192\.0\.2\.0\/24/,
    harmless: { asAddress: ip4(192, 0, 3, 9), port: 80 },
    has: { lb_vip_dump: [{ vip: { pfx: { address: ip4(192, 0, 2, 0), len: 120 } } }] },
    hasThen: { lb_vip_dump: [{ vip: { pfx: { address: ip4(192, 0, 2, 0), len: 120 } } }] },
  },
  {
    message: "lb_add_del_as",
    harmful: { asAddress: ip4(192, 0, 2, 9), port: 80 },
    why: /the server 192\.0\.2\.9 is a virtual address of cnat/,
    harmless: { asAddress: ip4(192, 0, 2, 8), port: 80 },
    has: { cnat_translation_dump: [cnatWay(ip4(192, 0, 2, 9))] },
    hasThen: { cnat_translation_dump: [cnatWay(ip4(192, 0, 2, 9))] },
  },
  {
    message: "cnat_translation_update",
    harmful: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 1)),
    why: /192\.0\.2\.9 is a server of lb/,
    harmless: cnatWay(ip4(192, 0, 2, 8), ip4(192, 0, 2, 1)),
    has: { lb_as_dump: [{ appSrv: ip4(192, 0, 2, 9) }] },
    hasThen: { lb_as_dump: [{ appSrv: ip4(192, 0, 2, 9) }] },
  },
  {
    message: "cnat_translation_update",
    harmful: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 1)),
    why: /a backend leads back to 192\.0\.2\.9 port 80/,
    harmless: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 2)),
    has: { cnat_translation_dump: cnatRing },
    hasThen: { cnat_translation_dump: cnatRing },
  },
  {
    message: "cnat_translation_update",
    harmful: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 9)),
    why: /a backend leads back to 192\.0\.2\.9 port 80/,
    harmless: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 8)),
  },
  ...(["vip", "dstEp"] as const).map(
    (end): Case => ({
      message: "cnat_translation_update",
      harmful: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 8), end),
      why: /the address of an interface/,
      harmless: cnatWay(ip4(192, 0, 2, 9), ip4(192, 0, 2, 8)),
    }),
  ),
  ...[
    ["nat44_add_del_address_range", { firstIpAddress: narrow.startAddr, lastIpAddress: narrow.endAddr }],
    ["nat44_ei_add_del_address_range", { firstIpAddress: narrow.startAddr, lastIpAddress: narrow.endAddr }],
    ["nat44_add_del_static_mapping", { externalIpAddress: narrow.startAddr }],
    ["nat44_add_del_static_mapping_v2", { externalIpAddress: narrow.startAddr }],
    ["nat44_ei_add_del_static_mapping", { externalIpAddress: narrow.startAddr }],
    ["nat44_add_del_lb_static_mapping", { externalAddr: narrow.startAddr }],
    ["det44_add_del_map", { inAddr: bytes(10, 7, 0, 0), inPlen: 24, outAddr: narrow.startAddr, outPlen: 30 }],
  ].map(
    ([message, fields]): Case => ({
      message: message as string,
      harmful: { isAdd: true, ...(fields as object) },
      why: /a tunnel leads to 10\.0\.0\.0/,
      harmless: { isAdd: true, ...(fields as object) },
      has: ipipTo(ip4(10, 0, 0, 0)),
      hasThen: ipipTo(ip4(10, 9, 0, 0)),
    }),
  ),
  ...[
    ["nat44_address_dump", { ipAddress: bytes(192, 0, 2, 2) }],
    ["nat44_static_mapping_dump", { externalIpAddress: bytes(192, 0, 2, 2) }],
    ["nat44_lb_static_mapping_dump", { externalAddr: bytes(192, 0, 2, 2) }],
    ["nat44_ei_address_dump", { ipAddress: bytes(192, 0, 2, 2) }],
    ["nat44_ei_static_mapping_dump", { externalIpAddress: bytes(192, 0, 2, 2) }],
    ["nat64_pool_addr_dump", { address: bytes(192, 0, 2, 2) }],
    ["det44_map_dump", { outAddr: bytes(192, 0, 2, 0), outPlen: 30 }],
  ].map(
    ([dump, details]): Case => ({
      message: "ipip_add_tunnel",
      harmful: { tunnel: { dst: ip4(192, 0, 2, 2) } },
      why: /VPP has 192\.0\.2\.2 itself/,
      harmless: { tunnel: { dst: ip4(192, 0, 2, 7) } },
      has: { [dump as string]: [details] },
      hasThen: { [dump as string]: [details] },
    }),
  ),
  {
    message: "lb_add_del_vip",
    harmful: { pfx: { address: ip4(192, 0, 2, 0), len: 120 }, newFlowsTableLength: 1024 },
    why: /the server 192\.0\.2\.9 is in the virtual address/,
    harmless: { pfx: { address: ip4(192, 0, 2, 0), len: 125 }, newFlowsTableLength: 1024 },
    has: { lb_as_dump: [{ appSrv: ip4(192, 0, 2, 9) }] },
    hasThen: { lb_as_dump: [{ appSrv: ip4(192, 0, 2, 9) }] },
  },
  {
    message: "ipsec_tunnel_protect_update",
    harmful: { tunnel: { saOut: 10, saIn: [11] } },
    why: /VPP has 192\.0\.2\.9 itself/,
    harmless: { tunnel: { saOut: 10, saIn: [11] } },
    has: associationTo(ip4(192, 0, 2, 9), inTunnel),
    hasThen: associationTo(ip4(192, 0, 2, 8), inTunnel),
  },
  {
    message: "ipsec_tunnel_protect_update",
    harmful: { tunnel: { saOut: 10 } },
    why: /association 10 is for packets that are received/,
    harmless: { tunnel: { saOut: 11, saIn: [10] } },
    has: associationTo(ip4(192, 0, 2, 9), inTunnel | inbound),
    hasThen: associationTo(ip4(192, 0, 2, 9), inTunnel | inbound),
  },
  {
    message: "ipsec_spd_entry_add_del_v2",
    harmful: protects,
    why: /VPP has 192\.0\.2\.9 itself/,
    harmless: { isAdd: true, entry: { ...protects.entry, isOutbound: false } },
    has: associationTo(ip4(192, 0, 2, 9), inTunnel),
    hasThen: associationTo(ip4(192, 0, 2, 9), inTunnel),
  },
  {
    message: "sr_steering_add_del",
    harmful: steers,
    why: /the segment fc00::9 of policy fc00::b is in fc00::\/64/,
    harmless: steers,
    has: policies(64),
    hasThen: policies(65),
  },
  {
    message: "sr_policy_add_v2",
    harmful: { ...added, sids: lists(ip6Bytes(7)) },
    why: /the segment fc00::7 of policy fc00::c is in fc00::\/64/,
    harmless: { ...added, fibTable: 9, sids: lists(ip6Bytes(7)) },
    has: policies(64, [{ bsid: ip6Bytes(11), trafficType: 6, fibTable: 0, prefix: customers }]),
    hasThen: policies(64, [{ bsid: ip6Bytes(11), trafficType: 6, fibTable: 0, prefix: customers }]),
  },
  {
    message: "sr_policy_mod_v2",
    harmful: { bsidAddr: ip6Bytes(11), operation: 1, sids: lists(ip6Bytes(11), ip6Bytes(7)) },
    why: /the segment fc00::b leads into a policy/,
    harmless: { bsidAddr: ip6Bytes(11), operation: 1, sids: lists(ip6Bytes(7), ip6Bytes(11)) },
    has: policies(64),
    hasThen: policies(64),
  },
  {
    message: "sr_policy_add",
    harmful: { ...added, sids: lists(ip6Bytes(5), ip6Bytes(7)) },
    why: /the segment fc00::7 of policy fc00::c is in fc00::6\/127/,
    harmless: { ...added, sids: lists(ip6Bytes(5), ip6Bytes(7)) },
    has: { ...policies(127, [steersPair]), sr_localsids_dump: [{ addr: ip6Bytes(5) }] },
    hasThen: policies(127, [steersPair]),
  },
  {
    message: "sr_localsid_add_del_v2",
    harmful: { isDel: false, behavior: 1, localsid: ip6Bytes(9) },
    why: /the segment fc00::7 of policy fc00::b is in fc00::6\/127/,
    harmless: { isDel: false, behavior: 1, localsid: ip6Bytes(5) },
    has: policies(127, [steersPair], ip6Bytes(7)),
    hasThen: policies(127, [steersPair], ip6Bytes(7)),
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { isAdd: false, route: wayOfSegment },
    why: /the segment fc00::9 of policy fc00::b is in fc00::\/64/,
    harmless: { isAdd: false, route: { ...wayOfSegment, tableId: 7 } },
    has: policies(128, [{ bsid: ip6Bytes(11), trafficType: 6, fibTable: 0, prefix: customers }]),
    hasThen: policies(128, [{ bsid: ip6Bytes(11), trafficType: 6, fibTable: 0, prefix: customers }]),
  },
  {
    message: "ipsec_spd_entry_add_del_v2",
    harmful: { isAdd: true, entry: protectsAll },
    why: /association 10 would send again what it has sent/,
    harmless: { isAdd: true, entry: protectsAll },
    has: ruled(),
    hasThen: ruled(passesEsp),
  },
  {
    message: "ipsec_spd_entry_add_del",
    harmful: { isAdd: true, entry: { ...protectsAll, protocol: 0 } },
    why: /association 10 would send again what it has sent/,
    harmless: { isAdd: true, entry: { ...protectsAll, protocol: 6 } },
    has: ruled(),
    hasThen: ruled(),
  },
  {
    message: "ipsec_spd_entry_add_del_v2",
    harmful: { isAdd: false, entry: passesEsp },
    why: /association 10 would send again what it has sent/,
    harmless: { isAdd: false, entry: protectsAll },
    has: ruled(passesEsp, protectsAll),
    hasThen: ruled(passesEsp, protectsAll),
  },
  {
    message: "ipsec_sad_entry_update",
    harmful: { sadId: 10, isTun: true, tunnel: { src: ip4(192, 0, 2, 1), dst: ip4(192, 0, 2, 7) } },
    why: /association 10 would send again what it has sent/,
    harmless: { sadId: 10, isTun: true, tunnel: { src: ip4(192, 0, 2, 1), dst: ip4(192, 0, 2, 6) } },
    has: ruled({ ...protectsAll, remoteAddressStart: ip4(192, 0, 2, 7), remoteAddressStop: ip4(192, 0, 2, 7) }),
    hasThen: ruled({ ...protectsAll, remoteAddressStart: ip4(192, 0, 2, 7), remoteAddressStop: ip4(192, 0, 2, 7) }),
  },
  {
    message: "ipsec_sad_entry_update",
    harmful: { sadId: 10, isTun: true, tunnel: { dst: ip4(192, 0, 2, 9) } },
    why: /VPP has 192\.0\.2\.9 itself/,
    harmless: { sadId: 10, isTun: true, tunnel: { dst: ip4(192, 0, 2, 9) } },
    has: associationTo(ip4(192, 0, 2, 8), inTunnel),
    hasThen: associationTo(ip4(192, 0, 2, 8), inTunnel | inbound),
  },
  {
    message: "sw_interface_add_del_address",
    harmful: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(10, 0, 0, 1), len: 24 } },
    why: /addresses of single hosts/,
    harmless: { isAdd: true, swIfIndex: 1, prefix: { address: ip4(10, 0, 0, 1), len: 32 } },
    has: { ...shown("VXLAN"), sw_interface_get_table: { vrfId: 0 } },
  },
  {
    message: "nat64_add_del_interface",
    harmful: { isAdd: true, swIfIndex: 1 },
    why: /when NAT64 is not enabled/,
    harmless: { isAdd: false, swIfIndex: 1 },
  },
  {
    message: "svs_enable_disable",
    harmful: { isEnable: true, af: 1, tableId: 77, swIfIndex: 1 },
    why: /interface 1 has a table of source VRFs/,
    harmless: { isEnable: true, af: 1, tableId: 77, swIfIndex: 1 },
    has: { feature_is_enabled: { isEnabled: true } },
    hasThen: { feature_is_enabled: { isEnabled: false } },
  },
  {
    message: "svs_table_add_del",
    harmful: { isAdd: false, tableId: 0 },
    why: /lets go of that of others/,
    harmless: { isAdd: true, tableId: 0 },
  },
  {
    message: "pppoe_add_del_cp",
    harmful: { isAdd: 1, swIfIndex: 1 },
    why: /interface 1 comes back/,
    harmless: { isAdd: 1, swIfIndex: 1 },
    has: shown("Loopback"),
    hasThen: shown("memif interface"),
  },
  {
    message: "pppoe_add_del_cp",
    harmful: { isAdd: 0, swIfIndex: 1 },
    why: /next discovery of a client/,
    harmless: { isAdd: 1, swIfIndex: 1 },
    has: shown("memif interface"),
    hasThen: shown("memif interface"),
  },
  {
    message: "ip_neighbor_add_del",
    harmful: { isAdd: true, neighbor: { swIfIndex: 1, macAddress: bytes(255, 255, 255, 255, 255, 255) } },
    why: /comes back to interface 1/,
    harmless: { isAdd: true, neighbor: { swIfIndex: 1, macAddress: bytes(2, 0, 0, 0, 0, 1) } },
    has: shown("Loopback"),
    hasThen: shown("Loopback"),
  },
  {
    message: "ip_neighbor_add_del",
    harmful: { isAdd: true, neighbor: { swIfIndex: 1, macAddress: bytes(0, 0, 0, 0, 0, 0) } },
    why: /comes back to interface 1/,
    harmless: { isAdd: false, neighbor: { swIfIndex: 1, macAddress: bytes(0, 0, 0, 0, 0, 0) } },
    has: shown("Loopback"),
    hasThen: shown("Loopback"),
  },
  {
    message: "ip_route_add_del",
    harmful: { isAdd: true, route: { paths: [{ type: 8, swIfIndex: 1 }] } },
    why: /comes back/,
    harmless: { isAdd: false, route: { paths: [{ type: 8, swIfIndex: 1 }] } },
    has: shown("Loopback"),
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { isAdd: true, route: { tableId: 7, paths: [{ type: 9, swIfIndex: 1 }] } },
    why: /in the table of the route/,
    harmless: { isAdd: true, route: { tableId: 8, paths: [{ type: 9, swIfIndex: 1 }] } },
    has: { sw_interface_get_table: { vrfId: 7 } },
  },
  {
    message: "ip_route_add_del",
    harmful: { isAdd: true, route: { tableId: 7, prefix: host6, paths: [{ swIfIndex: 5 }] } },
    why: /interface 5 is in another table than the route/,
    harmless: { isAdd: true, route: { tableId: 8, prefix: host6, paths: [{ swIfIndex: 5 }] } },
    has: { sw_interface_get_table: { vrfId: 8 } },
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { isAdd: true, route: { tableId: 7, paths: [{ swIfIndex: 5, type: 1 }] } },
    why: /interface 5 is in another table than the route/,
    harmless: {
      isAdd: true,
      route: { tableId: 7, paths: [{ swIfIndex: 5, nh: { address: { ip4: bytes(10, 0, 0, 1) } } }] },
    },
    has: { sw_interface_get_table: { vrfId: 8 } },
  },
  {
    message: "ip_route_add_del",
    harmful: {
      isAdd: true,
      route: {
        tableId: 7,
        prefix: host6,
        paths: [
          {
            swIfIndex: 5,
            type: 7,
            rpfId: 2,
            nh: { address: { ip6: bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) } },
          },
        ],
      },
    },
    why: /interface 5 is in another table than the route/,
    harmless: { isAdd: true, route: { tableId: 7, prefix: host6, paths: [{ swIfIndex: 0, type: 7 }] } },
    has: { sw_interface_get_table: { vrfId: 8 } },
  },
  {
    message: "ip_route_add_del_v2",
    harmful: { isAdd: true, route: { tableId: 7, prefix: host6, paths: [{ swIfIndex: 0, rpfId: 2, proto: 1 }] } },
    why: /interface 0 is in another table than the route/,
    harmless: { isAdd: true, route: { tableId: 7, prefix: host6, paths: [{ swIfIndex: 0, proto: 1 }] } },
    has: { sw_interface_get_table: { vrfId: 0 } },
  },
  {
    message: "sw_interface_set_table",
    harmful: { swIfIndex: 5, vrfId: 7 },
    why: /the route to fc00::\/64 leaves by interface 5 without a next hop/,
    harmless: { swIfIndex: 6, vrfId: 7 },
    has: {
      sw_interface_get_table: { vrfId: 0 },
      ip_route_v2_dump: [{ route: { prefix: customers, paths: [{ swIfIndex: 5, type: 0 }] } }],
    },
  },
  {
    message: "sr_localsid_add_del_v2",
    harmful: { behavior: 7 },
    why: /keeps the way to a neighbour/,
    harmless: { behavior: 7, isDel: true },
  },
  {
    message: "ip6nd_send_router_solicitation",
    harmful: { irt: 1, mrt: 0 },
    why: /without pause/,
    harmless: { irt: 1, mrt: 120 },
  },
  {
    message: "http_static_enable_v5",
    harmful: { preallocFifos: 1025 },
    why: /more than 1024/,
    harmless: { preallocFifos: 1024 },
  },
  {
    message: "want_ping_finished_events",
    harmful: { repeat: 4_294_967_295, interval: 0 },
    why: /behind 1024 others/,
    harmless: { repeat: 4, interval: 0 },
  },
  {
    message: "mpls_table_add_del",
    harmful: { mtIsAdd: true },
    why: /no room/,
    harmless: { mtIsAdd: true },
    has: told(`${"t, fib_index:9 locks:[]\n".repeat(10)}free: 100.00M`),
    hasThen: told(`${"t, fib_index:9 locks:[]\n".repeat(10)}free: 800.00M`),
  },
  {
    message: "policer_input_v2",
    harmful: { swIfIndex: 1, apply: false },
    why: /has no policer/,
    harmless: { swIfIndex: 1, apply: false },
    has: { ...told("device-input: none configured"), sw_interface_dump: [{ swIfIndex: 1, interfaceName: "loop0" }] },
    hasThen: { ...told("device-input: policer-input"), sw_interface_dump: [{ swIfIndex: 1, interfaceName: "loop0" }] },
  },
];

test("no fence stands before a request that is not offered", () => {
  assert.deepEqual(
    [...fences.keys()].filter((message) => refusedMessages.has(message)),
    [],
  );
});

for (const { message, harmful, why, harmless, has, hasThen } of CASES) {
  test(`${message} is refused where VPP would end: ${why.source}`, async () => {
    const fence = fences.get(message);
    assert.ok(fence);
    assert.match((await fence(harmful as never, vppWith(has))) ?? "", why);
    assert.equal(await fence(harmless as never, vppWith(hasThen ?? has)), undefined);
  });
}
