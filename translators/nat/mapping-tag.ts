/** The tag of a mapping in VPP carries the number that the configuration gives it, and the operator's note. */

/** Lists that have numbers of their own: mapping-entry, nat-pass-through, interface-pass-through. */
export type MappingList = "mapping" | "pass" | "interface";

export interface MappingTag {
  readonly index: string;
  readonly note?: string;
}

const mark = "sc-nat";

/** "sc-nat/mapping/7/a note", at most 63 bytes: the note has at most 40. */
export function mappingTag(list: MappingList, index: string, note: string | undefined): string {
  return `${mark}/${list[0]}/${index}/${note ?? ""}`;
}

/** Undefined for a tag that is not ours, or of another list. */
export function parseMappingTag(list: MappingList, tag: string): MappingTag | undefined {
  const found = /^sc-nat\/(.)\/(\d+)\/(.*)$/.exec(tag);
  if (found === null || found[1] !== list[0]) return undefined;
  const [, , index = "", note = ""] = found;
  return note === "" ? { index } : { index, note };
}
