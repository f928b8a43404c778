/** Text as XML 1.0 can carry it. */

/** Everything but Char of XML 1.0 (2.2): control characters, lone surrogates, U+FFFE and U+FFFF. They have no escape. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const REPLACEMENT = "\u{FFFD}";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Content of an element. A carriage return is escaped because a parser would turn it into a line feed. */
export function escapeText(text: string): string {
  return text.replace(NOT_XML, REPLACEMENT).replace(/[&<>\r]/g, (character) => ESCAPES[character]!);
}

/** Value of an attribute in double quotes. */
export function escapeAttribute(value: string): string {
  return value.replace(NOT_XML, REPLACEMENT).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character]!);
}
