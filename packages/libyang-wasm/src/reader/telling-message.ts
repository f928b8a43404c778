// What libyang leaves out of its messages about values: which ones a leaf takes.
import type { YangContext } from "../context.js";
import type { ErrorItem } from "../errors.js";
import { inOneLine } from "../one-line.js";
import type { Bounds, SchemaType } from "../schema-type.js";

/** Longer lists of names are cut. */
const mostNames = 20;

/** The message of an error, with the range, length or names that the schema has for the leaf. */
export function tellingMessage(context: YangContext, { message, dataPath }: ErrorItem): string {
  const plain = inOneLine(message);
  const [, allowed] = restrictions.find(([pattern]) => pattern.test(plain)) ?? [];
  if (allowed === undefined || dataPath === undefined) return plain;
  const type = context.findSchema(withoutPredicates(dataPath))?.type();
  const told = type === undefined ? "" : allowed(valuesOf(type));
  return told === "" ? plain : `${plain.replace(/\.$/, "")}: ${told}.`;
}

const restrictions: readonly (readonly [RegExp, (type: SchemaType) => string])[] = [
  [
    /^Unsatisfied range - |^Value ".*" is out of type \w+ min\/max bounds\.$/s,
    (type) => ("range" in type ? told(type.range) : ""),
  ],
  [/^Unsatisfied length - /, (type) => ("length" in type ? told(type.length) : "")],
  [/^Invalid enumeration value /, (type) => (type.base === "enumeration" ? names(type.values) : "")],
];

/** A reference takes what its target takes. */
function valuesOf(type: SchemaType): SchemaType {
  return type.base === "leafref" ? valuesOf(type.target) : type;
}

/** As YANG writes it: "64..65535 | 70000". */
function told(bounds: readonly Bounds[]): string {
  return bounds.map(({ min, max }) => (min === max ? min : `${min}..${max}`)).join(" | ");
}

function names(values: readonly { readonly name: string }[]): string {
  const shown = values.slice(0, mostNames).map(({ name }) => name);
  return [...shown, ...(values.length > mostNames ? ["..."] : [])].join(", ");
}

function withoutPredicates(dataPath: string): string {
  return dataPath.replace(/\[(?:[^\]"']|"[^"]*"|'[^']*')*\]/g, "");
}
