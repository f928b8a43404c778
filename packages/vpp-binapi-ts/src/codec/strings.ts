import { Buffer } from "node:buffer";
import { VppEncodeError } from "../errors/codec-errors.js";
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
      const text = utf8(value);
      if (text.length > length) {
        throw new VppEncodeError("", `text of ${text.length} bytes, at most ${length} fit`);
      }
      writer.block(text, length);
    },
    read(reader) {
      const start = reader.take(length);
      const nul = reader.bytes.subarray(start, start + length).indexOf(0);
      return reader.bytes.toString("utf8", start, start + (nul === -1 ? length : nul));
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
    const text = utf8(value);
    writer.u32(text.length);
    writer.block(text, text.length);
  },
  read(reader) {
    const length = reader.u32();
    const start = reader.take(length);
    return reader.bytes.toString("utf8", start, start + length);
  },
};

function utf8(value: string): Buffer {
  if (typeof value !== "string") throw new VppEncodeError("", `text expected, not ${typeof value}`);
  return Buffer.from(value, "utf8");
}
