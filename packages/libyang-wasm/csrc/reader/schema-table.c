/* The numbered schema nodes as text for the host. */
#include <string.h>

#include <libyang.h>
#include <plugins_types.h>

#include "byte-buffer.h"
#include "errors.h"
#include "export.h"
#include "node-info.h"
#include "output.h"
#include "tree_schema_internal.h"

static void put_flag(struct byte_buffer *out, const char *name, bool is_set)
{
    if (is_set) {
        buffer_put_member(out, name);
        buffer_put_text(out, "true");
    }
}

static const char *kind_name(uint16_t nodetype)
{
    switch (nodetype) {
    case LYS_RPC:
        return "rpc";
    case LYS_INPUT:
        return "input";
    case LYS_OUTPUT:
        return "output";
    default:
        return lys_nodetype2str(nodetype);
    }
}

static bool is_data_ancestor(const struct lysc_node *schema)
{
    return !(schema->nodetype & (LYS_CHOICE | LYS_CASE));
}

/* Choices and cases are not in data, so the path passes over them; their own paths end with their names. */
static void put_path(struct byte_buffer *out, const struct lysc_node *schema)
{
    const struct lysc_node *parent = schema->parent;

    while (parent && !is_data_ancestor(parent)) {
        parent = parent->parent;
    }
    if (parent) {
        put_path(out, parent);
    }
    buffer_put_byte(out, '/');
    if (!parent || parent->module != schema->module) {
        buffer_put_text(out, schema->module->name);
        buffer_put_byte(out, ':');
    }
    buffer_put_text(out, schema->name);
}

/* Types with a plugin of their own (addresses, dates) know several ways to write a value. */
static bool is_verbatim(const struct lysc_type *type)
{
    return type->plugin->store == lyplg_type_store_string;
}

static void put_type(struct byte_buffer *out, const struct lysc_type *type)
{
    bool is_leafref = type->basetype == LY_TYPE_LEAFREF;
    const struct lysc_type *real = is_leafref ? ((const struct lysc_type_leafref *)type)->realtype : type;

    buffer_put_text_member(out, "type", lys_datatype2str(real->basetype));
    put_flag(out, "verbatim", is_verbatim(real));
    put_flag(out, "leafref", is_leafref);
}

static void put_default(struct byte_buffer *out, const struct ly_ctx *context, const struct lyd_value *value)
{
    buffer_put_json_string(out, lyd_value_get_canonical(context, value));
}

static void put_leaf(struct byte_buffer *out, const struct lysc_node_leaf *leaf)
{
    put_type(out, leaf->type);
    if (leaf->dflt) {
        buffer_put_member(out, "default");
        buffer_put_byte(out, '[');
        put_default(out, leaf->module->ctx, leaf->dflt);
        buffer_put_byte(out, ']');
    }
}

static void put_limits(struct byte_buffer *out, uint32_t min, uint32_t max)
{
    if (min) {
        buffer_put_number_member(out, "min", min);
    }
    if (max && max != UINT32_MAX) {
        buffer_put_number_member(out, "max", max);
    }
}

static void put_leaf_list(struct byte_buffer *out, const struct lysc_node_leaflist *list)
{
    LY_ARRAY_COUNT_TYPE index;

    put_type(out, list->type);
    put_limits(out, list->min, list->max);
    if (list->dflts) {
        buffer_put_member(out, "default");
        buffer_put_byte(out, '[');
        LY_ARRAY_FOR(list->dflts, index) {
            buffer_put_separator(out);
            put_default(out, list->module->ctx, list->dflts[index]);
        }
        buffer_put_byte(out, ']');
    }
}

static void put_list(struct byte_buffer *out, const struct lysc_node_list *list)
{
    const struct lysc_node *child;

    buffer_put_member(out, "keys");
    buffer_put_byte(out, '[');
    for (child = list->child; child; child = child->next) {
        if (lysc_is_key(child)) {
            buffer_put_separator(out);
            buffer_put_json_string(out, child->name);
        }
    }
    buffer_put_byte(out, ']');
    put_limits(out, list->min, list->max);
}

