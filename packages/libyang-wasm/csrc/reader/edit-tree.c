/* Edits that name one node by its path, and what an edit says about a node. RFC 6241 7.2, RFC 7950 7.8.6 */
#include <stdio.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"

/* The module of a name such as "ietf-netconf:operation"; `*name` becomes what is behind the colon. */
static const struct lys_module *module_of(const struct ly_ctx *context, const char *qualified, const char **name)
{
    const char *colon = strchr(qualified, ':');
    char module_name[256];

    if (!colon || (size_t)(colon - qualified) >= sizeof module_name) {
        return NULL;
    }
    memcpy(module_name, qualified, colon - qualified);
    module_name[colon - qualified] = '\0';
    *name = colon + 1;
    return ly_ctx_get_module_implemented(context, module_name);
}

/* A leaf without a value is an opaque node: here such as the parser makes of <leaf nc:operation="delete"/>. */
static LY_ERR as_parsed_from_xml(const struct ly_ctx *context, struct lyd_node **node)
{
    struct lyd_node_opaq *opaque = (struct lyd_node_opaq *)*node;
    const struct lys_module *module = ly_ctx_get_module_implemented(context, opaque->name.module_name);
    struct lyd_node *parent = lyd_parent(*node), *made = NULL;
    LY_ERR status;

    if (!module) {
        return LY_ENOTFOUND;
    }
    status = lyd_new_opaq2(parent, context, opaque->name.name, NULL, NULL, module->ns, &made);
    if (!status) {
        lyd_free_tree(*node);
        *node = made;
    }
    return status;
}

/* Result 0: a tree of the nodes of an instance path; result 1: the last of them. */
EXPORT(lyw_edit_tree) LY_ERR lyw_edit_tree(const struct ly_ctx *context, const char *path)
{
    struct lyd_node *root = NULL, *last = NULL;
    LY_ERR status;

    operation_begin(context);
    status = lyd_new_path2(NULL, context, path, NULL, 0, 0, LYD_NEW_PATH_OPAQ, &root, &last);
    if (!status && !last->schema) {
        bool is_root = root == last;

        status = as_parsed_from_xml(context, &last);
        root = is_root ? last : root;
    }
    if (status) {
        lyd_free_all(root);
        return status;
    }
    result_set(0, root);
    result_set(1, last);
    return LY_SUCCESS;
}

/* The attribute that an XML parser would have left there. */
static LY_ERR add_attribute(struct lyd_node *node, const char *qualified, const char *value)
{
    const char *name;
    const struct lys_module *module = module_of(LYD_CTX(node), qualified, &name);
    char prefixed[512];

    if (!module) {
        return LY_ENOTFOUND;
    }
    snprintf(prefixed, sizeof prefixed, "%s:%s", module->prefix, name);
    return lyd_new_attr2(node, module->ns, prefixed, value, NULL);
}

/* Adds an annotation such as "ietf-netconf:operation" or "yang:insert" to a node. */
EXPORT(lyw_set_edit_metadata)
LY_ERR lyw_set_edit_metadata(struct lyd_node *node, const char *qualified, const char *value)
{
    operation_begin(LYD_CTX(node));
    if (node->schema) {
        return lyd_new_meta(NULL, node, NULL, qualified, value, 0, NULL);
    }
    return add_attribute(node, qualified, value);
}
