/* Metadata (RFC 7952) of data nodes, opaque nodes and their attributes. */
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

/* `name` is "module:annotation". */
EXPORT(lyw_metadata_add) LY_ERR lyw_metadata_add(struct lyd_node *node, const char *name, const char *value)
{
    operation_begin(LYD_CTX(node));
    return lyd_new_meta(LYD_CTX(node), node, NULL, name, value, 0, NULL);
}

/* Removes the annotation of that module and name. LY_ENOTFOUND: it was not there. */
EXPORT(lyw_metadata_remove) LY_ERR lyw_metadata_remove(struct lyd_node *node, const char *name)
{
    struct lyd_meta *meta = lyd_find_meta(node->meta, NULL, name);

    if (!meta) {
        return LY_ENOTFOUND;
    }
    lyd_free_meta_single(meta);
    return LY_SUCCESS;
}

/*
 * An opaque node: data without schema. `module` is a namespace with a prefix (XML) or a module name (JSON).
 * Result 0: root of the tree, result 1: the node.
 */
EXPORT(lyw_opaque_new)
LY_ERR lyw_opaque_new(const struct ly_ctx *context, struct lyd_node *parent, const char *name, const char *value,
        const char *prefix, const char *module, int is_xml)
{
    struct lyd_node *node = NULL;
    LY_ERR status;

    operation_begin(context);
    if (is_xml) {
        status = lyd_new_opaq2(parent, context, name, value, prefix, module, &node);
    } else {
        status = lyd_new_opaq(parent, context, name, value, prefix, module, &node);
    }
    result_set(0, tree_root(node));
    result_set(1, node);
    return status;
}

/* An attribute of an opaque node; `name` may have a prefix, `module` as above or NULL. */
EXPORT(lyw_attribute_add)
LY_ERR lyw_attribute_add(struct lyd_node *node, const char *module, const char *name, const char *value, int is_xml)
{
    operation_begin(LYD_CTX(node));
    return is_xml ? lyd_new_attr2(node, module, name, value, NULL) : lyd_new_attr(node, module, name, value, NULL);
}

EXPORT(lyw_attribute_remove) LY_ERR lyw_attribute_remove(struct lyd_node *node, const char *name)
{
    struct lyd_attr *attribute = node->schema ? NULL : ((struct lyd_node_opaq *)node)->attr;

    while (attribute && strcmp(attribute->name.name, name)) {
        attribute = attribute->next;
    }
    if (!attribute) {
        return LY_ENOTFOUND;
    }
    lyd_free_attr_single(LYD_CTX(node), attribute);
    return LY_SUCCESS;
}
