// Paths of data nodes with values that hold both kinds of quotes. As released, libyang prints what means something else, or
// nothing.
export const file = "ly/src/tree_data.c";

export function transform(text, { insertBefore, replaceBody }) {
  const declared = insertBefore(text, `LY_ERR\n${entry}`, predicate);
  const entries = replaceBody(declared, entry, ofKeys);
  return replaceBody(entries, value, ofValue);
}

const parameters = "const struct lyd_node *node, char **buffer, size_t *buflen, size_t *bufused, ly_bool is_static";
const entry = `lyd_path_list_predicate(${parameters})\n{\n`;
const value = `lyd_path_leaflist_predicate(${parameters})\n{\n`;

const predicate = `\
char *xpath_literal(const char *value);

static LY_ERR
lyd_path_value_predicate(const char *name, const char *value, char **buffer, size_t *buflen, size_t *bufused,
        ly_bool is_static)
{
    char *literal = xpath_literal(value);
    LY_ERR rc;

    if (!literal) {
        return LY_EMEM;
    }
    rc = lyd_path_str_enlarge(buffer, buflen, *bufused + strlen(name) + strlen(literal) + 3, is_static);
    if (!rc) {
        *bufused += sprintf(*buffer + *bufused, "[%s=%s]", name, literal);
    }
    free(literal);
    return rc;
}

`;

const ofKeys = `\
    const struct lyd_node *key;

    for (key = lyd_child(node); key && key->schema && (key->schema->flags & LYS_KEY); key = key->next) {
        LY_CHECK_RET(lyd_path_value_predicate(key->schema->name, lyd_get_value(key), buffer, buflen, bufused, is_static));
    }
    return LY_SUCCESS;`;

const ofValue = `\
    return lyd_path_value_predicate(".", lyd_get_value(node), buffer, buflen, bufused, is_static);`;
