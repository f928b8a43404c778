/** What happens to a packet: a number on the wire, the greatest one for going on. */

export type Next = "continue" | "drop" | number;

/** No index: the packet goes on, no table follows. */
export const NONE = 0xffff_ffff;

export function nextNumber(next: Next | undefined): number {
  if (next === undefined || next === "continue") return NONE;
  return next === "drop" ? 0 : next;
}

/** VPP keeps 16 bits of what a session says, and 32 of what a table says. */
export function nextOf(index: number): Next {
  if (index === NONE || index === (NONE & 0xffff)) return "continue";
  return index === 0 ? "drop" : index;
}
