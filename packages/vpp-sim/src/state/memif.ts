import { RandomU32 } from "./random.js";

export const MEMIF_ROLE = { master: 0, slave: 1 } as const;

/** What a memif is created with, beside what every interface has. */
export interface Memif {
  readonly swIfIndex: number;
  readonly id: number;
  readonly socketId: number;
  readonly role: number;
  readonly mode: number;
  readonly isZeroCopy: boolean;
  readonly ringSize: number;
  readonly bufferSize: number;
}

export interface MemifState {
  /** File name of each socket id. */
  readonly sockets: Map<number, string>;
  /** By sw_if_index. */
  readonly interfaces: Map<number, Memif>;
  readonly socketIds: RandomU32;
}

/** The folder that VPP puts relative and abstract socket names below. */
export const MEMIF_FOLDER = "/run/vpp";

export function newMemifState(): MemifState {
  return {
    sockets: new Map([[0, `${MEMIF_FOLDER}/memif.sock`]]),
    interfaces: new Map(),
    socketIds: new RandomU32(),
  };
}

/** The other end: same file and id, the other role. Both ends may live in one VPP. */
export function peerOf(state: MemifState, memif: Memif): Memif | undefined {
  const file = state.sockets.get(memif.socketId);
  for (const other of state.interfaces.values()) {
    const isSameFile = state.sockets.get(other.socketId) === file;
    if (isSameFile && other.id === memif.id && other.role !== memif.role) return other;
  }
  return undefined;
}
