import { VppEncodeError } from "../errors/codec-errors.js";
import { planFields, readsAsZero } from "./field-plan.js";
import { compileReader, compileWriter } from "./struct-code.js";
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
  const absent = {};
  const type: { -readonly [Member in keyof StructType<T>]: StructType<T>[Member] } = {
    kind: "struct",
    name,
    fields,
    minSize,
    zeroWhenAbsent,
    // Of some thousand messages a program uses a few: each is compiled at its first use, and takes its own place here then.
    write(writer, value) {
      const writeFields = compileWriter(plan);
      type.write = (to, given) => {
        if (given === undefined && zeroWhenAbsent) return to.zeros(minSize);
        if (given !== undefined && (typeof given !== "object" || given === null)) {
          throw new VppEncodeError("", `an object with the fields of ${name} is expected`);
        }
        writeFields(to, (given ?? absent) as Record<string, unknown>);
      };
      type.write(writer, value);
    },
    read(reader) {
      type.read = compileReader(plan) as StructType<T>["read"];
      return type.read(reader);
    },
  };
  return type;
}
