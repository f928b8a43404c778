// As released, libyang takes any number of attributes and namespaces and looks through all of them for each name, so
// that a small document with many keeps the engine busy for minutes; and it takes an attribute that an element has
// twice, which no well-formed document has (XML 1.0, 3.1).
export const file = "ly/src/xml.c";

export function transform(text, { insertBefore, replace }) {
  const withLimit = replace(text, include, `${include}\n#define MAX_NAMESPACES 512\n#define MAX_ATTRIBUTES 512\n`);
  const withCheck = insertBefore(withLimit, opening, check);
  const bounded = replace(withCheck, namespace, `${limit}${namespace}`);
  const declared = replace(
    bounded,
    variables,
    `${variables}    struct lyxml_elem seen[MAX_ATTRIBUTES];\n    uint32_t count = 0;\n`,
  );
  return replace(
    declared,
    other,
    `${other}            LY_CHECK_ERR_GOTO(ret = ${call}, if (dynamic) free(value), cleanup);\n`,
  );
}

const include = '#include "tree_schema_internal.h"\n';

const opening = `\
static LY_ERR
lyxml_open_element(struct lyxml_ctx *xmlctx, const char *prefix, size_t prefix_len, const char *name, size_t name_len)
`;

const check = `\
static LY_ERR
lyxml_check_attribute(struct lyxml_ctx *xmlctx, struct lyxml_elem *seen, uint32_t *count, struct lyxml_elem attribute)
{
    if (*count == MAX_ATTRIBUTES) {
        LOGERR(xmlctx->ctx, LY_EINVAL, "The maximum number of attributes has been exceeded.");
        return LY_EINVAL;
    }
    for (uint32_t i = 0; i < *count; ++i) {
        if ((seen[i].name_len == attribute.name_len) && (seen[i].prefix_len == attribute.prefix_len) &&
                !memcmp(seen[i].name, attribute.name, attribute.name_len) &&
                !memcmp(seen[i].prefix, attribute.prefix, attribute.prefix_len)) {
            LOGVAL(xmlctx->ctx, LYVE_SYNTAX, "Duplicate attribute \\"%.*s\\".", (int)attribute.name_len, attribute.name);
            return LY_EVALID;
        }
    }
    seen[(*count)++] = attribute;
    return LY_SUCCESS;
}

`;

const call =
  "lyxml_check_attribute(xmlctx, seen, &count,\n                    (struct lyxml_elem) {prefix, name, prefix_len, name_len})";

const namespace =
  "    ns = malloc(sizeof *ns);\n    LY_CHECK_ERR_GOTO(!ns, LOGMEM(xmlctx->ctx); rc = LY_EMEM, cleanup);\n";

const limit = `\
    if (xmlctx->ns.count == MAX_NAMESPACES) {
        LOGERR(xmlctx->ctx, LY_EINVAL, "The maximum number of namespaces has been exceeded.");
        rc = LY_EINVAL;
        goto cleanup;
    }

`;

const variables = "    ly_bool ws_only, dynamic, is_ns;\n    uint32_t c;\n";

const other = "            /* not a namespace */\n            is_ns = 0;\n";
