import { atPath, VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { type PlannedField, planFields, readsAsZero } from "./field-plan.js";
import type { AnyType, WireType } from "./wire-type.js";

export interface FieldOptions {
  /** What is written when the caller leaves the field out. VPP does not apply its declared defaults: they are the client's. */
  readonly default?: number | bigint | boolean;
  /** The field before that says which member of a union is meant. */
  readonly discriminator?: string;
  /** VPP's name of the field, where it does not follow from ours. */
  readonly apiName?: string;
}

/** A field in wire order. */
export type Field = readonly [name: string, type: AnyType, options?: FieldOptions];

/** Fields one after the other without padding. A value is a plain object without the counting fields. */
export interface StructType<T> extends WireType<T> {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly Field[];
}

/** `typedef name { fields }`, also the body of a message. Fields that a later array is counted by are filled from that array. */
export function structType<T extends object>(name: string, fields: readonly Field[]): StructType<T> {
  const plan = planFields(name, fields);
  const minSize = plan.reduce((sum, { type }) => sum + type.minSize, 0);
  const zeroWhenAbsent = plan.every(readsAsZero);
  // Copying an object that has all fields already is several times faster than adding field after field.
  const blank = Object.fromEntries(
    plan.filter(({ role }) => role !== "count").map(({ name: field }) => [field, undefined]),
  );
  return {
    kind: "struct",
    name,
    fields,
    minSize,
    zeroWhenAbsent,
    write(writer, value) {
      if (value === undefined && zeroWhenAbsent) return writer.zeros(minSize);
      if (value !== undefined && (typeof value !== "object" || value === null)) {
        throw new VppEncodeError("", `an object with the fields of ${name} is expected`);
      }
      writeFields(plan, writer, (value ?? {}) as Record<string, unknown>);
    },
    read: (reader) => readFields(plan, { ...blank }, reader) as T,
  };
}

function writeFields(plan: readonly PlannedField[], writer: ByteWriter, source: Record<string, unknown>): void {
  let current = "";
  let found = 0;
  try {
    for (const field of plan) {
      current = field.name;
      if (field.role === "count") {
        field.type.write(writer, field.array.countOf(source[field.arrayName]));
        continue;
      }
      const given = source[current];
      if (given !== undefined) found++;
      const value = given === undefined ? field.default : given;
      if (field.role === "choice") {
        const discriminator = source[field.discriminator] ?? field.absentDiscriminator;
        field.type.writeCase(writer, value, field.cases, discriminator as number);
      } else {
        field.type.write(writer, value);
      }
    }
  } catch (error) {
    throw atPath(error, current);
  }
  if (Object.keys(source).length > found) refuseUnknownFields(plan, source);
}

/** Fills `value`, which has all fields already. */
function readFields(
  plan: readonly PlannedField[],
  value: Record<string, unknown>,
  reader: ByteReader,
): Record<string, unknown> {
  let current = "";
  // One counted array at most stands in a struct, as its last field.
  let count = 0;
  try {
    for (const field of plan) {
      current = field.name;
      if (field.role === "plain") value[current] = field.type.read(reader);
      else if (field.role === "count") count = field.type.read(reader) as number;
      else if (field.role === "counted") value[current] = field.type.readCounted(reader, count);
      else value[current] = field.type.readCase(reader, field.cases, value[field.discriminator] as number);
    }
  } catch (error) {
    throw atPath(error, current);
  }
  return value;
}

function refuseUnknownFields(plan: readonly PlannedField[], source: Record<string, unknown>): void {
  for (const name of Object.keys(source)) {
    if (source[name] === undefined) continue;
    const field = plan.find((known) => known.name === name);
    if (field === undefined) throw new VppEncodeError(name, "no such field");
    if (field.role === "count") throw new VppEncodeError(name, `is filled from the length of ${field.arrayName}`);
  }
}
