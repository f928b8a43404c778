import {
  CollectDetailedInterfaceStats,
  HwInterfaceSetMtu,
  type IfType,
  type SubIfFlags,
  SwInterfaceAddDelMacAddress,
  SwInterfaceClearStats,
  SwInterfaceDump,
  SwInterfaceEvent,
  SwInterfaceGetMacAddress,
  SwInterfaceRxPlacementDump,
  SwInterfaceSetFlags,
  SwInterfaceSetInterfaceName,
  SwInterfaceSetMacAddress,
  SwInterfaceSetMtu,
  SwInterfaceSetPromisc,
  SwInterfaceSetRxMode,
  SwInterfaceSetRxPlacement,
  SwInterfaceSetTxPlacement,
  SwInterfaceTagAddDel,
  SwInterfaceTxPlacementGet,
  WantInterfaceEvents,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { IF_FLAG, type Interface, type InterfacePart, SUB_IF_FLAG, statusFlags } from "../state/interface.js";
import { hasLink, setAdminUp } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";
import { TYPE_P2P } from "./p2p-ethernet.js";
import { backboneDetails } from "./pbb-tag-rewrite.js";

/** What all interfaces have in common (vnet/interface). */
export const interfaceFeature: Feature = {
  name: "interface",
  events: [SwInterfaceEvent],
  handlers: [
    answerDump(SwInterfaceDump, function* (vpp, { swIfIndex, nameFilterValid, nameFilter }) {
      const wanted = nameFilterValid ? nameFilter.toLowerCase() : "";
      for (const shown of selected(vpp, swIfIndex, true)) {
        if (shown.name.toLowerCase().includes(wanted)) yield details(vpp, shown);
      }
    }),
    onInterface(SwInterfaceSetFlags, (vpp, changed, { flags }) => {
      const isUp = (flags & IF_FLAG.adminUp) !== 0;
      const whole = changed.part === undefined ? undefined : vpp.interfaces.get(changed.part.supSwIfIndex);
      // A point-to-point part comes up alone.
      if (isUp && whole?.isAdminUp === false && changed.part?.type !== TYPE_P2P) return Retval.UNSPECIFIED;
      setAdminUp(vpp, changed, isUp);
      return Retval.OK;
    }),
    onInterface(SwInterfaceSetMtu, (_vpp, changed, { mtu }) => {
      changed.mtu = mtu;
      return Retval.OK;
    }),
    onInterface(HwInterfaceSetMtu, (_vpp, changed, { mtu }) => {
      if (changed.kind === "local") return Retval.FEATURE_DISABLED;
      if (changed.kind === "loopback") return Retval.UNSUPPORTED;
      changed.linkMtu = mtu;
      changed.mtu = [mtu, ...changed.mtu.slice(1)];
      return Retval.OK;
    }),
    onInterface(SwInterfaceSetMacAddress, (_vpp, changed, { macAddress }) => {
      if (changed.kind === "local") return Retval.UNIMPLEMENTED;
      changed.mac = macAddress;
      return Retval.OK;
    }),
    answer(SwInterfaceGetMacAddress, (vpp, { swIfIndex }) => {
      const asked = vpp.interfaces.get(swIfIndex);
      return asked === undefined
        ? { retval: Retval.INVALID_SW_IF_INDEX }
        : { retval: Retval.OK, macAddress: asked.mac };
    }),
    onInterface(SwInterfaceAddDelMacAddress, (vpp, { swIfIndex, kind, part }, { addr, isAdd }) => {
      if (kind === "local") return Retval.UNIMPLEMENTED;
      const whole = part?.supSwIfIndex ?? swIfIndex;
      const key = `${whole} ${addr}`;
      if (isAdd) secondaryMacs(vpp).set(key, { swIfIndex: whole, mac: addr });
      else secondaryMacs(vpp).delete(key);
      return Retval.OK;
    }),
    onInterface(SwInterfaceTagAddDel, (_vpp, changed, { isAdd, tag }) => {
      if (isAdd && tag === "") return Retval.INVALID_VALUE;
      // 64 bytes fit the message, VPP keeps the first 63.
      changed.tag = isAdd ? fitting(tag, NAME_SIZE) : "";
      return Retval.OK;
    }),
    onInterface(SwInterfaceSetInterfaceName, (vpp, changed, { name }) => {
      if (name === "") return Retval.INVALID_VALUE;
      changed.name = fitting(name, NAME_SIZE);
      vpp.interfaceGeneration++;
      return Retval.OK;
    }),
    onInterface(SwInterfaceSetPromisc, (_vpp, { kind }) => {
      if (kind === "local") return Retval.INVALID_VALUE;
      return kind === "loopback" || kind === "af-packet" ? Retval.UNSPECIFIED : Retval.OK;
    }),
    onInterface(SwInterfaceSetRxMode, (_vpp, changed, { mode, queueIdValid, queueId }) => {
      if (queueIdValid && changed.rxQueues[queueId] === undefined) return Retval.UNIMPLEMENTED;
      changed.rxQueues.forEach((queue, index) => {
        if (!queueIdValid || index === queueId) queue.mode = mode;
      });
      return Retval.OK;
    }),
    answerDump(SwInterfaceRxPlacementDump, function* (vpp, { swIfIndex }) {
      for (const { swIfIndex: shown, rxQueues } of selected(vpp, swIfIndex, false)) {
        for (const [queueId, { mode }] of rxQueues.entries()) yield { swIfIndex: shown, queueId, workerId: 0, mode };
      }
    }),
    // The simulated VPP has its main thread only. As in VPP without workers, any worker is accepted and none is taken.
    onInterface(SwInterfaceSetRxPlacement, (_vpp, { rxQueues }, { queueId }) =>
      rxQueues[queueId] === undefined ? Retval.UNIMPLEMENTED : Retval.OK,
    ),
    onInterface(SwInterfaceSetTxPlacement, (vpp, changed, asked) => {
      if (asked.threads.some((thread) => thread !== 0)) return Retval.INVALID_VALUE;
      if (!hasTxQueue(changed) || asked.queueId !== 0) return Retval.INVALID_QUEUE;
      txPlacements(vpp).set(String(asked.swIfIndex), asked);
      return Retval.OK;
    }),
    answerStream(SwInterfaceTxPlacementGet, (vpp, { swIfIndex: asked }) => {
      const details = [...selected(vpp, asked, false)].filter(hasTxQueue).map(({ swIfIndex }) => ({
        swIfIndex,
        threads: txPlacements(vpp).get(String(swIfIndex))?.threads ?? [],
      }));
      return { details, retval: details.length > 0 ? Retval.OK : Retval.NO_SUCH_ENTRY, cursor: details.length };
    }),
    answer(CollectDetailedInterfaceStats, (vpp, { swIfIndex }) => ({
      retval: vpp.interfaces.get(swIfIndex) === undefined ? Retval.INVALID_VALUE : Retval.OK,
    })),
    answer(SwInterfaceClearStats, (vpp, { swIfIndex }) => ({
      retval: swIfIndex === NONE || vpp.interfaces.get(swIfIndex) ? Retval.OK : Retval.INVALID_SW_IF_INDEX,
    })),
    answer(WantInterfaceEvents, (vpp, { enableDisable, pid }, { clientIndex }) => {
      const subscribed = vpp.subscriptions.interfaces;
      if (subscribed.has(clientIndex) === (enableDisable !== 0)) return { retval: Retval.INVALID_REGISTRATION };
      if (enableDisable !== 0) subscribed.set(clientIndex, pid);
      else subscribed.delete(clientIndex);
      return { retval: Retval.OK };
    }),
  ],
};

const txPlacements = recordsOf<SwInterfaceSetTxPlacement>(
  "tx-placement",
  (placement, swIfIndex) => placement.swIfIndex === swIfIndex,
);

/** VPP keeps them when the interface is deleted, and the next one gets them; here it is the next one with the number. */
export const secondaryMacs = recordsOf<{ readonly swIfIndex: number; readonly mac: Uint8Array }>("secondary-macs");

/** What receives sends, too; one queue is enough here. */
function hasTxQueue({ rxQueues }: Interface): boolean {
  return rxQueues.length > 0;
}

/** The interfaces that a dump means: one, or all for 0xffffffff and, in some dumps, for 0 too. */
function selected(vpp: Vpp, swIfIndex: number, isZeroAll: boolean): Iterable<Interface> {
  if (swIfIndex === NONE || (isZeroAll && swIfIndex === 0)) return vpp.interfaces.values();
  const one = vpp.interfaces.get(swIfIndex);
  return one === undefined ? [] : [one];
}

function details(vpp: Vpp, shown: Interface) {
  return {
    swIfIndex: shown.swIfIndex,
    supSwIfIndex: shown.part?.supSwIfIndex ?? shown.swIfIndex,
    l2Address: shown.mac,
    flags: statusFlags({ ...shown, isLinkUp: hasLink(vpp, shown) }),
    linkSpeed: shown.linkSpeed,
    linkMtu: shown.linkMtu,
    mtu: shown.mtu,
    interfaceName: shown.name,
    interfaceDevType: shown.deviceType,
    tag: shown.tag,
    ...shown.tagRewrite,
    ...(shown.part !== undefined && partDetails(shown.part)),
    ...backboneDetails(shown),
  };
}

function partDetails({ type, subId, subIfFlags, outerVlanId, innerVlanId }: InterfacePart) {
  const tags = (subIfFlags & SUB_IF_FLAG.twoTags) !== 0 ? 2 : (subIfFlags & SUB_IF_FLAG.oneTag) !== 0 ? 1 : 0;
  return {
    type: type as IfType,
    subId,
    subNumberOfTags: tags,
    subOuterVlanId: outerVlanId,
    subInnerVlanId: innerVlanId,
    subIfFlags: subIfFlags as SubIfFlags,
  };
}
