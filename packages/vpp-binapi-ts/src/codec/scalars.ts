import { VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { WireType } from "./wire-type.js";

export type ScalarName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f64" | "bool";

/** A number or truth value of fixed size. Integers are big-endian; f64 is little-endian, as VPP 26.06 sends it. */
export interface ScalarType<T> extends WireType<T> {
  readonly kind: "scalar";
  readonly name: ScalarName;
}

export const u8 = smallInteger(
  "u8",
  1,
  0,
  0xff,
  (w, v) => w.u8(v),
  (r) => r.u8(),
);
export const i8 = smallInteger(
  "i8",
  1,
  -0x80,
  0x7f,
  (w, v) => w.u8(v),
  (r) => (r.u8() << 24) >> 24,
);
export const u16 = smallInteger(
  "u16",
  2,
  0,
  0xffff,
  (w, v) => w.u16(v),
  (r) => r.u16(),
);
export const i16 = smallInteger(
  "i16",
  2,
  -0x8000,
  0x7fff,
  (w, v) => w.u16(v),
  (r) => (r.u16() << 16) >> 16,
);
export const u32 = smallInteger(
  "u32",
  4,
  0,
  0xffff_ffff,
  (w, v) => w.u32(v),
  (r) => r.u32(),
);
export const i32 = smallInteger(
  "i32",
  4,
  -0x8000_0000,
  0x7fff_ffff,
  (w, v) => w.u32(v),
  (r) => r.i32(),
);

export const u64 = largeInteger("u64", 0n, 2n ** 64n - 1n, (reader) => reader.u64());
export const i64 = largeInteger("i64", -(2n ** 63n), 2n ** 63n - 1n, (reader) => reader.i64());

export const f64: ScalarType<number> = {
  kind: "scalar",
  name: "f64",
  minSize: 8,
  zeroWhenAbsent: true,
  write(writer, value = 0) {
    if (typeof value !== "number") throw unfit("f64", value);
    writer.f64LittleEndian(value);
  },
  read: (reader) => reader.f64LittleEndian(),
};

export const bool: ScalarType<boolean> = {
  kind: "scalar",
  name: "bool",
  minSize: 1,
  zeroWhenAbsent: true,
  write(writer, value = false) {
    if (typeof value !== "boolean") throw unfit("bool", value);
    writer.u8(value ? 1 : 0);
  },
  read: (reader) => reader.u8() !== 0,
};

/** The scalars by the names that the API language gives them. */
export const scalars: Readonly<Record<ScalarName, ScalarType<number> | ScalarType<bigint> | ScalarType<boolean>>> = {
  u8,
  u16,
  u32,
  u64,
  i8,
  i16,
  i32,
  i64,
  f64,
  bool,
};

function smallInteger(
  name: ScalarName,
  size: number,
  min: number,
  max: number,
  put: (writer: ByteWriter, value: number) => void,
  get: (reader: ByteReader) => number,
): ScalarType<number> {
  return {
    kind: "scalar",
    name,
    minSize: size,
    zeroWhenAbsent: true,
    write(writer, value = 0) {
      if (!Number.isInteger(value) || value < min || value > max) throw unfit(name, value);
      put(writer, value);
    },
    read: get,
  };
}

/** 64 bits do not fit a number exactly: values are bigint; a safe integer is accepted when writing. */
function largeInteger(
  name: ScalarName,
  min: bigint,
  max: bigint,
  get: (reader: ByteReader) => bigint,
): ScalarType<bigint> {
  return {
    kind: "scalar",
    name,
    minSize: 8,
    zeroWhenAbsent: true,
    write(writer, value: bigint | number = 0n) {
      const exact = typeof value === "bigint" || Number.isSafeInteger(value) ? BigInt(value) : undefined;
      if (exact === undefined || exact < min || exact > max) throw unfit(name, value);
      writer.u64(BigInt.asUintN(64, exact));
    },
    read: get,
  };
}

function unfit(name: ScalarName, value: unknown): VppEncodeError {
  const shown =
    typeof value === "object" ? "an object" : typeof value === "string" ? JSON.stringify(value) : String(value);
  return new VppEncodeError("", `${shown} is not a ${name}`);
}
