import { Buffer } from "node:buffer";
import { atPath, VppDecodeError, VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { u8 } from "./scalars.js";
import type { AnyType, WireType } from "./wire-type.js";

/** Elements one after the other: a fixed number of them, or as many as a field before says. */
export interface ArrayType<T> extends WireType<T> {
  readonly kind: "array" | "bytes";
  readonly element: AnyType;
  /** Number of elements of a fixed array, undefined for a counted one. */
  readonly length: number | undefined;
  /** The field that counts the elements, undefined for a fixed array. */
  readonly countedBy: string | undefined;
  /** The number that stands in the counting field. */
  countOf(value: T | undefined): number;
  /** Throws VppDecodeError, before any memory is taken, when `count` elements cannot be in what is left. */
  readCounted(reader: ByteReader, count: number): T;
}

/** `T x[N]`. Fewer elements may be given: the rest has the element's default. */
export function fixedArray<T>(element: WireType<T>, length: number): ArrayType<T[]> {
  const zeroWhenAbsent = element.zeroWhenAbsent;
  const minSize = element.minSize * length;
  return {
    kind: "array",
    element: element as AnyType,
    length,
    countedBy: undefined,
    minSize,
    zeroWhenAbsent,
    write(writer, value) {
      if (value === undefined && zeroWhenAbsent) return writer.zeros(minSize);
      const given = value === undefined ? 0 : countElements(value);
      if (given > length) throw new VppEncodeError("", `${given} elements, at most ${length} fit`);
      writeElements(element, writer, value ?? []);
      if (zeroWhenAbsent) return writer.zeros(element.minSize * (length - given));
      for (let index = given; index < length; index++) element.write(writer, undefined);
    },
    read: (reader) => readElements(element, reader, length),
    countOf: () => length,
    readCounted: (reader) => readElements(element, reader, length),
  };
}

/** `T x[n]`, where the field `countedBy` before holds n. */
export function countedArray<T>(element: WireType<T>, countedBy: string): ArrayType<T[]> {
  return {
    kind: "array",
    element: element as AnyType,
    length: undefined,
    countedBy,
    minSize: 0,
    zeroWhenAbsent: true,
    write(writer, value) {
      if (value !== undefined) writeElements(element, writer, value);
    },
    read: (reader) => readElements(element, reader, 0),
    countOf: (value) => (value === undefined ? 0 : countElements(value)),
    readCounted(reader, count) {
      refuseHostileCount(reader, count, element.minSize);
      return readElements(element, reader, count);
    },
  };
}

/** `u8 x[N]`. Shorter values are filled with zeros; text is taken as UTF-8, which serves the old fields that hold names. */
export function fixedBytes(length: number): ArrayType<Uint8Array> {
  return {
    kind: "bytes",
    element: u8 as AnyType,
    length,
    countedBy: undefined,
    minSize: length,
    zeroWhenAbsent: true,
    write(writer, value) {
      if (value === undefined) return writer.zeros(length);
      const bytes = toBytes(value);
      if (bytes.length > length) throw new VppEncodeError("", `${bytes.length} bytes, at most ${length} fit`);
      writer.block(bytes, length);
    },
    read: (reader) => reader.block(length),
    countOf: () => length,
    readCounted: (reader) => reader.block(length),
  };
}

/** `u8 x[n]`, where the field `countedBy` before holds n. Text is taken as UTF-8. */
export function countedBytes(countedBy: string): ArrayType<Uint8Array> {
  return {
    kind: "bytes",
    element: u8 as AnyType,
    length: undefined,
    countedBy,
    minSize: 0,
    zeroWhenAbsent: true,
    write(writer, value) {
      if (value === undefined) return;
      const bytes = toBytes(value);
      writer.block(bytes, bytes.length);
    },
    read: (reader) => reader.block(0),
    countOf: (value) => (value === undefined ? 0 : toBytes(value).length),
    readCounted(reader, count) {
      refuseHostileCount(reader, count, 1);
      return reader.block(count);
    },
  };
}

/** The text in a byte array of the API, up to its first NUL. */
export function textOf(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, nul === -1 ? bytes.length : nul).toString("utf8");
}

function writeElements<T>(element: WireType<T>, writer: ByteWriter, values: readonly T[]): void {
  let index = 0;
  try {
    for (; index < values.length; index++) element.write(writer, values[index]);
  } catch (error) {
    throw atPath(error, `[${index}]`);
  }
}

function readElements<T>(element: WireType<T>, reader: ByteReader, count: number): T[] {
  const values: T[] = [];
  try {
    while (values.length < count) values.push(element.read(reader));
  } catch (error) {
    throw atPath(error, `[${values.length}]`);
  }
  return values;
}

function refuseHostileCount(reader: ByteReader, count: number, elementSize: number): void {
  if (count * Math.max(elementSize, 1) > reader.remaining) {
    throw new VppDecodeError("", `${count} elements announced, ${reader.remaining} bytes left`);
  }
}

function countElements(value: readonly unknown[]): number {
  if (!Array.isArray(value)) throw new VppEncodeError("", "an array is expected");
  return value.length;
}

function toBytes(value: Uint8Array | string): Uint8Array {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  if (value instanceof Uint8Array) return value;
  throw new VppEncodeError("", "a Uint8Array or text is expected");
}
