#include "objects.h"

#include <string.h>

#include "text.h"
#include "tree_data_internal.h"

static bool write_members(const struct lyd_node *first, const struct lys_module *module);

static void
write_literal(const struct lyd_value *value, const char *canonical)
{
    switch (value->realtype->basetype) {
    case LY_TYPE_UNION:
        write_literal(&value->subvalue->value, canonical);
        break;
    case LY_TYPE_BOOL:
    case LY_TYPE_INT8:
    case LY_TYPE_INT16:
    case LY_TYPE_INT32:
    case LY_TYPE_UINT8:
    case LY_TYPE_UINT16:
    case LY_TYPE_UINT32:
        text_add(canonical);
        break;
    case LY_TYPE_EMPTY:
        text_add("[null]");
        break;
    default:
        text_add_string(canonical);
    }
}

/* libyang prints {"module:name":CONTENT}: what stands between is what we want. */
static void
write_any(const struct lyd_node *node)
{
    size_t start = text_length(), content, end;
    const char *text;

    lyd_print_clb(text_print, NULL, node, LYD_JSON, LYD_PRINT_SHRINK);
    text = text_start() + start;
    content = strlen("{\"") + strlen(node->schema->module->name) + strlen(":") + strlen(node->schema->name) +
            strlen("\":");
    end = text_length() - start;
    while (end && text[end - 1] != '}') {
        end--;
    }
    if (end <= content + 1) {
        text_cut(start);
        text_add("null");
        return;
    }
    memmove((char *)text_start() + start, text + content, end - 1 - content);
    text_cut(start + end - 1 - content);
}

static bool
write_value(const struct lyd_node *node)
{
    bool holds_something;

    if (node->schema->nodetype & LYD_NODE_TERM) {
        write_literal(&((const struct lyd_node_term *)node)->value, lyd_get_value(node));
        return true;
    }
    if (node->schema->nodetype & LYD_NODE_ANY) {
        write_any(node);
        return true;
    }
    text_add("{");
    holds_something = write_members(lyd_child(node), node->schema->module);
    text_add("}");
    return holds_something || !lysc_is_np_cont(node->schema);
}

static void
write_name(const struct lysc_node *schema, const struct lys_module *module)
{
    text_add("\"");
    if (schema->module != module) {
        text_add(schema->module->name);
        text_add(":");
    }
    text_add(schema->name);
    text_add("\":");
}

/* All instances of a list or leaf-list, which stand together. */
static const struct lyd_node *
write_array(const struct lyd_node *node)
{
    const struct lyd_node *last = node;

    text_add("[");
    write_value(node);
    while ((node = next_instance(last))) {
        text_add(",");
        write_value(node);
        last = node;
    }
    text_add("]");
    return last;
}

/* `module` is that of the parent: its names stand without it. */
static bool
write_members(const struct lyd_node *first, const struct lys_module *module)
{
    const struct lyd_node *node;
    bool wrote = false;

    LY_LIST_FOR(first, node) {
        size_t before = text_length();

        if (constraints_of(node->schema)->registered) {
            continue;
        }
        text_add(wrote ? "," : "");
        write_name(node->schema, module);
        if (node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) {
            node = write_array(node);
        } else if (!write_value(node)) {
            text_cut(before);
            continue;
        }
        wrote = true;
    }
    return wrote;
}

bool
object_write_content(const struct lyd_node *object)
{
    size_t start = text_length();

    if (write_value(object)) {
        return true;
    }
    text_cut(start);
    return false;
}

static void
write_keys(const struct config_tree *tree, const struct lyd_node *node, bool *wrote)
{
    const struct lyd_node *key;

    if (!node) {
        return;
    }
    write_keys(tree, parent_of(tree, node), wrote);
    if (node->schema->nodetype != LYS_LIST) {
        return;
    }
    for (key = lyd_child(node); key && lysc_is_key(key->schema); key = key->next) {
        text_add(*wrote ? ",[" : "[");
        text_add_string(node->schema->name);
        text_add(",");
        text_add_string(key->schema->name);
        text_add(",");
        text_add_string(lyd_get_value(key));
        text_add("]");
        *wrote = true;
    }
}

void
object_write_identity(const struct config_tree *tree, const struct lyd_node *object)
{
    bool wrote = false;

    text_add("\"schema\":");
    text_add_number(node_info_of(object->schema)->id);
    text_add(",\"path\":");
    text_add_path(tree, object);
    text_add(",\"keys\":[");
    write_keys(tree, object, &wrote);
    text_add("]");
}
