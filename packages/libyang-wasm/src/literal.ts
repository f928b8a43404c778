// Values in XPath expressions and paths. XPath 1.0 has no escapes: a value that holds both kinds of quotes is put together by
// concat(), which paths take, too (csrc/literals).

const QUOTED = `'[^']*'|"[^"]*"`;

/** Source of a regular expression for a literal, in the forms that `literalValue` reads; it captures nothing. */
export const LITERAL = `(?:${QUOTED}|concat\\(\\s*(?:${QUOTED})(?:\\s*,\\s*(?:${QUOTED}))+\\s*\\))`;

/** A value as csrc/literals/literal.c writes it. */
export function xpathLiteral(value: string): string {
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  const parts = value.split("'").map((part) => `'${part}'`);
  return `concat(${parts.join(`, "'", `)})`;
}

/** The value of a text that `LITERAL` matches. */
export function literalValue(literal: string): string {
  return [...literal.matchAll(new RegExp(QUOTED, "g"))].map(([quoted]) => quoted.slice(1, -1)).join("");
}
