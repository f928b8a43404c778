import type { Message } from "vpp-binapi-ts";
import {
  LcpDefaultNsGet,
  LcpDefaultNsSet,
  LcpEthertypeEnable,
  LcpEthertypeGet,
  LcpItfPairAddDelV3,
  type LcpItfPairDetails,
  LcpItfPairGet,
  LcpItfPairGetReply,
  LcpItfPairGetV2,
  LcpItfPairGetV2Reply,
  LcpItfPairReplaceBegin,
  LcpItfPairReplaceEnd,
  LcpOsiProtoEnable,
  LcpOsiProtoGet,
  LcpSyncUnnumberedGet,
  LcpSyncUnnumberedSet,
} from "vpp-binapi-ts/api";
import { answer, answerStream, type Feature, type Stream } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { swapped16 } from "./byte-order.js";

interface Settings {
  readonly netns: string;
  readonly copiesUnnumbered: boolean;
}

const pairs = recordsOf<LcpItfPairDetails>("linux-pairs", (pair, swIfIndex) => pair.phySwIfIndex === swIfIndex);
const settings = recordsOf<Settings>("linux-control-plane");

/**
 * Interfaces that Linux sees too (plugin linux_cp). The recorded VPP had no /dev/vhost-net and could make no pair: this follows
 * VPP's source, and nothing appears in Linux.
 */
export const linuxCp: Feature = {
  name: "linux-cp",
  // In the table of messages, and never sent.
  events: [LcpItfPairGetV2Reply],
  handlers: [
    answer(LcpDefaultNsSet, (vpp, { netns }) => set(vpp, { netns })),
    answer(LcpDefaultNsGet, (vpp) => ({ netns: settingsOf(vpp).netns })),
    answer(LcpSyncUnnumberedSet, (vpp, { isEnable }) => set(vpp, { copiesUnnumbered: isEnable })),
    answer(LcpSyncUnnumberedGet, (vpp) => ({ retval: Retval.OK, isEnable: settingsOf(vpp).copiesUnnumbered })),
    answer(LcpItfPairAddDelV3, (vpp, asked) => {
      const refuse = (retval: number) => ({ retval, vifIndex: NONE, hostSwIfIndex: NONE });
      const paired = vpp.interfaces.get(asked.swIfIndex);
      const known = pairs(vpp).get(String(asked.swIfIndex));
      if (paired === undefined) return refuse(Retval.INVALID_SW_IF_INDEX);
      if (!asked.isAdd) return refuse(known === undefined ? Retval.INVALID_SW_IF_INDEX : unpair(vpp, known));
      if (known !== undefined) return refuse(Retval.VALUE_EXIST);
      if (asked.hostIfName === "") return refuse(Retval.INVALID_ARGUMENT);
      const parent = paired.part && pairs(vpp).get(String(paired.part.supSwIfIndex));
      if (paired.part !== undefined && parent === undefined) return refuse(Retval.INVALID_SW_IF_INDEX);
      if (!vpp.hasVhostNet) return refuse(Retval.SYSCALL_ERROR_1);
      const host = addHost(vpp, paired, parent);
      const { hostIfName, hostIfType, netns } = asked;
      const made: LcpItfPairDetails = {
        phySwIfIndex: paired.swIfIndex,
        hostSwIfIndex: host.swIfIndex,
        vifIndex: FIRST_LINUX_INDEX + host.swIfIndex,
        hostIfName,
        hostIfType,
        netns: netns === "" ? settingsOf(vpp).netns : netns,
      };
      pairs(vpp).set(String(paired.swIfIndex), made);
      return { retval: Retval.OK, vifIndex: made.vifIndex, hostSwIfIndex: made.hostSwIfIndex };
    }),
    answerStream(LcpItfPairGet, (vpp) => allPairs(vpp)),
    // VPP answers this one with the reply of the older one.
    { ...answerStream(LcpItfPairGetV2, (vpp) => allPairs(vpp)), end: LcpItfPairGetReply as Message<unknown> },
    answer(LcpItfPairReplaceBegin, () => ({ retval: Retval.OK })),
    answer(LcpItfPairReplaceEnd, () => ({ retval: Retval.OK })),
    answer(LcpEthertypeEnable, (vpp, { ethertype }) => {
      // VPP does not swap what it is asked.
      const type = swapped16(ethertype);
      if (!FREE_ETHERTYPES.has(type)) return { retval: Retval.INVALID_VALUE };
      passed(vpp).set(`ethertype ${type}`, { ethertype: type });
      return { retval: Retval.OK };
    }),
    answer(LcpEthertypeGet, (vpp) => {
      const types = Array.from(passed(vpp).values(), ({ ethertype }) => ethertype ?? []).flat();
      return { retval: Retval.OK, ethertypes: types.sort((one, other) => one - other) };
    }),
    answer(LcpOsiProtoEnable, (vpp, { osiProto }) => {
      if (!OSI_PROTOCOLS.has(osiProto)) return { retval: Retval.INVALID_REGISTRATION };
      passed(vpp).set(`osi ${osiProto}`, { osiProto });
      return { retval: Retval.OK };
    }),
    answer(LcpOsiProtoGet, (vpp) => {
      const protocols = Array.from(passed(vpp).values(), ({ osiProto }) => osiProto ?? []).flat();
      return { retval: Retval.OK, osiProtos: Uint8Array.from(protocols).sort() };
    }),
  ],
};

