import { Buffer } from "node:buffer";
import { VppEncodeError } from "../errors/codec-errors.js";
import type { ByteWriter } from "./byte-writer.js";
import type { WireType } from "./wire-type.js";

/** Text as UTF-8. `length` is the size on the wire of a fixed string, undefined for a counted one. */
export interface StringType extends WireType<string> {
  readonly kind: "string";
  readonly length: number | undefined;
}

/**
 * `string x[N]`: N bytes with a NUL after the text; what follows the NUL is ignored. Text of exactly N bytes has no room for
 * the NUL and is sent as it is: VPP 26.06 refuses it (ACL tags, with INVALID_VALUE) or cuts it (policer names).
 */
export function fixedString(length: number): StringType {
  return {
    kind: "string",
    length,
    minSize: length,
    zeroWhenAbsent: true,
    write(writer, value = "") {
      refuseOther(value);
      const start = writer.allot(length);
      const size = putText(writer, start, value, length);
      if (size > length) throw new VppEncodeError("", `text of ${size} bytes, at most ${length} fit`);
      writer.bytes.fill(0, start + size, start + length);
    },
    read(reader) {
      const { bytes } = reader;
      const start = reader.take(length);
      let end = start;
      while (end < start + length && bytes[end] !== 0) end++;
      return bytes.toString("utf8", start, end);
    },
  };
}

/** `string x[]`: a u32 with the number of bytes, then the bytes, without a NUL. */
export const countedString: StringType = {
  kind: "string",
  length: undefined,
  minSize: 4,
  zeroWhenAbsent: true,
  write(writer, value = "") {
    refuseOther(value);
    const text = Buffer.from(value, "utf8");
    writer.u32(text.length);
    writer.block(text, text.length);
  },
  read(reader) {
    const length = reader.u32();
    const start = reader.take(length);
    return reader.bytes.toString("utf8", start, start + length);
  },
};

/** Writes the text where it fits; gives its size in bytes. */
function putText(writer: ByteWriter, start: number, text: string, room: number): number {
  const { bytes } = writer;
  // Names are short and ASCII nearly always, and then a loop is several times faster than a native conversion.
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127 || index === room) return putUtf8(bytes, start, text, room);
    bytes[start + index] = code;
  }
  return text.length;
}

function putUtf8(bytes: Buffer, start: number, text: string, room: number): number {
  const size = Buffer.byteLength(text, "utf8");
  if (size <= room) bytes.write(text, start, size, "utf8");
  return size;
}

function refuseOther(value: unknown): void {
  if (typeof value !== "string") throw new VppEncodeError("", `text expected, not ${typeof value}`);
}
