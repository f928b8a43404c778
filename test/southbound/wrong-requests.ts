/**
 * Requests that are wrong in the usual ways, and what VPP 26.06 answers: an interface, a table or an object that is not there, one that is
 * made or deleted twice. Each conversation leaves nothing behind.
 */

import type { Message, RequestMessage, VppCaller } from "vpp-binapi-ts";
import * as api from "vpp-binapi-ts/api";
import { address, ip4Bytes, prefix } from "../../translators/ip/addresses.js";

/** An interface that is not there. */
const STRAY = 9999;
const NONE = 0xffff_ffff;

/** A request with what VPP answers, by the name of the code. */
type Exchange = readonly [message: Message<unknown>, fields: object, answer: string];

/** By what it is about. @param loop an interface of the conversation's own */
export const wrongRequests: Readonly<Record<string, (loop: number) => readonly Exchange[]>> = {
  "interfaces that are not there": () => [
    [api.SwInterfaceSetFlags, { swIfIndex: STRAY, flags: 1 }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceSetMtu, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceTagAddDel, { swIfIndex: STRAY, isAdd: true, tag: "x" }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceSetTable, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [
      api.SwInterfaceAddDelAddress,
      { swIfIndex: STRAY, isAdd: true, prefix: prefix("10.77.0.1/24") },
      "INVALID_SW_IF_INDEX",
    ],
    [
      api.SwInterfaceSetUnnumbered,
      { swIfIndex: STRAY, unnumberedSwIfIndex: STRAY, isAdd: true },
      "INVALID_SW_IF_INDEX",
    ],
    [api.SwInterfaceSetMplsEnable, { swIfIndex: STRAY, enable: true }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: STRAY, enable: true }, "INVALID_SW_IF_INDEX"],
    [
      api.IpNeighborAddDel,
      { isAdd: true, neighbor: { swIfIndex: STRAY, ipAddress: address("10.77.0.2") } },
      "INVALID_SW_IF_INDEX",
    ],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: STRAY, bdId: 1, enable: true }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceSetL2Xconnect, { rxSwIfIndex: STRAY, txSwIfIndex: STRAY, enable: true }, "INVALID_SW_IF_INDEX"],
    [api.DeleteLoopback, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.DeleteSubif, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.CreateVlanSubif, { swIfIndex: STRAY, vlanId: 7 }, "INVALID_SW_IF_INDEX"],
    [api.AclInterfaceSetAclList, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [
      api.BfdUdpAdd,
      { swIfIndex: STRAY, localAddr: address("10.77.0.1"), peerAddr: address("10.77.0.2") },
      "INVALID_SW_IF_INDEX",
    ],
    [api.QosRecordEnableDisable, { enable: true, record: { swIfIndex: STRAY, inputSource: 3 } }, "INVALID_SW_IF_INDEX"],
    [api.TapDeleteV2, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.BondDelete, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.MemifDelete, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.DeleteVhostUserIf, { swIfIndex: STRAY }, "INVALID_SW_IF_INDEX"],
    [api.IpipDelTunnel, { swIfIndex: STRAY }, "NO_SUCH_ENTRY"],
    [api.AfPacketDelete, { hostIfName: "nowhere" }, "SYSCALL_ERROR_1"],
  ],
  "interfaces that are of another kind": (loop) => [
    [api.DeleteSubif, { swIfIndex: loop }, "INVALID_SUB_SW_IF_INDEX"],
    [api.TapDeleteV2, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.BondDelete, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.MemifDelete, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.DeleteVhostUserIf, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.IpipDelTunnel, { swIfIndex: loop }, "NO_SUCH_ENTRY"],
    [api.VirtioPciDelete, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.WireguardInterfaceDelete, { swIfIndex: loop }, "INVALID_VALUE"],
    [api.IpsecItfDelete, { swIfIndex: loop }, "INVALID_SW_IF_INDEX"],
    [api.PvtiInterfaceDelete, { swIfIndex: loop }, "INVALID_VALUE"],
    [api.DeleteLoopback, { swIfIndex: 0 }, "INVALID_SW_IF_INDEX"],
    [api.SwInterfaceSetLldp, { swIfIndex: 0, enable: true }, "INVALID_VALUE"],
    [api.L2InterfaceVlanTagRewrite, { swIfIndex: 0 }, "INVALID_INTERFACE"],
    [api.L2InterfaceEfpFilter, { swIfIndex: loop, enableDisable: true }, "OK"],
    [api.HwInterfaceSetMtu, { swIfIndex: loop, mtu: 1500 }, "UNSUPPORTED"],
    [api.SwInterfaceSetPromisc, { swIfIndex: loop, promiscOn: true }, "UNSPECIFIED"],
    [api.SwInterfaceSetRxPlacement, { swIfIndex: loop, queueId: 7 }, "UNIMPLEMENTED"],
    [api.SwInterfaceSetRxMode, { swIfIndex: loop, queueIdValid: true, queueId: 7, mode: 1 }, "UNIMPLEMENTED"],
    [api.SwInterfaceSetTxPlacement, { swIfIndex: loop, queueId: 7, threads: [] }, "INVALID_QUEUE"],
    [api.SwInterfaceSetTxPlacement, { swIfIndex: loop, queueId: 0, threads: [8] }, "INVALID_VALUE"],
  ],
  "a table of an interface that has an address": (loop) => [
    [api.IpTableAddDel, { isAdd: true, table: { tableId: 771 } }, "OK"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 772 }, "NO_SUCH_FIB"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 771 }, "OK"],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: true, prefix: prefix("10.77.0.1/24") }, "OK"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 771 }, "ADDRESS_FOUND_FOR_INTERFACE"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 0 }, "ADDRESS_FOUND_FOR_INTERFACE"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 0 }, "ADDRESS_FOUND_FOR_INTERFACE"],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: false, prefix: prefix("10.77.0.1/24") }, "OK"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 0 }, "OK"],
    [api.IpTableAddDel, { isAdd: false, table: { tableId: 771 } }, "OK"],
    [api.IpTableAddDel, { isAdd: false, table: { tableId: 771 } }, "OK"],
  ],
  "addresses twice, and of others": (loop) => [
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: true, prefix: prefix("10.77.0.1/24") }, "OK"],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: true, prefix: prefix("10.77.0.1/24") }, "ADDRESS_IN_USE"],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: true, prefix: prefix("10.77.0.9/16") }, "ADDRESS_IN_USE"],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: false, prefix: prefix("10.77.0.1/25") }, "OK"],
    [
      api.SwInterfaceAddDelAddress,
      { swIfIndex: loop, isAdd: false, prefix: prefix("10.77.0.1/24") },
      "ADDRESS_NOT_FOUND_FOR_INTERFACE",
    ],
    [
      api.SwInterfaceAddDelAddress,
      { swIfIndex: loop, isAdd: false, prefix: prefix("10.77.0.1/24") },
      "ADDRESS_NOT_FOUND_FOR_INTERFACE",
    ],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: true, prefix: prefix("2001:db8:77::1/64") }, "OK"],
    [
      api.SwInterfaceAddDelAddress,
      { swIfIndex: loop, isAdd: true, prefix: prefix("2001:db8:77::1/64") },
      "DUPLICATE_IF_ADDRESS",
    ],
    [api.SwInterfaceAddDelAddress, { swIfIndex: loop, isAdd: false, prefix: prefix("2001:db8:77::1/64") }, "OK"],
    [
      api.SwInterfaceAddDelAddress,
      { swIfIndex: loop, isAdd: false, prefix: prefix("2001:db8:77::1/64") },
      "ADDRESS_NOT_FOUND_FOR_INTERFACE",
    ],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: true }, "OK"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: true }, "VALUE_EXIST"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: false }, "OK"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: false }, "OK"],
  ],
  "routes in tables that are not there, and deleted twice": (loop) => [
    [api.IpRouteAddDel, { isAdd: true, route: route(773, "198.51.100.0/24", loop) }, "NO_SUCH_FIB"],
    [api.IpRouteAddDel, { isAdd: false, route: route(773, "198.51.100.0/24", loop) }, "NO_SUCH_FIB"],
    [api.IpRouteAddDel, { isAdd: true, route: route(0, "198.51.100.0/24", loop) }, "OK"],
    [api.IpRouteAddDel, { isAdd: true, route: route(0, "198.51.100.0/24", loop) }, "OK"],
    [api.IpRouteAddDel, { isAdd: false, route: route(0, "198.51.100.0/24", loop) }, "OK"],
    [api.IpRouteAddDel, { isAdd: false, route: route(0, "198.51.100.0/24", loop) }, "OK"],
    [api.IpRouteAddDel, { isAdd: true, route: route(0, "198.51.100.0/24", STRAY) }, "NO_MATCHING_INTERFACE"],
    [
      api.IpRouteAddDel,
      { isAdd: true, route: { ...route(0, "198.51.100.0/24", loop), paths: [] } },
      "NO_PATHS_IN_ROUTE",
    ],
    [api.SetIpFlowHashV3, { tableId: 773 }, "NO_SUCH_FIB"],
    [api.IpTableFlush, { table: { tableId: 773 } }, "NO_SUCH_FIB"],
    [api.IpMrouteAddDel, { isAdd: true, route: group(773, loop) }, "NO_SUCH_FIB"],
    [api.IpMrouteAddDel, { isAdd: false, route: group(773, loop) }, "NO_SUCH_FIB"],
  ],
  "what was in a table that has gone": (loop) => [
    [api.IpTableAddDel, { isAdd: true, table: { tableId: 774 } }, "OK"],
    [api.IpRouteAddDel, { isAdd: true, route: route(774, "198.51.100.0/24", loop) }, "OK"],
    [api.IpMrouteAddDel, { isAdd: true, route: group(774, loop) }, "OK"],
    [api.IpTableAddDel, { isAdd: false, table: { tableId: 774 } }, "OK"],
    [api.IpMrouteAddDel, { isAdd: true, route: group(774, loop) }, "NO_SUCH_FIB"],
    [api.IpMrouteAddDel, { isAdd: false, route: group(774, loop) }, "NO_SUCH_FIB"],
    [api.IpRouteAddDel, { isAdd: true, route: route(774, "198.51.100.0/24", loop) }, "NO_SUCH_FIB"],
    [api.IpRouteAddDel, { isAdd: false, route: route(774, "198.51.100.0/24", loop) }, "NO_SUCH_FIB"],
    [api.SwInterfaceSetTable, { swIfIndex: loop, vrfId: 774 }, "NO_SUCH_FIB"],
  ],
  "labels in tables that are not there, or have gone": (loop) => [
    [api.MplsRouteAddDel, { mrIsAdd: true, mrRoute: labelRoute(775, loop) }, "NO_SUCH_FIB"],
    [api.MplsRouteAddDel, { mrIsAdd: false, mrRoute: labelRoute(775, loop) }, "NO_SUCH_FIB"],
    [api.MplsTableAddDel, { mtIsAdd: true, mtTable: { mtTableId: 0 } }, "OK"],
    [api.MplsTableAddDel, { mtIsAdd: true, mtTable: { mtTableId: 775 } }, "OK"],
    [api.MplsTableAddDel, { mtIsAdd: true, mtTable: { mtTableId: 775 } }, "OK"],
    [api.MplsRouteAddDel, { mrIsAdd: true, mrRoute: labelRoute(775, loop) }, "OK"],
    [api.MplsTableAddDel, { mtIsAdd: false, mtTable: { mtTableId: 775 } }, "OK"],
    [api.MplsRouteAddDel, { mrIsAdd: false, mrRoute: labelRoute(775, loop) }, "NO_SUCH_FIB"],
    [api.MplsRouteAddDel, { mrIsAdd: true, mrRoute: labelRoute(775, loop) }, "NO_SUCH_FIB"],
    [api.MplsTableAddDel, { mtIsAdd: false, mtTable: { mtTableId: 775 } }, "OK"],
    [api.MplsIpBindUnbind, binding({ mbIsBind: true, mbIpTableId: 775 }), "NO_SUCH_FIB"],
    [api.MplsIpBindUnbind, binding({ mbIsBind: false, mbIpTableId: 775 }), "NO_SUCH_FIB"],
    [api.MplsIpBindUnbind, binding({ mbIsBind: false, mbMplsTableId: 775 }), "NO_SUCH_FIB"],
    [api.MplsRouteAddDel, { mrIsAdd: true, mrRoute: { ...labelRoute(0, loop), mrPaths: [] } }, "NO_PATHS_IN_ROUTE"],
    [api.MplsRouteAddDel, { mrIsAdd: false, mrRoute: labelRoute(0, loop) }, "OK"],
    [api.MplsTableAddDel, { mtIsAdd: false, mtTable: { mtTableId: 0 } }, "OK"],
    [api.SwInterfaceSetMplsEnable, { swIfIndex: loop, enable: true }, "NO_SUCH_FIB"],
  ],
  "bridge domains that are not there, and the one that is always there": (loop) => [
    [api.BridgeDomainAddDelV2, { bdId: 776, isAdd: false }, "NO_SUCH_ENTRY"],
    [api.BridgeDomainAddDelV2, { bdId: 0, isAdd: false }, "BD_NOT_MODIFIABLE"],
    [api.BridgeDomainAddDelV2, { bdId: 776, isAdd: true }, "OK"],
    [api.BridgeDomainAddDelV2, { bdId: 776, isAdd: true }, "BD_ALREADY_EXISTS"],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: loop, bdId: 776, enable: true }, "OK"],
    [api.BridgeDomainAddDelV2, { bdId: 776, isAdd: false }, "BD_IN_USE"],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: loop, bdId: 776, enable: false }, "OK"],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: loop, bdId: 776, enable: false }, "OK"],
    [api.L2fibAddDel, { bdId: 776, mac: mac(9), swIfIndex: loop, isAdd: true }, "INVALID_SW_IF_INDEX"],
    [api.L2fibAddDel, { bdId: 776, mac: mac(9), isAdd: false }, "NO_SUCH_ENTRY"],
    [api.BdIpMacAddDel, { isAdd: false, entry: { bdId: 776, ip: address("10.77.0.2"), mac: mac(9) } }, "UNSPECIFIED"],
    [api.BdIpMacAddDel, { isAdd: true, entry: { bdId: 776, ip: address("10.77.0.2"), mac: mac(9) } }, "OK"],
    [api.BridgeDomainAddDelV2, { bdId: 776, isAdd: false }, "OK"],
    [api.BridgeFlags, { bdId: 776, isSet: true, flags: 1 }, "NO_SUCH_ENTRY"],
    [api.BridgeFlags, { bdId: 0, isSet: true, flags: 1 }, "BD_NOT_MODIFIABLE"],
    [api.BridgeDomainSetMacAge, { bdId: 776, macAge: 5 }, "NO_SUCH_ENTRY"],
    [api.BridgeDomainSetMacAge, { bdId: 0, macAge: 5 }, "BD_NOT_MODIFIABLE"],
    [api.BridgeDomainSetLearnLimit, { bdId: 776, learnLimit: 5 }, "NO_SUCH_ENTRY"],
    [api.BridgeDomainSetLearnLimit, { bdId: 0, learnLimit: 5 }, "BD_NOT_MODIFIABLE"],
    [api.BdIpMacAddDel, { isAdd: true, entry: { bdId: 776, ip: address("10.77.0.2"), mac: mac(9) } }, "NO_SUCH_ENTRY"],
    [
      api.BdIpMacAddDel,
      { isAdd: true, entry: { bdId: 0, ip: address("10.77.0.2"), mac: mac(9) } },
      "BD_NOT_MODIFIABLE",
    ],
    [api.L2fibAddDel, { bdId: 776, mac: mac(9), swIfIndex: loop, isAdd: true }, "NO_SUCH_ENTRY"],
    [api.L2fibAddDel, { bdId: 0, mac: mac(9), swIfIndex: loop, isAdd: true }, "INVALID_SW_IF_INDEX"],
    [api.BdIpMacFlush, { bdId: 776 }, "NO_SUCH_ENTRY"],
    [api.BdIpMacFlush, { bdId: 0 }, "BD_NOT_MODIFIABLE"],
    [api.L2fibFlushBd, { bdId: 0 }, "OK"],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: loop, bdId: 0, enable: true }, "OK"],
    [api.BridgeDomainAddDelV2, { bdId: 0, isAdd: false }, "BD_NOT_MODIFIABLE"],
    [api.SwInterfaceSetL2Bridge, { rxSwIfIndex: loop, bdId: 0, enable: false }, "OK"],
  ],
  "neighbours that are not there": (loop) => [
    [api.IpNeighborAddDel, { isAdd: false, neighbor: neighbour(loop) }, "NO_SUCH_ENTRY"],
    [api.IpNeighborAddDel, { isAdd: true, neighbor: neighbour(loop) }, "OK"],
    [api.IpNeighborAddDel, { isAdd: true, neighbor: neighbour(loop) }, "OK"],
    [api.IpNeighborAddDel, { isAdd: false, neighbor: neighbour(loop) }, "OK"],
    [api.IpNeighborAddDel, { isAdd: false, neighbor: neighbour(loop) }, "NO_SUCH_ENTRY"],
  ],
  "access lists that are not there": (loop) => [
    [api.AclDel, { aclIndex: 779 }, "NO_SUCH_ENTRY"],
    [api.AclAddReplace, { aclIndex: 779, r: [] }, "NO_SUCH_ENTRY"],
    [api.AclInterfaceSetAclList, { swIfIndex: loop, nInput: 1, acls: [779] }, "NO_SUCH_ENTRY"],
    [api.AclInterfaceSetAclList, { swIfIndex: loop, nInput: 2, acls: [779] }, "NO_SUCH_ENTRY"],
    [api.MacipAclDel, { aclIndex: 779 }, "NO_SUCH_ENTRY"],
    [api.MacipAclAddReplace, { aclIndex: 779, r: [] }, "NO_SUCH_ENTRY"],
    [api.MacipAclInterfaceAddDel, { isAdd: true, swIfIndex: loop, aclIndex: 779 }, "NO_SUCH_ENTRY"],
    [api.MacipAclInterfaceAddDel, { isAdd: false, swIfIndex: loop, aclIndex: 779 }, "NO_SUCH_ENTRY"],
  ],
  "tunnels twice, to nowhere, and of two families": (loop) => [
    ...twice(api.VxlanAddDelTunnelV3, { ...vxlan("192.0.2.1", "192.0.2.2"), decapNextIndex: NONE }, [
      "OK",
      "TUNNEL_EXIST",
      "OK",
      "NO_SUCH_ENTRY",
    ]),
    [api.VxlanAddDelTunnelV3, { isAdd: true, ...vxlan("192.0.2.1", "2001:db8::2") }, "INVALID_VALUE"],
    [api.VxlanAddDelTunnelV3, { isAdd: false, ...vxlan("192.0.2.1", "2001:db8::2") }, "INVALID_VALUE"],
    [api.VxlanAddDelTunnelV3, { isAdd: true, ...vxlan("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [api.VxlanAddDelTunnelV3, { isAdd: false, ...vxlan("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    ...twice(api.GeneveAddDelTunnel2, { ...geneve("192.0.2.1", "192.0.2.2"), decapNextIndex: NONE }, [
      "OK",
      "TUNNEL_EXIST",
      "OK",
      "NO_SUCH_ENTRY",
    ]),
    [api.GeneveAddDelTunnel2, { isAdd: false, ...geneve("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [api.GeneveAddDelTunnel2, { isAdd: true, ...geneve("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [
      api.GeneveAddDelTunnel2,
      { isAdd: true, ...geneve("192.0.2.1", "192.0.2.2"), decapNextIndex: 77 },
      "INVALID_DECAP_NEXT",
    ],
    ...twice(api.GtpuAddDelTunnel, { ...gtpu("192.0.2.1", "192.0.2.2"), decapNextIndex: NONE }, [
      "OK",
      "TUNNEL_EXIST",
      "OK",
      "NO_SUCH_ENTRY",
    ]),
    [api.GtpuAddDelTunnel, { isAdd: false, ...gtpu("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [api.GtpuAddDelTunnel, { isAdd: true, ...gtpu("192.0.2.1", "192.0.2.2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [api.GreTunnelAddDelV2, { isAdd: true, tunnel: gre(781) }, "NO_SUCH_FIB"],
    [api.GreTunnelAddDelV2, { isAdd: false, tunnel: gre(781) }, "NO_SUCH_FIB"],
    [api.GreTunnelAddDelV2, { isAdd: false, tunnel: gre(0) }, "NO_SUCH_ENTRY"],
    [
      api.IpipAddTunnel,
      { tunnel: { instance: NONE, src: address("192.0.2.1"), dst: address("192.0.2.2"), tableId: 781 } },
      "NO_SUCH_FIB",
    ],
    [
      api.TeibEntryAddDel,
      { isAdd: 0, entry: { swIfIndex: loop, peer: address("10.77.0.2"), nh: address("192.0.2.2") } },
      "NO_SUCH_ENTRY",
    ],
    [
      api.TeibEntryAddDel,
      { isAdd: 0, entry: { swIfIndex: loop, peer: address("10.77.0.2"), nh: address("192.0.2.2"), nhTableId: 781 } },
      "NO_SUCH_ENTRY",
    ],
  ],
  "tunnels whose ends VPP looks at before their table, or behind it": (loop) => [
    [api.GreTunnelAddDelV2, { isAdd: true, tunnel: { ...gre(781), dst: address("192.0.2.1") } }, "SAME_SRC_DST"],
    [api.GreTunnelAddDelV2, { isAdd: true, tunnel: { ...gre(0), dst: address("2001:db8::2") } }, "INVALID_PROTOCOL"],
    [api.VxlanAddDelTunnelV3, { isAdd: true, ...vxlan("192.0.2.1", "192.0.2.1"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    [api.VxlanAddDelTunnelV3, { isAdd: true, ...vxlan("192.0.2.1", "2001:db8::2"), encapVrfId: 781 }, "NO_SUCH_FIB"],
    ...twice(api.VxlanAddDelTunnelV3, { ...vxlan("::1", "192.0.2.2"), decapNextIndex: NONE }, [
      "OK",
      "TUNNEL_EXIST",
      "OK",
      "NO_SUCH_ENTRY",
    ]),
    [api.GeneveAddDelTunnel2, { isAdd: true, ...geneve("::", "0.0.0.0"), decapNextIndex: NONE }, "SAME_SRC_DST"],
    ...twice(api.GeneveAddDelTunnel2, { ...geneve("2001:db8::1", "192.0.2.2"), decapNextIndex: NONE }, [
      "OK",
      "TUNNEL_EXIST",
      "OK",
      "NO_SUCH_ENTRY",
    ]),
    [
      api.WireguardPeerAddV2,
      { peer: { swIfIndex: loop, publicKey: new Uint8Array(32), allowedIps: [] } },
      "INVALID_VALUE",
    ],
  ],
  "sessions of BFD that are not there": (loop) => [
    [api.BfdUdpDel, bfd(loop, "10.77.0.1", "10.77.0.2"), "BFD_ENOENT"],
    [api.BfdUdpMod, { ...bfd(loop, "10.77.0.1", "10.77.0.2"), desiredMinTx: 100, detectMult: 3 }, "BFD_ENOENT"],
    [api.BfdUdpMod, { ...bfd(loop, "10.77.0.1", "2001:db8::2"), desiredMinTx: 100, detectMult: 3 }, "INVALID_ARGUMENT"],
    [api.BfdUdpSessionSetFlags, bfd(loop, "10.77.0.1", "2001:db8::2"), "INVALID_ARGUMENT"],
    [api.BfdUdpSessionSetFlags, bfd(STRAY, "10.77.0.1", "10.77.0.2"), "INVALID_SW_IF_INDEX"],
    [api.BfdUdpAuthDeactivate, bfd(loop, "10.77.0.1", "2001:db8::2"), "INVALID_ARGUMENT"],
    [api.BfdUdpAuthActivate, { ...bfd(loop, "10.77.0.1", "10.77.0.2"), confKeyId: 783 }, "BFD_ENOENT"],
    [api.BfdUdpAdd, { ...bfd(loop, "10.77.0.1", "2001:db8::2"), desiredMinTx: 100, detectMult: 3 }, "INVALID_ARGUMENT"],
    [api.BfdAuthDelKey, { confKeyId: 783 }, "BFD_ENOENT"],
    [api.BfdAuthSetKey, { confKeyId: 783, keyLen: 16, authType: 2 }, "BFD_NOTSUPP"],
    [api.BfdAuthSetKey, { confKeyId: 783, keyLen: 0, authType: 4 }, "INVALID_VALUE"],
    [api.BfdAuthSetKey, { confKeyId: 783, keyLen: 21, authType: 4 }, "INVALID_VALUE"],
  ],
  "mappings of NAT44 twice, and before it is enabled": (loop) => [
    [api.Nat44AddDelStaticMappingV2, { isAdd: true, ...mapping() }, "UNSUPPORTED"],
    [
      api.Nat44LbStaticMappingAddDelLocal,
      { isAdd: true, externalAddr: ip4Bytes("10.77.9.9"), externalPort: 80 },
      "UNSUPPORTED",
    ],
    [api.Nat44EdPluginEnableDisable, { enable: false }, "FEATURE_ALREADY_DISABLED"],
    [api.Nat44DelSession, { protocol: 6 }, "UNSUPPORTED"],
    [api.Nat44EdPluginEnableDisable, { enable: true, flags: 2 }, "UNSUPPORTED"],
    [api.Nat44EiAddDelInterfaceAddr, { isAdd: false, swIfIndex: loop }, "FEATURE_ALREADY_DISABLED"],
    [api.Nat44EdPluginEnableDisable, { enable: true, sessions: 1000 }, "OK"],
    [api.Nat44EdPluginEnableDisable, { enable: true, sessions: 1000 }, "FEATURE_ALREADY_ENABLED"],
    ...twice(api.Nat44AddDelIdentityMapping, identity(0), ["OK", "VALUE_EXIST", "OK", "NO_SUCH_ENTRY"]),
    ...twice(api.Nat44AddDelIdentityMapping, identity(784), ["OK", "VALUE_EXIST", "OK", "NO_SUCH_ENTRY"]),
    [api.Nat44AddDelStaticMappingV2, { isAdd: false, ...mapping() }, "NO_SUCH_ENTRY"],
    [api.Nat44AddDelAddressRange, { isAdd: false, ...range("10.77.9.9") }, "NO_SUCH_ENTRY"],
    ...twice(api.Nat44AddDelAddressRange, range("10.77.9.9"), ["OK", "VALUE_EXIST", "OK", "NO_SUCH_ENTRY"]),
    [api.Nat44InterfaceAddDelFeature, { isAdd: false, flags: 0x20, swIfIndex: loop }, "NO_SUCH_ENTRY"],
    [
      api.Nat44LbStaticMappingAddDelLocal,
      { isAdd: true, externalAddr: ip4Bytes("10.77.9.9"), externalPort: 80 },
      "NO_SUCH_ENTRY",
    ],
    [api.Nat44EdPluginEnableDisable, { enable: false }, "OK"],
    [api.Nat44EdPluginEnableDisable, { enable: false }, "FEATURE_ALREADY_DISABLED"],
  ],
  "prefixes of NPTv6, and of NAT66 before it is enabled": (loop) => [
    [api.Npt66BindingAddDel, { isAdd: false, swIfIndex: loop, ...npt66(48) }, "NO_SUCH_ENTRY"],
    [api.Npt66BindingAddDel, { isAdd: false, swIfIndex: loop, ...npt66(72) }, "NO_SUCH_ENTRY"],
    [api.Npt66BindingAddDel, { isAdd: true, swIfIndex: loop, ...npt66(72) }, "INVALID_VALUE"],
    ...twice(api.Npt66BindingAddDel, { swIfIndex: loop, ...npt66(48) }, ["OK", "OK", "OK", "NO_SUCH_ENTRY"]),
    [api.Nat66AddDelInterface, { isAdd: true, swIfIndex: loop }, "UNNAMED"],
    [api.Nat66PluginEnableDisable, { enable: false }, "OK"],
  ],
  "policers that can measure nothing": () => [
    [api.PolicerAdd, { name: "wrong", infos: { cir: 100, cb: 1000n, eir: 100 } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { cir: 100, cb: 1000n, eb: 1000n } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { cir: 100 } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { cb: 1000n } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { type: 2, cir: 100, cb: 1000n, eir: 200 } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { type: 3, cir: 100, cb: 1000n, eir: 50, eb: 10n } }, "INVALID_VALUE"],
    [api.PolicerAdd, { name: "wrong", infos: { rateType: 2 } }, "INVALID_VALUE"],
  ],
  "settings of an interface that VPP does not take": (loop) => [
    [api.SwInterfaceSetInterfaceName, { swIfIndex: loop, name: "" }, "INVALID_VALUE"],
    [api.SwInterfaceSpanEnableDisable, { swIfIndexFrom: NONE, swIfIndexTo: loop }, "INVALID_INTERFACE"],
    [api.SwInterfaceSpanEnableDisable, { swIfIndexFrom: loop, swIfIndexTo: NONE, state: 1 }, "INVALID_INTERFACE"],
    [api.IpNeighborConfig, { af: 9 }, "INVALID_ADDRESS_FAMILY"],
    [
      api.QosMarkEnableDisable,
      { enable: true, mark: { swIfIndex: loop, mapId: 789, outputSource: 3 } },
      "NO_SUCH_TABLE",
    ],
    [
      api.QosMarkEnableDisable,
      { enable: false, mark: { swIfIndex: loop, mapId: 789, outputSource: 3 } },
      "VALUE_EXIST",
    ],
    [api.FlowprobeInterfaceAddDel, { isAdd: true, swIfIndex: loop, which: 3 }, "INVALID_VALUE"],
    [api.FlowprobeInterfaceAddDel, { isAdd: true, swIfIndex: loop, direction: 3 }, "INVALID_VALUE"],
    [api.VrrpVrAddDel, { isAdd: 0, swIfIndex: loop, vrId: 0, priority: 1, interval: 1 }, "INVALID_VALUE"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: true }, "OK"],
    [api.SwInterfaceIp6ndRaConfig, { swIfIndex: loop, maxInterval: 3 }, "INVALID_VALUE"],
    [api.SwInterfaceIp6ndRaConfig, { swIfIndex: loop, isNo: true, initialCount: 4 }, "INVALID_VALUE"],
    [api.SwInterfaceIp6EnableDisable, { swIfIndex: loop, enable: false }, "OK"],
  ],
  "objects that other features do not have": () => [
    [api.PolicerDel, { policerIndex: 785 }, "NO_SUCH_ENTRY"],
    [api.ClassifyAddDelSession, { isAdd: true, tableIndex: 785 }, "NO_SUCH_TABLE"],
    [api.ClassifyAddDelTable, { isAdd: false, tableIndex: 785 }, "INVALID_VALUE"],
    [api.AbfPolicyAddDel, { isAdd: false, policy: { policyId: 785 } }, "INVALID_VALUE"],
    [api.SrPolicyDel, { bsidAddr: address("2001:db8::785").un.ip6 }, "UNSPECIFIED"],
    [api.SrMplsPolicyDel, { bsid: 785 }, "UNSPECIFIED"],
    [
      api.SrLocalsidAddDelV2,
      { isDel: true, localsid: address("2001:db8::785").un.ip6, behavior: 1 },
      "INVALID_SW_IF_INDEX",
    ],
    [api.IpsecSadEntryDel, { id: 785 }, "NO_SUCH_ENTRY"],
    [api.IpsecSpdAddDel, { isAdd: false, spdId: 785 }, "NO_SUCH_ENTRY"],
    [api.IpsecSadBind, { saId: 785, worker: 50 }, "INVALID_VALUE"],
    [api.WireguardPeerRemove, { peerIndex: 785 }, "NO_SUCH_ENTRY"],
    [api.CnatTranslationDel, { id: 785 }, "NO_SUCH_ENTRY"],
    [api.VrrpVrStartStop, { swIfIndex: STRAY, vrId: 7 }, "NO_SUCH_ENTRY"],
    [api.MapDelDomain, { index: 785 }, "UNSPECIFIED"],
    [api.L2tpv3SetLookupKey, { key: 59 }, "INVALID_VALUE"],
    [api.SyslogSetFilter, { severity: 59 }, "INVALID_VALUE"],
    [
      api.SyslogSetSender,
      {
        srcAddress: ip4Bytes("10.77.0.1"),
        collectorAddress: ip4Bytes("10.77.0.2"),
        collectorPort: 5,
        vrfId: 788,
        maxMsgSize: 480,
      },
      "NO_SUCH_FIB",
    ],
    [api.BierTableAddDel, { btIsAdd: false, btTblId: { btSet: 9 } }, "OK"],
    [api.DhcpProxyConfig, { ...relay(787), isAdd: false }, "OK"],
    [api.SvsTableAddDel, { isAdd: true, af: 145, tableId: 786 }, "INVALID_ADDRESS_FAMILY"],
    [api.PuntSocketDeregister, { punt: { type: 0, punt: { l4: { af: 0, protocol: 17, port: 7850 } } } }, "UNSPECIFIED"],
  ],
};

/** Sends a conversation about a loopback of its own. Returns the codes that VPP answers with, beside those of the table. */
export async function converse(vpp: VppCaller, exchanges: (loop: number) => readonly Exchange[]) {
  const { swIfIndex } = await vpp.call(api.CreateLoopback, {});
  const told: string[] = [];
  const expected: string[] = [];
  for (const [message, fields, answer] of exchanges(swIfIndex)) {
    told.push(`${message.name}: ${await codeOf(vpp, message, fields)}`);
    expected.push(`${message.name}: ${answer}`);
  }
  await vpp.call(api.DeleteLoopback, { swIfIndex });
  return { told, expected };
}

async function codeOf(vpp: VppCaller, message: Message<unknown>, fields: object): Promise<string> {
  return vpp.call(message as RequestMessage<object, unknown>, fields).then(
    () => "OK",
    ({ codeName, message: reason }) => codeName ?? reason,
  );
}

/** Makes it twice, and deletes it twice. */
function twice(
  message: Message<unknown>,
  fields: object,
  answers: readonly [string, string, string, string],
): readonly Exchange[] {
  return answers.map((answer, index) => [message, { ...fields, isAdd: index < 2 }, answer] as const);
}

function route(tableId: number, to: string, swIfIndex: number) {
  return { tableId, prefix: prefix(to), paths: [path(swIfIndex)] };
}

function path(swIfIndex: number) {
  return { swIfIndex, weight: 1, nh: { address: { ip4: ip4Bytes("10.77.0.2") } } };
}

function group(tableId: number, swIfIndex: number) {
  const grpAddress = { ip4: ip4Bytes("232.7.7.7") };
  return { tableId, prefix: { grpAddressLength: 32, grpAddress }, paths: [{ itfFlags: 2, path: path(swIfIndex) }] };
}

function labelRoute(mrTableId: number, swIfIndex: number) {
  return { mrTableId, mrLabel: 777, mrEos: 1, mrPaths: [path(swIfIndex)] };
}

function binding(fields: object) {
  return { mbLabel: 778, mbPrefix: prefix("10.77.0.0/24"), ...fields };
}

function neighbour(swIfIndex: number) {
  return { swIfIndex, ipAddress: address("10.77.0.2"), macAddress: mac(2), flags: 1 };
}

function vxlan(from: string, to: string) {
  return { instance: NONE, srcAddress: address(from), dstAddress: address(to), vni: 780 };
}

function geneve(from: string, to: string) {
  return { localAddress: address(from), remoteAddress: address(to), vni: 780 };
}

function gtpu(from: string, to: string) {
  return { srcAddress: address(from), dstAddress: address(to), teid: 780 };
}

function gre(tableId: number) {
  return { instance: NONE, src: address("192.0.2.1"), dst: address("192.0.2.2"), outerTableId: tableId };
}

function bfd(swIfIndex: number, from: string, to: string) {
  return { swIfIndex, localAddr: address(from), peerAddr: address(to) };
}

function mapping() {
  const addresses = { localIpAddress: ip4Bytes("10.77.0.5"), externalIpAddress: ip4Bytes("10.77.9.9") };
  return { ...addresses, flags: 8, externalSwIfIndex: NONE };
}

function identity(vrfId: number) {
  return { ipAddress: ip4Bytes("10.77.9.9"), protocol: 6, port: 80, swIfIndex: NONE, vrfId };
}

function range(from: string) {
  return { firstIpAddress: ip4Bytes(from), lastIpAddress: ip4Bytes(from), vrfId: NONE };
}

function relay(rxVrfId: number) {
  return { rxVrfId, serverVrfId: rxVrfId, dhcpServer: address("10.77.0.2"), dhcpSrcAddress: address("10.77.0.1") };
}

function npt66(length: number) {
  const of = (text: string) => ({ address: address(text).un.ip6, len: length });
  return { internal: of("fd00:77::"), external: of("2001:db8:77::") };
}

function mac(last: number): Uint8Array {
  return Uint8Array.of(2, 0, 0, 0, 0, last);
}
