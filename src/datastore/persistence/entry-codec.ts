/**
 * Bytes of a journal entry in the store:
 *
 *   u32 crc32 of the rest | u32 length of header | u32 length of forward | header JSON | forward | inverse
 *
 * The checksum tells a damaged entry from a good one before anything is replayed.
 */

import { crc32 } from "node:zlib";
import { type JournalEntry, StoreError } from "./store.js";

const HEAD_BYTES = 12;

export function encodeEntry(entry: JournalEntry): Buffer {
  const { forward, inverse, ...rest } = entry;
  const header = Buffer.from(JSON.stringify(rest));
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + header.length + forward.length + inverse.length);
  bytes.writeUInt32LE(header.length, 4);
  bytes.writeUInt32LE(forward.length, 8);
  bytes.set(header, HEAD_BYTES);
  bytes.set(forward, HEAD_BYTES + header.length);
  bytes.set(inverse, HEAD_BYTES + header.length + forward.length);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/** Throws StoreError when the bytes are not what `encodeEntry` made. */
export function decodeEntry(bytes: Buffer, name: string): JournalEntry {
  if (bytes.length < HEAD_BYTES || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) {
    throw new StoreError(`journal entry ${name} is damaged: its checksum does not match`);
  }
  const headerLength = bytes.readUInt32LE(4);
  const forwardLength = bytes.readUInt32LE(8);
  const forwardAt = HEAD_BYTES + headerLength;
  const header = JSON.parse(bytes.toString("utf8", HEAD_BYTES, forwardAt)) as Omit<JournalEntry, "forward" | "inverse">;
  return {
    ...header,
    forward: bytes.subarray(forwardAt, forwardAt + forwardLength),
    inverse: bytes.subarray(forwardAt + forwardLength),
  };
}