/** What goes to Linux beside IP and ARP, until VPP starts anew. */
const passed = recordsOf<{ readonly ethertype?: number; readonly osiProto?: number }>("linux-passed-types");

/** Some of those that VPP knows and has no use for: RARP, XNS, 802.1X, LACP, MACsec, loopback. */
const FREE_ETHERTYPES: ReadonlySet<number> = new Set([0x0600, 0x8035, 0x8809, 0x88e5, 0x888e, 0x9000]);
/** Those that VPP knows. */
const OSI_PROTOCOLS: ReadonlySet<number> = new Set([
  0x00, 0x01, 0x03, 0x08, 0x09, 0x0c, 0x80, 0x81, 0x82, 0x83, 0x85, 0x8a, 0x8c,
]);

/** Linux has interfaces of its own before. */
const FIRST_LINUX_INDEX = 100;

/** Of no pairs VPP says that it stopped at the beginning. */
function allPairs(vpp: Vpp): Stream<LcpItfPairDetails> {
  const all = [...pairs(vpp).values()];
  return { details: all, retval: Retval.OK, cursor: all.length === 0 ? 0 : NONE };
}

/** `show lcp phy local0`, of which it tells the first line, and no pair since local0 has none. */
export function showLinuxNamespace(vpp: Vpp): string {
  return `lcp default netns '${settingsOf(vpp).netns || "<unset>"}'\n`;
}

function settingsOf(vpp: Vpp): Settings {
  return settings(vpp).get("") ?? { netns: "", copiesUnnumbered: true };
}

function set(vpp: Vpp, changed: Partial<Settings>) {
  settings(vpp).set("", { ...settingsOf(vpp), ...changed });
  return { retval: Retval.OK };
}

/** VPP's end of the host interface: a tap, or a sub-interface of the parent's tap. */
function addHost(vpp: Vpp, paired: Interface, parent: LcpItfPairDetails | undefined): Interface {
  if (paired.part === undefined || parent === undefined) {
    return addInterface(vpp, {
      kind: "tap",
      deviceType: "virtio",
      name: `tap${FIRST_TAP + paired.swIfIndex}`,
      mac: paired.mac,
      isLinkUp: true,
    });
  }
  const { kind, deviceType, name } = vpp.interfaces.get(parent.hostSwIfIndex)!;
  return addInterface(vpp, {
    kind,
    deviceType,
    name: `${name}.${paired.part.subId}`,
    mtu: 0,
    part: { ...paired.part, supSwIfIndex: parent.hostSwIfIndex },
  });
}

/** Above those that the clients number. */
const FIRST_TAP = 4096;

function unpair(vpp: Vpp, { phySwIfIndex, hostSwIfIndex }: LcpItfPairDetails): number {
  pairs(vpp).delete(String(phySwIfIndex));
  const host = vpp.interfaces.get(hostSwIfIndex);
  if (host !== undefined) deleteInterface(vpp, host);
  return Retval.OK;
}
