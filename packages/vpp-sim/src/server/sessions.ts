import type { Connection } from "./connection.js";

/** Bit 31 marks the clients of the socket, apart from those of shared memory. */
const SOCKET_CLIENT = 0x80000000;

/** Which connection each client index belongs to. VPP sends a reply to the index in the request, and not to the socket that asked. */
export class Sessions {
  /** Slot 0 is the listening socket's; a slot that is free again is taken first. */
  readonly #slots: (Connection | undefined)[] = [undefined];

  open(connection: Connection): number {
    const free = this.#slots.indexOf(undefined, 1);
    const slot = free < 0 ? this.#slots.length : free;
    this.#slots[slot] = connection;
    return (SOCKET_CLIENT | slot) >>> 0;
  }

  close(clientIndex: number): void {
    this.#slots[clientIndex & ~SOCKET_CLIENT] = undefined;
  }

  /** Of all sessions that are open. */
  *clientIndexes(): Generator<number> {
    for (const slot of this.#slots.keys()) if (this.#slots[slot] !== undefined) yield (SOCKET_CLIENT | slot) >>> 0;
  }

  /** Undefined for an index that was never given out, and for one without bit 31. */
  get(clientIndex: number): Connection | undefined {
    return (clientIndex & SOCKET_CLIENT) === 0 ? undefined : this.#slots[clientIndex & ~SOCKET_CLIENT];
  }
}
