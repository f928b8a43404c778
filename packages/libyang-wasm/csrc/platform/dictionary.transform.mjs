// libyang's dictionary of strings, made to survive a refused allocation: as released it keeps a record without a string
// when there is no memory for the string. The string is copied before its record is made.
export const file = "ly/src/dict.c";

export function transform(text, { insertBefore }) {
  return insertBefore(text, "    /* create record for lyht_insert */\n    rec.value = value;", copyFirst);
}

const copyFirst = `\
    if (!zerocopy) {
        char *copy;

        rec.value = value;
        if (lyht_find(ctx->dict.hash_tab, &rec, hash, (void **)&match) == LY_SUCCESS) {
            match->refcount++;
            *str_p = match->value;
            return LY_SUCCESS;
        }
        copy = malloc(len + 1);
        if (!copy) {
            LOGMEM(ctx);
            return LY_EMEM;
        }
        memcpy(copy, value, len);
        copy[len] = '\\0';
        value = copy;
        zerocopy = 1;
    }
`;
