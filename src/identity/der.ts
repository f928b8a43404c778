/** Reading DER (ITU-T X.690), as far as revocation lists need it: elements with their tags, one after the other. */

export interface DerElement {
  /** The first octet: class, form and number of the tag. */
  readonly tag: number;
  /** What is inside. */
  readonly content: Uint8Array;
  /** The element as a whole, with tag and length. */
  readonly whole: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** The elements that follow each other in `bytes`. Throws RangeError when a length leads beyond the end. */
export function* derElements(bytes: Uint8Array): Generator<DerElement, undefined> {
  for (let start = 0; start < bytes.length; ) {
    const tag = bytes[start]!;
    const { contentStart, end } = extentOf(bytes, start + 1);
    if (end > bytes.length) throw new RangeError("an element is longer than what it is in");
    yield { tag, content: bytes.subarray(contentStart, end), whole: bytes.subarray(start, end) };
    start = end;
  }
}

/** The elements of a sequence. Throws RangeError when it is something else. */
export function derSequence(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== TAG.sequence) throw new RangeError("a sequence is missing");
  return [...derElements(element.content)];
}

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime in the form of RFC 5280 4.1.2.5. Throws RangeError for others. */
export function derTime({ tag, content }: DerElement): number {
  const text = Buffer.from(content).toString("latin1");
  const [, year = "", month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  if (year.length !== yearDigits[tag]) throw new RangeError("a time is not in the form of RFC 5280");
  // Two digits are of 1950 to 2049.
  const century = year.length === 4 ? "" : Number(year) >= 50 ? "19" : "20";
  return Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

const yearDigits: Readonly<Record<number, number>> = { [TAG.utcTime]: 2, [TAG.generalizedTime]: 4 };

/** The length stands in one octet, or in as many octets as the first one says. */
function extentOf(bytes: Uint8Array, at: number): { readonly contentStart: number; readonly end: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { contentStart: at + 1, end: at + 1 + first };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw new RangeError("a length is not in the form of DER");
  let length = 0;
  for (let index = 1; index <= octets; index++) length = length * 256 + (bytes[at + index] ?? 0);
  const contentStart = at + 1 + octets;
  return { contentStart, end: contentStart + length };
}
