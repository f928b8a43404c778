// A table of four children takes 240 bytes, more than half of what a list entry with four leafs takes beside it. Up to
// sixteen are found as fast by looking at each: their hashes are compared first.
export const file = "ly/src/tree_data.h";

export function transform(text, { replace }) {
  return replace(text, "#define LYD_HT_MIN_ITEMS 4 ", "#define LYD_HT_MIN_ITEMS 16 ");
}
