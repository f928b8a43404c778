#include "datastore-body.h"

#include <stdbool.h>
#include <string.h>

#define RESTCONF_NAMESPACE "urn:ietf:params:xml:ns:yang:ietf-restconf"
#define WHITE_SPACE " \t\r\n"

static char *behind(char *text, const char *expected)
{
    size_t length = strlen(expected);

    text += strspn(text, WHITE_SPACE);
    return strncmp(text, expected, length) ? NULL : text + length;
}

/*
 * libyang takes everything in an unknown JSON object for unknown: the object is taken off as text. What is left is
 * parsed with all checks, so that nothing but the outermost member need be recognised here.
 */
bool unwrap_json_datastore(char **text, size_t *length)
{
    char *end = *text + *length;
    char *start = behind(*text, "{");

    start = start ? behind(start, "\"ietf-restconf:data\"") : NULL;
    start = start ? behind(start, ":") : NULL;
    while (end > *text && strchr(WHITE_SPACE, end[-1])) {
        end--;
    }
    if (!start || end <= start || end[-1] != '}') {
        return false;
    }
    end[-1] = '\0';
    *text = start;
    *length = end - 1 - start;
    return true;
}

static bool is_xml_datastore(const struct lyd_node *node)
{
    const struct lyd_node_opaq *opaque = (const struct lyd_node_opaq *)node;

    if (!node || node->schema || node->next || strcmp(opaque->name.name, "data")) {
        return false;
    }
    return opaque->name.module_ns && !strcmp(opaque->name.module_ns, RESTCONF_NAMESPACE);
}

/* Unknown and invalid data was let in with the unknown element around it: reported now. */
static LY_ERR check_nothing_unknown(const struct lyd_node *siblings)
{
    const struct lyd_node *root, *node;

    for (root = siblings; root; root = root->next) {
        LYD_TREE_DFS_BEGIN((struct lyd_node *)root, node) {
            if (!node->schema) {
                return lyd_parse_opaq_error(node);
            }
            LYD_TREE_DFS_END((struct lyd_node *)root, node);
        }
    }
    return LY_SUCCESS;
}

LY_ERR parse_xml_datastore(const struct ly_ctx *context, struct ly_in *in, struct lyd_node **root)
{
    uint32_t options = LYD_PARSE_ONLY | LYD_PARSE_OPAQ | LYD_PARSE_NO_STATE;
    struct lyd_node *datastore = NULL;
    LY_ERR status = lyd_parse_data(context, NULL, in, LYD_XML, options, 0, &datastore);

    if (!status && !is_xml_datastore(datastore)) {
        status = LY_ENOT;
    }
    while (!status && lyd_child(datastore)) {
        struct lyd_node *child = lyd_child(datastore);

        lyd_unlink_tree(child);
        status = lyd_insert_sibling(*root, child, root);
    }
    lyd_free_all(datastore);
    return status ? status : check_nothing_unknown(*root);
}
