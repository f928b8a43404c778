// libyang's hash table, made to survive a refused allocation: as released it adds a record first, grows afterwards, and
// reports a failure to grow although the record is in. Here it grows first.
export const file = "ly/src/hash_table.c";

export function transform(text, { insertBefore }) {
  return insertBefore(text, "    rec_idx = ht->first_free_rec;\n    assert(rec_idx < ht->size);", growFirst);
}

const growFirst = `\
    if ((ht->resize == 2) && (ht->used + 1 >= ht->size)) {
        if (resize_val_equal) {
            old_val_equal = lyht_set_cb(ht, resize_val_equal);
        }
        ret = lyht_resize(ht, 1, check);
        if (resize_val_equal) {
            lyht_set_cb(ht, old_val_equal);
        }
        if (ret) {
            return ret;
        }
        hlist_idx = hash & (ht->size - 1);
    }
`;