/* RFC 8341 7: nacm:default-deny-write and nacm:default-deny-all. */
static void put_default_access(struct byte_buffer *out, const struct lysc_node *schema)
{
    LY_ARRAY_COUNT_TYPE index;

    LY_ARRAY_FOR(schema->exts, index) {
        const struct lysc_ext *extension = schema->exts[index].def;

        if (!strcmp(extension->module->name, "ietf-netconf-acm") && !strncmp(extension->name, "default-deny-", 13)) {
            buffer_put_text_member(out, "nacm", extension->name);
        }
    }
}

/* Extensions by "module:name"; those of RFC 8341 have a member of their own. */
static void put_extensions(struct byte_buffer *out, const struct lysc_node *schema)
{
    bool is_first = true;
    LY_ARRAY_COUNT_TYPE index;

    LY_ARRAY_FOR(schema->exts, index) {
        const struct lysc_ext *extension = schema->exts[index].def;

        if (!strcmp(extension->module->name, "ietf-netconf-acm")) {
            continue;
        }
        if (is_first) {
            buffer_put_member(out, "extensions");
            buffer_put_byte(out, '[');
            is_first = false;
        }
        buffer_put_separator(out);
        buffer_put_byte(out, '"');
        buffer_put_text(out, extension->module->name);
        buffer_put_byte(out, ':');
        buffer_put_text(out, extension->name);
        buffer_put_byte(out, '"');
    }
    if (!is_first) {
        buffer_put_byte(out, ']');
    }
}

static bool is_user_ordered(const struct lysc_node *schema)
{
    return (schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) && lysc_is_userordered(schema);
}

static void put_status(struct byte_buffer *out, const struct lysc_node *schema)
{
    if (schema->flags & LYS_STATUS_DEPRC) {
        buffer_put_text_member(out, "status", "deprecated");
    } else if (schema->flags & LYS_STATUS_OBSLT) {
        buffer_put_text_member(out, "status", "obsolete");
    }
}

static void put_row(struct byte_buffer *out, const struct node_info *info)
{
    const struct lysc_node *schema = info->schema;

    buffer_put_byte(out, '{');
    buffer_put_number_member(out, "id", info->id);
    buffer_put_number_member(out, "parent", schema->parent ? (int64_t)node_info_of(schema->parent)->id : -1);
    buffer_put_text_member(out, "module", schema->module->name);
    buffer_put_text_member(out, "name", schema->name);
    buffer_put_text_member(out, "kind", kind_name(schema->nodetype));
    put_flag(out, "config", schema->flags & LYS_CONFIG_W);
    put_flag(out, "presence", schema->nodetype == LYS_CONTAINER && (schema->flags & LYS_PRESENCE));
    put_flag(out, "mandatory", schema->flags & LYS_MAND_TRUE);
    put_flag(out, "userOrdered", is_user_ordered(schema));
    if (schema->nodetype == LYS_LEAF) {
        put_leaf(out, (const struct lysc_node_leaf *)schema);
    } else if (schema->nodetype == LYS_LEAFLIST) {
        put_leaf_list(out, (const struct lysc_node_leaflist *)schema);
    } else if (schema->nodetype == LYS_LIST) {
        put_list(out, (const struct lysc_node_list *)schema);
    }
    put_default_access(out, schema);
    put_extensions(out, schema);
    put_status(out, schema);
    buffer_put_member(out, "path");
    buffer_put_byte(out, '"');
    put_path(out, schema);
    buffer_put_text(out, "\"}");
}

/*
 * The output: a JSON array with one object for each schema node of a complete context, in the order of the ids. Numbers
 * the nodes where that was not done before, or where the context has changed since.
 */
EXPORT(lyw_schema_table) LY_ERR lyw_schema_table(struct ly_ctx *context)
{
    const struct node_table *table;
    struct byte_buffer rows = {0};

    operation_begin(context);
    if (!node_info_is_current(context)) {
        node_info_number(context);
    }
    table = node_info_table(context);
    if (!table) {
        return LY_EMEM;
    }
    buffer_put_byte(&rows, '[');
    for (uint32_t id = 0; id < table->count; id++) {
        buffer_put_separator(&rows);
        put_row(&rows, &table->nodes[id]);
    }
    buffer_put_byte(&rows, ']');
    return output_take(&rows);
}
