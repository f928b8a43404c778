/** Text of VPP as a YANG string (RFC 7950 9.4) can hold it. */

/** Characters that neither XML 1.0 nor a YANG string has: controls, halves of surrogate pairs, two non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** The text with U+FFFD in place of each character that must not stand in it. */
export function xmlSafe(text: string): string {
  return text.replace(FORBIDDEN, "\uFFFD");
}
