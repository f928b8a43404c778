import { atPath, VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { AnyType, WireType } from "./wire-type.js";

/** A member: its name, its type, and the constant of the discriminator that selects it. */
export type UnionMember = readonly [name: string, type: AnyType, caseName?: string];

/** The members of a union by the value of the discriminator. */
export type UnionCases = ReadonlyMap<number, UnionMember>;

/**
 * Several readings of the same bytes: the size is that of the largest member, the rest is zero.
 * A value is an object with one member. Where nothing says which member is meant, reading gives all of them.
 */
export interface UnionType<T> extends WireType<T> {
  readonly kind: "union";
  readonly name: string;
  readonly members: readonly UnionMember[];
  /** Reads the member that the discriminator selects; all of them where it selects none or the bytes behind it are not zero. */
  readCase(reader: ByteReader, cases: UnionCases, discriminator: number): T;
  /** Writes the member given. Throws VppEncodeError where the discriminator selects another one that is not given. */
  writeCase(writer: ByteWriter, value: T | undefined, cases: UnionCases, discriminator: number): void;
}

/** `union name { members }`. */
export function unionType<T extends object>(name: string, members: readonly UnionMember[]): UnionType<T> {
  const size = Math.max(...members.map(([, type]) => type.minSize));

  function write(writer: ByteWriter, value: T | undefined): void {
    const member = value === undefined ? undefined : widestMember(members, value);
    if (member === undefined) {
      writer.zeros(size);
      return;
    }
    const [memberName, type] = member;
    const end = writer.offset + size;
    try {
      type.write(writer, (value as Record<string, unknown>)[memberName]);
    } catch (error) {
      throw atPath(error, memberName);
    }
    writer.zeros(end - writer.offset);
  }

  function readMembers(reader: ByteReader, wanted: readonly UnionMember[]): T {
    const start = reader.take(size);
    const value: Record<string, unknown> = {};
    for (const [memberName, type] of wanted) {
      reader.offset = start;
      value[memberName] = type.read(reader);
    }
    reader.offset = start + size;
    return value as T;
  }

  return {
    kind: "union",
    name,
    members,
    minSize: size,
    zeroWhenAbsent: true,
    write,
    read: (reader) => readMembers(reader, members),
    readCase(reader, cases, discriminator) {
      const selected = cases.get(discriminator);
      if (selected === undefined || holdsMore(reader, selected[1].minSize, size)) return readMembers(reader, members);
      return readMembers(reader, [selected]);
    },
    writeCase(writer, value, cases, discriminator) {
      const selected = cases.get(discriminator);
      if (value !== undefined && selected !== undefined) refuseOtherMembers(value, selected);
      write(writer, value);
    },
  };
}

/** Which member each value of a discriminator selects. `constants` are those of the discriminator's enum. */
export function unionCases(members: readonly UnionMember[], constants: Readonly<Record<string, number>>): UnionCases {
  const cases = new Map<number, UnionMember>();
  for (const member of members) {
    const value = member[2] === undefined ? undefined : constants[member[2]];
    if (value !== undefined) cases.set(value, member);
  }
  return cases;
}

/** All members lie over the same bytes, so of several given (as reading may give them) the widest says all. */
function widestMember(members: readonly UnionMember[], value: object): UnionMember | undefined {
  let widest: UnionMember | undefined;
  for (const name of Object.keys(value)) {
    if ((value as Record<string, unknown>)[name] === undefined) continue;
    const member = members.find(([memberName]) => memberName === name);
    if (member === undefined) {
      throw new VppEncodeError(name, `no such member; there are ${members.map(([known]) => known).join(", ")}`);
    }
    if (widest === undefined || member[1].minSize > widest[1].minSize) widest = member;
  }
  return widest;
}

/** Whether something stands behind the selected member. VPP sends such (dhcp_proxy_details); nothing of it is dropped. */
function holdsMore(reader: ByteReader, selectedSize: number, size: number): boolean {
  const end = Math.min(reader.offset + size, reader.end);
  for (let at = reader.offset + selectedSize; at < end; at++) if (reader.bytes[at] !== 0) return true;
  return false;
}

function refuseOtherMembers(value: object, selected: UnionMember): void {
  if ((value as Record<string, unknown>)[selected[0]] !== undefined) return;
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && name !== selected[0]) {
      throw new VppEncodeError(name, `the discriminator selects ${selected[0]} (${selected[2]})`);
    }
  }
}
