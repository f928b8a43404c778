import { VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { AnyType, WireType } from "./wire-type.js";

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

/** A scalar as expressions of JavaScript, for code that is made for one struct. `byte(n)` is the n-th byte of its place. */
export interface InlineScalar {
  readonly name: ScalarName;
  readonly size: number;
  readonly absent: number | boolean;
  /** True for a value that does not fit. */
  misfits(value: string): string;
  store(value: string, byte: (offset: number) => string): string[];
  load(byte: (offset: number) => string): string;
}

const inlineScalars: Partial<Record<ScalarName, InlineScalar>> = {
  u8: inlineInteger(
    "u8",
    1,
    (v) => `(${v} & 255)`,
    (v) => v,
  ),
  i8: inlineInteger(
    "i8",
    1,
    (v) => `(${v} << 24 >> 24)`,
    (v) => `${v} << 24 >> 24`,
  ),
  u16: inlineInteger(
    "u16",
    2,
    (v) => `(${v} & 65535)`,
    (v) => v,
  ),
  i16: inlineInteger(
    "i16",
    2,
    (v) => `(${v} << 16 >> 16)`,
    (v) => `(${v}) << 16 >> 16`,
  ),
  u32: inlineInteger(
    "u32",
    4,
    (v) => `(${v} >>> 0)`,
    (v) => `(${v}) >>> 0`,
  ),
  i32: inlineInteger(
    "i32",
    4,
    (v) => `(${v} | 0)`,
    (v) => v,
  ),
  bool: {
    name: "bool",
    size: 1,
    absent: false,
    misfits: (value) => `typeof ${value} !== "boolean"`,
    store: (value, byte) => [`${byte(0)} = ${value} ? 1 : 0;`],
    load: (byte) => `${byte(0)} !== 0`,
  },
};

/** The scalar that a type is, perhaps under other names; undefined for what is larger or of another kind. */
export function inlineScalar(type: AnyType): InlineScalar | undefined {
  const { kind, base, of, name } = type as AnyType & { base?: AnyType; of?: AnyType; name?: string };
  if (kind === "scalar") return inlineScalars[name as ScalarName];
  const inner = base ?? of;
  return inner === undefined ? undefined : inlineScalar(inner);
}

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

/** `narrow` is the value as an integer of this type; `widen` makes one of the unsigned bytes put together. */
function inlineInteger(
  name: ScalarName,
  size: number,
  narrow: (value: string) => string,
  widen: (bytes: string) => string,
): InlineScalar {
  const places = Array.from({ length: size }, (_, offset) => ({ offset, shift: 8 * (size - 1 - offset) }));
  return {
    name,
    size,
    absent: 0,
    misfits: (value) => `typeof ${value} !== "number" || ${narrow(value)} !== ${value}`,
    store: (value, byte) => places.map(({ offset, shift }) => `${byte(offset)} = ${value} >>> ${shift};`),
    load: (byte) => widen(places.map(({ offset, shift }) => `${byte(offset)} << ${shift}`).join(" | ")),
  };
}

/** The error for a value that is not one of the named type. */
export function unfit(name: ScalarName, value: unknown): VppEncodeError {
  const shown =
    typeof value === "object" ? "an object" : typeof value === "string" ? JSON.stringify(value) : String(value);
  return new VppEncodeError("", `${shown} is not a ${name}`);
}
