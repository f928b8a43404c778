import type { ScalarType } from "./scalars.js";
import type { AnyType, WireType } from "./wire-type.js";

export type Constants = Readonly<Record<string, number>>;

/** A number with named values. */
export interface EnumType<T extends number = number> extends WireType<T> {
  readonly kind: "enum" | "enumflag";
  readonly name: string;
  readonly base: ScalarType<number>;
  readonly constants: Constants;
}

/** Another name for a type, or for an array of it. */
export interface AliasType<T> extends WireType<T> {
  readonly kind: "alias";
  readonly name: string;
  readonly of: AnyType;
}

/**
 * `enum name : base`. Values that have no name are read and written all the same:
 * VPP itself sends such (a next-hop protocol of 0xffffffff, for example).
 */
export function enumType<T extends number>(name: string, base: ScalarType<number>, constants: Constants): EnumType<T> {
  return named("enum", name, base, constants) as EnumType<T>;
}

/** `enumflag name : base`: a bit mask. */
export function enumflagType(name: string, base: ScalarType<number>, constants: Constants): EnumType {
  return named("enumflag", name, base, constants);
}

/** `typedef of name`. */
export function aliasType<T>(name: string, of: WireType<T>): AliasType<T> {
  return {
    kind: "alias",
    name,
    of: of as AnyType,
    minSize: of.minSize,
    zeroWhenAbsent: of.zeroWhenAbsent,
    write: (writer, value) => of.write(writer, value),
    read: (reader) => of.read(reader),
  };
}

function named(kind: "enum" | "enumflag", name: string, base: ScalarType<number>, constants: Constants): EnumType {
  return {
    kind,
    name,
    base,
    constants,
    minSize: base.minSize,
    zeroWhenAbsent: true,
    write: (writer, value) => base.write(writer, value),
    read: (reader) => base.read(reader),
  };
}
