// libyang looks for the module of each XML element among all modules, comparing one namespace after the other: with a
// hundred and fifty of them that is a third of the time to parse a document. Here the place in the list of modules at which
// a name or namespace was found is tried first. Places are checked and not trusted, so that modules may come and go.
export const file = "ly/src/context.c";

export function transform(text, { insertBefore, replace }) {
  const withPlaces = insertBefore(text, `${signature}    struct lys_module *mod;`, places);
  const remembering = replace(withPlaces, search, rememberingSearch);
  return remembering;
}

const signature = `\
static struct lys_module *
ly_ctx_get_module_implemented_by(const struct ly_ctx *ctx, const char *key, size_t key_size, size_t key_offset)
{
`;

const places = `\
static uint32_t *
ly_ctx_module_place(const char *key, size_t key_size)
{
    static uint32_t places[64];
    size_t length = key_size ? key_size : strlen(key);
    uint32_t mixed = length;

    /* they differ at their ends */
    for (size_t i = length > 6 ? length - 6 : 0; i < length; ++i) {
        mixed = mixed * 31 + (unsigned char)key[i];
    }
    return &places[(mixed ^ (mixed >> 6)) % 64];
}

`;

const search = `\
    while ((mod = ly_ctx_get_module_by_iter(ctx, key, key_size, key_offset, &index))) {
        if (mod->implemented) {
            return mod;
        }
    }
`;

const rememberingSearch = `\
    uint32_t *place = ly_ctx_module_place(key, key_size);

    if (*place < ctx->list.count) {
        const char *value;

        mod = ctx->list.objs[*place];
        value = *(const char **)(((int8_t *)(mod)) + key_offset);
        if (mod->implemented && (key_size ? !strncmp(key, value, key_size) && !value[key_size] : !strcmp(key, value))) {
            return mod;
        }
    }
    while ((mod = ly_ctx_get_module_by_iter(ctx, key, key_size, key_offset, &index))) {
        if (mod->implemented) {
            *place = index - 1;
            return mod;
        }
    }
`;
