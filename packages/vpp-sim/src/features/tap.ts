import { SwInterfaceTapV2Dump, TapCreateV3, TapDeleteV2 } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { randomMac } from "../state/random.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";

/**
 * Taps (plugin tap). The recorded VPP had no /dev/vhost-net and could make none: creation follows VPP's source, and
 * nothing appears in Linux.
 */
export const tap: Feature = {
  name: "tap",
  handlers: [
    answer(TapCreateV3, (vpp, asked) => {
      const id = asked.id === NONE ? lowestFree(vpp) : asked.id;
      if (isTaken(vpp, id)) return { retval: Retval.INVALID_INTERFACE, swIfIndex: NONE };
      const ringSizes = [asked.rxRingSz, asked.txRingSz].map((size) => size || DEFAULT_RING_SIZE);
      if (!ringSizes.every(isPowerOfTwo)) return { retval: Retval.INVALID_VALUE, swIfIndex: NONE };
      if (!vpp.hasVhostNet) return { retval: Retval.SYSCALL_ERROR_1, swIfIndex: NONE };
      const added = addInterface(vpp, {
        kind: "tap",
        deviceType: "virtio",
        name: `tap${id}`,
        mac: asked.useRandomMac ? randomMac(vpp.random) : asked.macAddress,
        isLinkUp: true,
        rxQueues: Array.from({ length: Math.max(asked.numRxQueues, 1) }, () => ({ mode: INTERRUPT })),
      });
      added.tag = fitting(asked.tag, NAME_SIZE);
      const [rxRingSz, txRingSz] = ringSizes;
      vpp.taps.set(added.swIfIndex, {
        id,
        details: {
          rxRingSz,
          txRingSz,
          hostMtuSize: asked.hostMtuSet ? asked.hostMtuSize : 0,
          hostMacAddr: asked.hostMacAddrSet ? asked.hostMacAddr : randomMac(vpp.random),
          tapFlags: asked.tapFlags,
          hostIfName: asked.hostIfNameSet ? fitting(asked.hostIfName, NAME_SIZE) : `tap${id}`,
          ...(asked.hostIp4PrefixSet && { hostIp4Prefix: asked.hostIp4Prefix }),
          ...(asked.hostIp6PrefixSet && { hostIp6Prefix: asked.hostIp6Prefix }),
          ...(asked.hostNamespaceSet && { hostNamespace: fitting(asked.hostNamespace, NAME_SIZE) }),
          ...(asked.hostBridgeSet && { hostBridge: fitting(asked.hostBridge, NAME_SIZE) }),
        },
      });
      return { retval: Retval.OK, swIfIndex: added.swIfIndex };
    }),
    onInterface(TapDeleteV2, (vpp, gone) => {
      if (!vpp.taps.delete(gone.swIfIndex)) return Retval.INVALID_SW_IF_INDEX;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(SwInterfaceTapV2Dump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, name } of vpp.interfaces.values()) {
        const shown = vpp.taps.get(swIfIndex);
        if (shown === undefined || (asked !== NONE && asked !== swIfIndex)) continue;
        yield { swIfIndex, id: shown.id, devName: name, ...shown.details };
      }
    }),
  ],
};

const DEFAULT_RING_SIZE = 256;
const INTERRUPT = 2;

function isTaken(vpp: Vpp, id: number): boolean {
  for (const tap of vpp.taps.values()) if (tap.id === id) return true;
  return false;
}

function lowestFree(vpp: Vpp): number {
  let id = 0;
  while (isTaken(vpp, id)) id++;
  return id;
}

function isPowerOfTwo(size: number): boolean {
  return (size & (size - 1)) === 0;
}
