// Chained as they are, libyang's hash tables work as well when every record is in use: growing at three quarters of that
// leaves up to five eighths of a large table empty, which for a list of 400,000 entries and their strings is 35 MB.
export const file = "ly/src/hash_table_internal.h";

export function transform(text, { replace }) {
  return replace(text, "#define LYHT_ENLARGE_PERCENTAGE 75", "#define LYHT_ENLARGE_PERCENTAGE 100");
}
