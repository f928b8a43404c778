import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";

/**
 * How values of one type of the API language stand on the wire.
 * The `kind` and the members that the kinds add say enough to print the type in VPP's JSON again.
 */
export interface WireType<T> {
  readonly kind: TypeKind;
  /** Bytes of the shortest value; the exact size when nothing in the type is counted. */
  readonly minSize: number;
  /** Whether an absent value is written as `minSize` zero bytes, which is so unless a default stands somewhere inside. */
  readonly zeroWhenAbsent: boolean;
  /** An absent value is written as its default: zero, false, empty. Throws VppEncodeError for a value that does not fit. */
  write(writer: ByteWriter, value: T | undefined): void;
  /** Throws VppDecodeError where the input ends too early. */
  read(reader: ByteReader): T;
}

export type TypeKind = "scalar" | "string" | "bytes" | "array" | "alias" | "enum" | "enumflag" | "struct" | "union";

/** Any wire type, where the type of its values does not matter. */
export type AnyType = WireType<unknown>;

/** The value type of a wire type. */
export type ValueOf<Type> = Type extends WireType<infer T> ? T : never;

/**
 * What a caller may give for a message of type T: every field may be left out (it then has the default that VPP declares,
 * else zero, false or empty), integers of 64 bits may be numbers, byte arrays may be given as text.
 */
export type Input<T> = T extends bigint
  ? bigint | number
  : T extends Uint8Array
    ? Uint8Array | string
    : T extends readonly (infer Element)[]
      ? readonly Input<Element>[]
      : T extends object
        ? { readonly [Name in keyof T]?: Input<T[Name]> | undefined }
        : T;
