/**
 * The tag of an interface: 63 bytes that VPP keeps and shows. Ours is "sc:", the name of the interface, and, after a
 * semicolon, as much of its description as fits. A semicolon or percent sign in the name is percent-encoded.
 */

const mark = "sc:";
const sizeLimit = 63;

export interface InterfaceTag {
  readonly name: string;
  /** May be cut; undefined when there is none. */
  readonly description: string | undefined;
}

export function tagOf(name: string, description?: string): string {
  const start = mark + name.replace(/[%;]/g, encodeURIComponent);
  return description === undefined ? start : cut(`${start};${description}`);
}

/** The part of a description that fits into the tag. */
export function keptDescription(name: string, description: string): string {
  return parseTag(tagOf(name, description))?.description ?? "";
}

/** Undefined for a tag that is not ours. */
export function parseTag(tag: string): InterfaceTag | undefined {
  if (!tag.startsWith(mark)) return undefined;
  const end = tag.indexOf(";");
  const name = tag.slice(mark.length, end === -1 ? undefined : end);
  return {
    name: name.replace(/%25|%3B/g, decodeURIComponent),
    description: end === -1 ? undefined : tag.slice(end + 1),
  };
}

/** At most 63 bytes of UTF-8, without half a character at the end. */
function cut(text: string): string {
  let kept = "";
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > sizeLimit) break;
    kept += character;
  }
  return kept;
}
