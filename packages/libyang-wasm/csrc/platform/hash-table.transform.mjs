// libyang's hash table is ours (csrc/platform/hash-table.c): this is where its parts are declared.
export const file = "ly/src/hash_table_internal.h";

export function transform(text, { replace }) {
  const from = text.indexOf("struct ly_ht_hlist {");
  const to = text.indexOf("/**\n * @brief Dictionary hash table record.");
  return replace(text, text.slice(from, to), '#include "hash_table_layout.h"\n\n');
}
