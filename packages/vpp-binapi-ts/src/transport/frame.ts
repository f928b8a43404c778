import type { Buffer } from "node:buffer";
import type { ByteWriter } from "../codec/byte-writer.js";

/**
 * Every message on the socket, in both directions, follows 16 bytes:
 *
 *     0        8          12       16
 *     | unused | u32 size | unused | message of `size` bytes ...
 *
 * The size is big-endian. What VPP puts into the unused parts (a pointer, for one) means nothing to a client.
 */
export const frameHeaderSize = 16;

const sizeOffset = 8;

/** Leaves room for a frame header; gives the place to hand to `endFrame` once the message is written. */
export function beginFrame(writer: ByteWriter): number {
  const start = writer.offset;
  writer.zeros(frameHeaderSize);
  return start;
}

export function endFrame(writer: ByteWriter, start: number): void {
  writer.patchU32(start + sizeOffset, writer.offset - start - frameHeaderSize);
}

/** The size of the message behind the frame header at `offset`. */
export function frameMessageSize(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset + sizeOffset);
}
