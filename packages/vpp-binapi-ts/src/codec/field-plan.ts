import type { ArrayType } from "./arrays.js";
import type { Field, FieldOptions } from "./struct.js";
import { type UnionCases, type UnionType, unionCases } from "./union.js";
import type { AnyType } from "./wire-type.js";

interface PlannedBase {
  readonly name: string;
  readonly default: FieldOptions["default"];
}

/** A field with what is known about it once: whether it counts an array, is counted, or is a union that another field selects in. */
export type PlannedField =
  | (PlannedBase & { readonly role: "plain"; readonly type: AnyType })
  | (PlannedBase & {
      readonly role: "count";
      readonly type: AnyType;
      readonly arrayName: string;
      readonly array: ArrayType<unknown>;
    })
  | (PlannedBase & { readonly role: "counted"; readonly type: ArrayType<unknown> })
  | (PlannedBase & {
      readonly role: "choice";
      readonly type: UnionType<unknown>;
      readonly cases: UnionCases;
      readonly discriminator: string;
      readonly absentDiscriminator: number;
    });

/** Decides the role of each field of a struct. Throws Error for a description that the API language does not allow. */
export function planFields(structName: string, fields: readonly Field[]): readonly PlannedField[] {
  return fields.map(([name, type, options], index): PlannedField => {
    const base = { name, default: options?.default };
    const countedBy = asArray(type)?.countedBy;
    if (countedBy !== undefined) {
      if (index !== fields.length - 1) throw new Error(`${structName}.${name}: a counted array must be the last field`);
      if (!fields.slice(0, index).some(([earlier]) => earlier === countedBy)) {
        throw new Error(`${structName}.${name}: no field ${countedBy} before it`);
      }
      return { ...base, role: "counted", type: type as ArrayType<unknown> };
    }
    const counted = fields.find(([, later]) => asArray(later)?.countedBy === name);
    if (counted !== undefined) {
      return { ...base, role: "count", type, arrayName: counted[0], array: counted[1] as ArrayType<unknown> };
    }
    if (type.kind === "union") {
      const union = type as UnionType<unknown>;
      const selector = findSelector(union, fields.slice(0, index), options?.discriminator);
      if (selector !== undefined) return { ...base, role: "choice", type: union, ...selector };
    }
    return { ...base, role: "plain", type };
  });
}

/** Whether the field is all zero bytes when the caller leaves it out. */
export function readsAsZero(field: PlannedField): boolean {
  return field.type.zeroWhenAbsent && (field.default === undefined || Number(field.default) === 0);
}

/**
 * The field that selects in a union: the one that is named, else the last one before whose constants are the union's cases.
 * The second serves descriptions that do not name it (`mprefix`, and VPP before 26.06).
 */
function findSelector(union: UnionType<unknown>, before: readonly Field[], named: string | undefined) {
  for (const [name, type, options] of [...before].reverse()) {
    if (named !== undefined && name !== named) continue;
    const constants = constantsOf(type);
    if (constants === undefined) continue;
    const cases = unionCases(union.members, constants);
    if (cases.size === 0) continue;
    return { cases, discriminator: name, absentDiscriminator: Number(options?.default ?? 0) };
  }
  return undefined;
}

function constantsOf(type: AnyType): Readonly<Record<string, number>> | undefined {
  if (type.kind !== "enum" && type.kind !== "enumflag") return undefined;
  return (type as AnyType & { readonly constants: Readonly<Record<string, number>> }).constants;
}

function asArray(type: AnyType): ArrayType<unknown> | undefined {
  return type.kind === "array" || type.kind === "bytes" ? (type as ArrayType<unknown>) : undefined;
}
