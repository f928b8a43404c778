// What generated modules are made of, and what reads and writes their messages.
export { type ArrayType, countedArray, countedBytes, fixedArray, fixedBytes, textOf } from "./arrays.js";
export { ByteReader } from "./byte-reader.js";
export { ByteWriter } from "./byte-writer.js";
export {
  type CursorMessage,
  type CursorReply,
  cursorMessage,
  type DecodedMessage,
  type DumpMessage,
  decodeMessage,
  dumpMessage,
  encodeMessage,
  eventMessage,
  type Head,
  leadingReturnCode,
  type Message,
  type MessageHead,
  type PlainMessage,
  type RequestMessage,
  replyMessage,
  requestMessage,
  tableName,
  writeMessage,
} from "./message.js";
export type { ApiModuleDescriptor, NamedType } from "./module.js";
export { type AliasType, aliasType, type EnumType, enumflagType, enumType } from "./named-types.js";
export { bool, f64, i8, i16, i32, i64, type ScalarType, u8, u16, u32, u64 } from "./scalars.js";
export { countedString, fixedString, type StringType } from "./strings.js";
export { type Field, type FieldOptions, type StructType, structType } from "./struct.js";
export { type UnionMember, type UnionType, unionType } from "./union.js";
export type { AnyType, Input, ValueOf, WireType } from "./wire-type.js";
