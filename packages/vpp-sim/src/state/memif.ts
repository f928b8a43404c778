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
  return onSameFile(state, memif.socketId).find((other) => other.id === memif.id && other.role !== memif.role);
}

/** The memifs on a socket, and on others with the same file. */
export function onSameFile({ sockets, interfaces }: MemifState, socketId: number): readonly Memif[] {
  const file = sockets.get(socketId);
  return [...interfaces.values()].filter((memif) => sockets.get(memif.socketId) === file);
}
