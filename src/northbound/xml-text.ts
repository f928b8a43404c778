/** Text in XML documents of our own making, for both protocols. */

/** What XML 1.0 cannot carry, not even as a character reference. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text as element content. Characters that XML has no form for become U+FFFD; a carriage return would be read as a line feed. */
export function escapeText(text: string): string {
  return text.replace(unwritable, "\u{FFFD}").replace(/[&<>\r]/g, (character) => references[character]!);
}

/** Text as the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return text.replace(unwritable, "\u{FFFD}").replace(/[&<>"\t\n\r]/g, (character) => references[character]!);
}

/** True when every character can stand in an XML document, and so in any YANG string (RFC 7950 9.4). */
export function isXmlText(text: string): boolean {
  return text.search(unwritable) === -1;
}
