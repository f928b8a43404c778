import {
  AfPacketCreate,
  AfPacketCreateV2,
  AfPacketCreateV3,
  AfPacketDelete,
  AfPacketDump,
  AfPacketSetL4CksumOffload,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { randomMac } from "../state/random.js";
import type { Vpp } from "../state/vpp.js";

import { fitting, NAME_SIZE } from "../values.js";

/** Interfaces on Linux devices (plugin af_packet). Which devices there are is an option of the simulator. */
export const afPacket: Feature = {
  name: "af-packet",
  handlers: [
    answer(AfPacketCreate, (vpp, { hostIfName, useRandomHwAddr, hwAddr }) =>
      create(vpp, hostIfName, useRandomHwAddr ? undefined : hwAddr),
    ),
    answer(AfPacketCreateV2, (vpp, { hostIfName, useRandomHwAddr, hwAddr }) =>
      create(vpp, hostIfName, useRandomHwAddr ? undefined : hwAddr),
    ),
    answer(AfPacketCreateV3, (vpp, { mode, hostIfName, useRandomHwAddr, hwAddr }) => {
      if (mode !== MODE_ETHERNET && mode !== MODE_IP) return { retval: Retval.INVALID_VALUE, swIfIndex: NONE };
      return create(vpp, hostIfName, useRandomHwAddr ? undefined : hwAddr);
    }),
    answer(AfPacketDelete, (vpp, { hostIfName }) => {
      const gone = vpp.interfaces.get(vpp.afPackets.get(hostIfName) ?? NONE);
      if (gone === undefined) return { retval: Retval.SYSCALL_ERROR_1 };
      vpp.afPackets.delete(hostIfName);
      deleteInterface(vpp, gone);
      return { retval: Retval.OK };
    }),
    answerDump(AfPacketDump, function* (vpp) {
      const inOrder = [...vpp.afPackets].sort(([, left], [, right]) => left - right);
      for (const [hostIfName, swIfIndex] of inOrder) yield { swIfIndex, hostIfName };
    }),
    // VPP does not look whether the interface exists.
    answer(AfPacketSetL4CksumOffload, () => ({ retval: Retval.OK })),
  ],
};

const MODE_ETHERNET = 1;
const MODE_IP = 2;
const INTERRUPT = 2;

function create(vpp: Vpp, hostIfName: string, mac: Uint8Array | undefined) {
  const device = fitting(hostIfName, NAME_SIZE);
  const existing = vpp.afPackets.get(device);
  if (existing !== undefined) return { retval: Retval.IF_ALREADY_EXISTS, swIfIndex: existing };
  if (!vpp.hostDevices.has(device)) return { retval: Retval.INVALID_INTERFACE, swIfIndex: 0 };
  const { swIfIndex } = addInterface(vpp, {
    kind: "af-packet",
    deviceType: "af-packet",
    name: fitting(`host-${device}`, NAME_SIZE),
    mac: mac ?? randomMac(vpp.random),
    isLinkUp: true,
    rxQueues: [{ mode: INTERRUPT }],
  });
  vpp.afPackets.set(device, swIfIndex);
  return { retval: Retval.OK, swIfIndex };
}
