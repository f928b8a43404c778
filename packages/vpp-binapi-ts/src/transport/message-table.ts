import type { MessageTableEntry } from "../api/memclnt.js";
import { type Message, tableName } from "../codec/message.js";
import { VppUnknownMessageError } from "../errors/vpp-errors.js";

/** The messages that the connected VPP has, each under `name_crc`, with the id that it has in this session. */
export class MessageTable {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #names: ReadonlyMap<number, string>;
  readonly #idsByName: ReadonlyMap<string, number>;
  /** Ids by descriptor, once asked for: putting name and CRC together for every request would cost more than the rest. */
  readonly #known = new Map<Message<unknown>, number>();

  constructor(entries: readonly MessageTableEntry[]) {
    this.#ids = new Map(entries.map(({ name, index }) => [name, index]));
    this.#names = new Map(entries.map(({ name, index }) => [index, name.slice(0, name.lastIndexOf("_"))]));
    this.#idsByName = new Map([...this.#names].map(([id, name]) => [name, id]));
  }

  get size(): number {
    return this.#ids.size;
  }

  /** All messages as `name_crc`. */
  get names(): readonly string[] {
    return [...this.#ids.keys()];
  }

  has(message: Message<unknown>): boolean {
    return this.#ids.has(tableName(message));
  }

  /** Throws VppUnknownMessageError, which tells a missing message from one of another version. */
  idOf(message: Message<unknown>): number {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const id = this.#ids.get(tableName(message));
    if (id !== undefined) {
      this.#known.set(message, id);
      return id;
    }
    throw new VppUnknownMessageError(message.name, message.crc, this.crcOf(message.name));
  }

  /** The id of the message with this name, whatever its CRC. */
  idOfName(name: string): number | undefined {
    return this.#idsByName.get(name);
  }

  /** The CRC under which VPP has a message of this name. */
  crcOf(name: string): string | undefined {
    for (const entry of this.#ids.keys()) {
      const end = entry.lastIndexOf("_");
      if (end === name.length && entry.startsWith(name)) return entry.slice(end + 1);
    }
    return undefined;
  }

  /** The ids of the messages whose name (without CRC) fits. */
  idsOf(fits: (name: string) => boolean): Set<number> {
    return new Set([...this.#names].filter(([, name]) => fits(name)).map(([id]) => id));
  }

  /** The name (without CRC) of the message with an id, undefined where the table has none. */
  nameOf(id: number): string | undefined {
    return this.#names.get(id);
  }
}
