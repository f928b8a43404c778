/** Values that show what a resource looks like: what has to be there, and nothing else. */

import type { DescribedNode, SchemaType } from "../../../schema/described-module.js";
import { isDemanded, memberName, writtenChildren } from "./nodes.js";
import { type Identities, typeSchema } from "./type-schema.js";

/** What strings with patterns are tried with, from addresses to plain words; documentation addresses of RFC 5737 and 3849. */
const strings = [
  ...["example", "192.0.2.1", "2001:db8::1", "192.0.2.0/24", "2001:db8::/32", "00:00:5e:00:53:01", "00:00:5e:00:53"],
  ...[
    "2026-01-31T12:00:00Z",
    "2026-01-31",
    "a",
    "A",
    "1",
    "0",
    "10",
    "1.1",
    "0.0.0.0",
    "65000:1",
    "0:65000:1",
    "00",
    "0x1",
  ],
  ...[
    "00:00",
    "0000:00:00.0",
    "/example",
    "example.com",
    "123e4567-e89b-12d3-a456-426614174000",
    "10-20",
    "00:11:22:33",
  ],
];

/**
 * The value of a resource, for a write. Undefined where none can be given: a pattern that nothing here fits, a reference to
 * something that has to be there first.
 */
export function exampleOf(node: DescribedNode, identities: Identities): unknown {
  if (node.kind === "container") return membersOf(node, identities);
  if (node.kind === "anydata" || node.kind === "anyxml") return {};
  if (node.kind === "leaf-list") return listOf(leafExample(node, identities), node.minElements);
  if (node.kind === "list") return listOf(membersOf(node, identities), node.minElements);
  return leafExample(node, identities);
}

/** More than one entry would need keys that differ. */
function listOf(entry: unknown, minElements: number): unknown {
  return entry === undefined || minElements > 1 ? undefined : [entry];
}

/** One value of a leaf or leaf-list. */
export function leafExample({ type, module }: DescribedNode, identities: Identities): unknown {
  return type && exampleValue(type, module, identities);
}

function membersOf(node: DescribedNode, identities: Identities): object | undefined {
  const members: Record<string, unknown> = {};
  for (const child of neededChildren(node)) {
    const value = exampleOf(child, identities);
    if (value === undefined) return undefined;
    members[memberName(child, node.module)] = value;
  }
  return members;
}

/** Keys, what is mandatory, and of a mandatory choice one case. */
function neededChildren(node: DescribedNode): readonly DescribedNode[] {
  return writtenChildren(node).flatMap((child) => {
    if (child.kind === "choice") return isDemanded(child) ? oneCase(child) : [];
    return isDemanded(child) || node.keys.includes(child.name) ? [child] : [];
  });
}

function oneCase(choice: DescribedNode): readonly DescribedNode[] {
  const [first] = writtenChildren(choice);
  if (first === undefined) return [];
  if (first.kind !== "case") return [first];
  const needed = neededChildren(first);
  return needed.length > 0 ? needed : writtenChildren(first).slice(0, 1);
}

function exampleValue(type: SchemaType, module: string, identities: Identities): unknown {
  switch (type.base) {
    case "boolean":
      return true;
    case "empty":
      return [null];
    case "binary":
      return "AAAA";
    case "enumeration":
      return type.values[0]?.name;
    case "bits":
      return type.values[0]?.name ?? "";
    case "identityref":
      return (typeSchema(type, module, identities).enum as readonly string[] | undefined)?.[0];
    case "union":
      return firstOf(type.types.map((member) => () => exampleValue(member, module, identities)));
    case "leafref":
      return type.requireInstance ? undefined : exampleValue(type.target, module, identities);
    case "string":
      return stringOf(typeSchema(type, module, identities));
    case "int64":
    case "uint64":
    case "decimal64":
      return type.range[0]?.min ?? (type.base === "decimal64" ? "1.0" : "1");
    case "instance-identifier":
    case "unknown":
      return undefined;
    default:
      return type.range[0] === undefined ? 1 : Number(type.range[0].min);
  }
}

function firstOf(candidates: readonly (() => unknown)[]): unknown {
  for (const candidate of candidates) {
    const value = candidate();
    if (value !== undefined) return value;
  }
  return undefined;
}

function stringOf(schema: Readonly<Record<string, unknown>>): string | undefined {
  if (schema["x-yang-pattern"] !== undefined) return undefined;
  return strings.find((text) => fits(text, schema));
}

/** The keywords that `typeSchema` has for strings. */
function fits(text: string, schema: Readonly<Record<string, unknown>>): boolean {
  const { pattern, minLength, maxLength, not, allOf, anyOf } = schema as {
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    not?: Record<string, unknown>;
    allOf?: readonly Record<string, unknown>[];
    anyOf?: readonly Record<string, unknown>[];
  };
  if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) return false;
  if (minLength !== undefined && text.length < minLength) return false;
  if (maxLength !== undefined && text.length > maxLength) return false;
  if (not !== undefined && fits(text, not)) return false;
  if (allOf !== undefined && !allOf.every((part) => fits(text, part))) return false;
  return anyOf === undefined || anyOf.some((part) => fits(text, part));
}
