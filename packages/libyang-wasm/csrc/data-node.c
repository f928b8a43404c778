/* One node of a data tree: its neighbours, what it is, and its metadata or attributes. */
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

EXPORT(lyw_node_parent) const struct lyd_node *lyw_node_parent(const struct lyd_node *node)
{
    return lyd_parent(node);
}

EXPORT(lyw_node_child) const struct lyd_node *lyw_node_child(const struct lyd_node *node)
{
    return lyd_child(node);
}

EXPORT(lyw_node_next) const struct lyd_node *lyw_node_next(const struct lyd_node *node)
{
    return node->next;
}

EXPORT(lyw_node_schema) const struct lysc_node *lyw_node_schema(const struct lyd_node *node)
{
    return node->schema;
}

/* The namespace or module name that an opaque node was read with; may be NULL. */
static const char *opaque_module(const struct lyd_node_opaq *node)
{
    return node->format == LY_VALUE_XML ? node->name.module_ns : node->name.module_name;
}

/*
 * Result 0: kind (LYS_* of the schema node, 0 for an opaque one); result 1: the node's flags (LYD_DEFAULT ...);
 * result 2: 1 if it has a value. Output: name; module name, for an opaque node what stands in its place; value.
 */
EXPORT(lyw_node_describe) LY_ERR lyw_node_describe(const struct lyd_node *node)
{
    const char *value = node_value_text(node);

    output_reset();
    result_set_u32(0, node->schema ? node->schema->nodetype : 0);
    result_set_u32(1, node->flags);
    result_set_u32(2, value ? 1 : 0);
    output_append_string(LYD_NAME(node));
    if (node->schema) {
        output_append_string(node->schema->module->name);
    } else {
        output_append_string(opaque_module((const struct lyd_node_opaq *)node));
    }
    output_append_string(value);
    return output_status(LY_SUCCESS);
}

EXPORT(lyw_node_path) LY_ERR lyw_node_path(const struct lyd_node *node, LYD_PATH_TYPE type)
{
    char *path = lyd_path(node, type, NULL, 0);

    output_reset();
    if (!path) {
        return LY_EMEM;
    }
    output_append(path, strlen(path));
    free(path);
    return output_status(LY_SUCCESS);
}

/* The content of an anydata or anyxml node as text. */
EXPORT(lyw_node_any_text) LY_ERR lyw_node_any_text(const struct lyd_node *node)
{
    char *text = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(node));
    status = lyd_any_value_str(node, &text);
    if (text) {
        output_append(text, strlen(text));
    }
    free(text);
    return output_status(status);
}

static uint32_t append_metadata(const struct lyd_node *node)
{
    uint32_t count = 0;

    for (const struct lyd_meta *meta = node->meta; meta; meta = meta->next) {
        if (lyd_meta_is_internal(meta)) {
            continue;
        }
        output_append_string(meta->annotation->module->name);
        output_append_string(meta->name);
        output_append_string(lyd_get_meta_value(meta));
        count++;
    }
    return count;
}

static uint32_t append_attributes(const struct lyd_node_opaq *node)
{
    uint32_t count = 0;

    for (const struct lyd_attr *attribute = node->attr; attribute; attribute = attribute->next) {
        output_append_string(attribute->format == LY_VALUE_XML ? attribute->name.module_ns : attribute->name.module_name);
        output_append_string(attribute->name.name);
        output_append_string(attribute->value);
        count++;
    }
    return count;
}

/*
 * Metadata of a data node, attributes of an opaque one. Result 0: their count. Output: for each the module name (for
 * an XML attribute its namespace), the name and the value.
 */
EXPORT(lyw_node_annotations) LY_ERR lyw_node_annotations(const struct lyd_node *node)
{
    output_reset();
    if (node->schema) {
        result_set_u32(0, append_metadata(node));
    } else {
        result_set_u32(0, append_attributes((const struct lyd_node_opaq *)node));
    }
    return output_status(LY_SUCCESS);
}
