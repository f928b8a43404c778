/** Documents that are too deep, too long, or meant to do harm. */

/** Deeper than any parser that walks recursively takes. */
const DEPTH = 200_000;
const LONG = 2 ** 20;

/** An overlong form, a lone start byte and a byte that UTF-8 never has. */
const NO_UTF8 = Buffer.of(0xc0, 0xaf, 0xc3, 0x28, 0xff);

export const nestedXml = "<a>".repeat(DEPTH) + "</a>".repeat(DEPTH);
export const nestedXPath = `${"(".repeat(DEPTH)}1${")".repeat(DEPTH)}`;
export const nestedArrays = `{"ietf-interfaces:interfaces":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}}`;
export const nestedObjects = `${'{"ietf-interfaces:interfaces":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
export const longText = "y".repeat(LONG);

/** "Billion laughs": a short document whose last entity is 2^30 times as long as the first. */
export const laughs = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from(
  { length: 30 },
  (_, index) => `<!ENTITY a${index + 1} "&a${index};&a${index};">`,
).join("")}]>`;
export const lastLaugh = "&a30;";

/** An interface as XML; `attributes` stand in its start tag. */
export function interfaceXml(description: string, attributes = ""): string {
  return `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
    <interface${attributes}><name>loop9</name><description>${description}</description></interface></interfaces>`;
}

/** The text with bytes that are no UTF-8 in the place of the mark "@". */
export function withoutUtf8(text: string): Buffer {
  const [before = "", after = ""] = text.split("@");
  return Buffer.concat([Buffer.from(before), NO_UTF8, Buffer.from(after)]);
}
