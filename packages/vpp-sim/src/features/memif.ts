import {
  MemifCreateV2,
  MemifDelete,
  MemifDump,
  MemifSocketFilenameAddDelV2,
  MemifSocketFilenameDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { type Interface, statusFlags } from "../state/interface.js";
import { addInterface, deleteInterface, setAdminUp } from "../state/interfaces.js";
import { isZero } from "../state/ip.js";
import { MEMIF_FOLDER, MEMIF_ROLE, type Memif, onSameFile, peerOf } from "../state/memif.js";
import { randomMac } from "../state/random.js";
import type { Vpp } from "../state/vpp.js";
import { fitting } from "../values.js";
import { onInterface } from "./on-interface.js";

/** Shared-memory interfaces and their socket files (plugin memif). Two memifs of this VPP on one file find each other. */
export const memif: Feature = {
  name: "memif",
  handlers: [
    answer(MemifSocketFilenameAddDelV2, (vpp, { isAdd, socketId: asked, socketFilename }) => {
      const socketId = isAdd && asked === NONE ? vpp.memif.socketIds.next() : asked;
      const retval = isAdd ? addSocket(vpp, socketId, socketFilename) : deleteSocket(vpp, socketId);
      return { retval, socketId };
    }),
    answerDump(MemifSocketFilenameDump, function* (vpp) {
      for (const [socketId, socketFilename] of vpp.memif.sockets) yield { socketId, socketFilename };
    }),
    answer(MemifCreateV2, (vpp, asked) => {
      const refused = refusal(vpp, asked);
      if (refused !== undefined) return { retval: refused, swIfIndex: 0 };
      const { id, socketId, role, mode } = asked;
      if (onSameFile(vpp.memif, socketId).filter((other) => other.role === MEMIF_ROLE.slave).length > MOST_SLAVES)
        throw new VppDies("of more slaves than its own socket lets wait: it waits for itself");
      const isIp = mode === MODE_IP;
      const { swIfIndex } = addInterface(vpp, {
        kind: "memif",
        deviceType: "memif",
        name: `memif${socketId}/${id}`,
        ...(isIp ? { mtu: 0 } : { mac: isZero(asked.hwAddr) ? randomMac(vpp.random) : asked.hwAddr }),
      });
      vpp.memif.interfaces.set(swIfIndex, {
        swIfIndex,
        id,
        socketId,
        role,
        mode,
        isZeroCopy: !asked.noZeroCopy,
        ringSize: asked.ringSize || DEFAULT_RING_SIZE,
        bufferSize: asked.bufferSize || DEFAULT_BUFFER_SIZE,
      });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(MemifDelete, (vpp, gone) => {
      if (gone.kind !== "memif") return Retval.INVALID_SW_IF_INDEX;
      const deleted = vpp.memif.interfaces.get(gone.swIfIndex)!;
      // VPP does so while the two shake hands, which lasts some milliseconds.
      if (deleted.role === MEMIF_ROLE.master && peerOf(vpp.memif, deleted) !== undefined)
        throw new VppDies("of a master that goes before its slave in the same VPP");
      // The other end loses its link.
      setAdminUp(vpp, gone, false);
      vpp.memif.interfaces.delete(gone.swIfIndex);
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(MemifDump, function* (vpp) {
      for (const shown of vpp.interfaces.values()) {
        const memif = vpp.memif.interfaces.get(shown.swIfIndex);
        if (memif !== undefined) yield details(shown, memif);
      }
    }),
  ],
};

const MODE_IP = 1;
const FILE_NAME_SIZE = 107;
/** Connections that wait on a socket, the one that is being made apart. */
const MOST_SLAVES = 5;
const DEFAULT_RING_SIZE = 1024;
const DEFAULT_BUFFER_SIZE = 2048;

function addSocket(vpp: Vpp, socketId: number, name: string): number {
  if (socketId === 0 || name === "") return Retval.INVALID_ARGUMENT;
  const isWhole = /^(\/|abstract:)/.test(name);
  const file = fitting(isWhole ? name : `${MEMIF_FOLDER}/${name}`, FILE_NAME_SIZE);
  const existing = vpp.memif.sockets.get(socketId);
  if (existing !== undefined && existing !== file) return Retval.ENTRY_ALREADY_EXISTS;
  vpp.memif.sockets.set(socketId, file);
  return Retval.OK;
}

function deleteSocket(vpp: Vpp, socketId: number): number {
  if (socketId === 0 || !vpp.memif.sockets.has(socketId)) return Retval.INVALID_ARGUMENT;
  if (usersOf(vpp, socketId).length > 0) return Retval.UNEXPECTED_INTF_STATE;
  vpp.memif.sockets.delete(socketId);
  return Retval.OK;
}

function refusal(vpp: Vpp, asked: Pick<Memif, "id" | "socketId" | "role" | "ringSize">): number | undefined {
  if (!vpp.memif.sockets.has(asked.socketId)) return Retval.INVALID_ARGUMENT;
  if ((asked.ringSize & (asked.ringSize - 1)) !== 0) return Retval.INVALID_ARGUMENT;
  const users = usersOf(vpp, asked.socketId);
  // A socket serves one role only, and each id once.
  const isTaken = users.some(({ id, role }) => id === asked.id || role !== asked.role);
  return isTaken ? Retval.SUBIF_ALREADY_EXISTS : undefined;
}

function usersOf(vpp: Vpp, socketId: number): Memif[] {
  return [...vpp.memif.interfaces.values()].filter((memif) => memif.socketId === socketId);
}

/** Ring and buffer sizes show only at the end that made the rings: the slave, once it is connected. */
function details(shown: Interface, memif: Memif) {
  const isSlave = memif.role === MEMIF_ROLE.slave;
  const hasRings = isSlave && shown.isLinkUp;
  return {
    swIfIndex: shown.swIfIndex,
    hwAddr: shown.mac,
    id: memif.id,
    role: memif.role,
    mode: memif.mode,
    zeroCopy: isSlave && memif.isZeroCopy,
    socketId: memif.socketId,
    ringSize: hasRings ? memif.ringSize : 1,
    bufferSize: hasRings ? memif.bufferSize : 0,
    flags: statusFlags(shown),
    ifName: shown.name,
  };
}
