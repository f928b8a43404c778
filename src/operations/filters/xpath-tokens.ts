/** Cuts an XPath 1.0 expression into tokens, as far as names and their prefixes need to be found (XPath 3.7). */

export type XPathToken =
  /** A name test, a function name or an operator such as "and". `local` may be "*". */
  | { readonly kind: "name"; readonly prefix: string | undefined; readonly local: string }
  /** Everything else, string literals and axis names among them, as it is written. */
  | { readonly kind: "other"; readonly text: string };

const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}\\-._·]*";
const TOKEN = new RegExp(
  [
    `(?<other>"[^"]*"|'[^']*'|\\d+(?:\\.\\d*)?|\\.\\d+|${NAME}\\s*::)`,
    `(?:(?<prefix>${NAME}):)?(?<local>${NAME}|(?<=:)\\*)`,
    "(?<character>[^])",
  ].join("|"),
  "gu",
);

export function* xpathTokens(expression: string): Generator<XPathToken, void> {
  for (const { groups } of expression.matchAll(TOKEN)) {
    if (groups?.local !== undefined) yield { kind: "name", prefix: groups.prefix, local: groups.local };
    else yield { kind: "other", text: groups?.other ?? groups?.character ?? "" };
  }
}
