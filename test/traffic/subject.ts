/** What frames are about: addresses and numbers that a configuration or a request has in one place, such as both ends of a tunnel and its VNI. */

import { isIP } from "node:net";
import { familyOf, ip4Bytes, ip6Bytes, macBytes } from "../../translators/ip/addresses.js";

export interface Subject {
  readonly ip4: readonly Uint8Array[];
  readonly ip6: readonly Uint8Array[];
  readonly macs: readonly Uint8Array[];
  readonly numbers: readonly number[];
}

/** What has more addresses than these is many things. */
const MOST_ADDRESSES = 12;

/** A subject for each object of a document that has few addresses in it, however deep, and at least one. */
export function subjectsIn(document: unknown): readonly Subject[] {
  const found: Subject[] = [];
  subjectOf(document, found);
  return found;
}

/** All that several are about. */
export function together(subjects: readonly Subject[]): Subject {
  return {
    ip4: subjects.flatMap(({ ip4 }) => ip4),
    ip6: subjects.flatMap(({ ip6 }) => ip6),
    macs: subjects.flatMap(({ macs }) => macs),
    numbers: subjects.flatMap(({ numbers }) => numbers),
  };
}

function subjectOf(value: unknown, found: Subject[]): Subject {
  if (typeof value === "number") return { ...NOTHING, numbers: [value] };
  if (typeof value === "string") return subjectOfText(value);
  if (typeof value !== "object" || value === null) return NOTHING;
  const subject = together(Object.values(value).map((member) => subjectOf(member, found)));
  const addresses = subject.ip4.length + subject.ip6.length + subject.macs.length;
  if (!Array.isArray(value) && addresses > 0 && addresses <= MOST_ADDRESSES) found.push(subject);
  return subject;
}

const NOTHING: Subject = { ip4: [], ip6: [], macs: [], numbers: [] };
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** An address, a prefix, an address with a zone, or a number that is too large for JSON. */
function subjectOfText(text: string): Subject {
  const [address = ""] = text.split(/[/%]/);
  if (MAC.test(address)) return { ...NOTHING, macs: [macBytes(address)] };
  if (/^\d+$/.test(text)) return { ...NOTHING, numbers: [Number(text)] };
  if (isIP(address) === 0) return NOTHING;
  return familyOf(address) === "ipv4"
    ? { ...NOTHING, ip4: [ip4Bytes(address)] }
    : { ...NOTHING, ip6: [ip6Bytes(address)] };
}
