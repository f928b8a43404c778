#include "journal-nodes.h"

#include <string.h>

#include "ly_common.h"
#include "parser_data.h"
#include "tree_data_internal.h"
#include "tree_schema_internal.h"

static const struct lysc_node *
schema_named(const struct applier *applier, const struct lysc_node *parent, const char *name)
{
    const char *colon = strchr(name, ':');
    const struct lys_module *module = parent ? parent->module : NULL;

    if (colon) {
        module = ly_ctx_get_module_implemented2(applier->tree->context, name, colon - name);
        name = colon + 1;
    }
    return module ? lys_find_child(parent, module, name, 0, 0, 0) : NULL;
}

struct lyd_node *
journal_new_term(const struct lysc_node *schema, const char *value, size_t length)
{
    struct lyd_node *node = NULL;

    lyd_create_term(schema, value, length, 0, 1, NULL, LY_VALUE_JSON, NULL, LYD_HINT_DATA, NULL, &node);
    return node;
}

/* A node with the keys or the value that stand next, to search with. NULL if they do not fit. */
static struct lyd_node *
read_like(struct applier *applier, const struct lysc_node *schema)
{
    struct lyd_node *like = NULL, *key_node;
    const struct lysc_node *key;

    if (schema->nodetype == LYS_LEAFLIST) {
        const char *value = reader_string(&applier->reader);

        return journal_new_term(schema, value, applier->reader.string_length);
    }
    if (lyd_create_inner(schema, &like)) {
        return NULL;
    }
    for (key = lysc_node_child(schema); key && lysc_is_key(key); key = key->next) {
        const char *value = reader_string(&applier->reader);

        key_node = applier->reader.broken ? NULL : journal_new_term(key, value, applier->reader.string_length);
        if (!key_node) {
            lyd_free_tree(like);
            return NULL;
        }
        lyd_insert_node(like, NULL, key_node, LYD_INSERT_NODE_LAST);
    }
    lyd_hash(like);
    return like;
}

static struct lyd_node *
find_entry(struct applier *applier, struct lyd_node *parent, const struct lysc_node *schema)
{
    struct lyd_node *like = read_like(applier, schema);
    struct lyd_node *found = like ? find_counterpart(applier->tree, parent, like) : NULL;

    lyd_free_tree(like);
    return found;
}

static struct lyd_node *
read_step(struct applier *applier, struct lyd_node *parent)
{
    bool is_entry = reader_take(&applier->reader, '[');
    const struct lysc_node *schema = schema_named(applier, parent ? parent->schema : NULL,
            reader_string(&applier->reader));
    struct lyd_node *found = NULL;

    if (schema && is_entry && (schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
        found = find_entry(applier, parent, schema);
    } else if (schema && !is_entry) {
        found = find_instance(applier->tree, parent, schema);
    }
    if (is_entry && found) {
        reader_expect(&applier->reader, ']');
    }
    return found;
}

bool
journal_read_path(struct applier *applier, struct lyd_node **node)
{
    struct journal_reader *reader = &applier->reader;
    const char *start;

    *node = NULL;
    if (!reader_sees(reader, '[')) {
        return false;
    }
    start = strchr(reader->at, '[');
    if (applier->at_path && (size_t)(reader->end - start) > applier->path_length &&
            !memcmp(start, applier->path, applier->path_length) && is_attached(applier->at_path)) {
        reader->at = start + applier->path_length;
        *node = applier->at_path;
        return true;
    }
    reader_expect(reader, '[');
    while (!reader->broken && !reader_take(reader, ']')) {
        *node = read_step(applier, *node);
        if (!*node) {
            return false;
        }
    }
    applier->path = start;
    applier->path_length = reader->at - start;
    applier->at_path = *node;
    return !reader->broken;
}

static struct lyd_node *
new_any(const struct applier *applier, const struct lysc_node *schema, LYD_ANYDATA_VALUETYPE type, const char *text)
{
    struct lyd_node *node = NULL, *content = NULL;

    if (type != LYD_ANYDATA_DATATREE) {
        lyd_create_any(schema, text, type == LYD_ANYDATA_LYB ? LYD_ANYDATA_STRING : type, 0, &node);
        return node;
    }
    if (*text && lyd_parse_data_mem(applier->tree->context, text, LYD_XML, LYD_PARSE_ONLY | LYD_PARSE_OPAQ, 0,
            &content)) {
        return NULL;
    }
    if (lyd_create_any(schema, content, LYD_ANYDATA_DATATREE, 1, &node)) {
        lyd_free_all(content);
    }
    return node;
}

static struct lyd_node *
read_inner(struct applier *applier, const struct lysc_node *schema)
{
    struct lyd_node *node = NULL, *child;

    if (lyd_create_inner(schema, &node)) {
        return NULL;
    }
    while (reader_sees(&applier->reader, '[')) {
        child = journal_read_node(applier, schema);
        if (!child) {
            lyd_free_tree(node);
            return NULL;
        }
        lyd_insert_node(node, NULL, child, LYD_INSERT_NODE_LAST);
    }
    return node;
}

static void
set_flags(struct lyd_node *node, uint32_t flags)
{
    if (lysc_is_np_cont(node->schema)) {
        /* its children have decided */
        flags &= ~FLAG_DEFAULT;
    }
    node->flags |= (flags & FLAG_DEFAULT ? LYD_DEFAULT : 0) | (flags & FLAG_WHEN_TRUE ? LYD_WHEN_TRUE : 0);
}

struct lyd_node *
journal_read_node(struct applier *applier, const struct lysc_node *parent)
{
    struct journal_reader *reader = &applier->reader;
    const struct lysc_node *schema;
    struct lyd_node *node = NULL;
    uint32_t flags;

    reader_expect(reader, '[');
    schema = schema_named(applier, parent, reader_string(reader));
    if (!schema || reader->broken) {
        return NULL;
    }
    flags = reader_sees_number(reader) ? reader_number(reader) : 0;
    if (schema->nodetype & LYD_NODE_ANY) {
        LYD_ANYDATA_VALUETYPE type = reader_number(reader);

        node = new_any(applier, schema, type, reader_string(reader));
    } else if (schema->nodetype & LYD_NODE_TERM) {
        const char *value = reader_string(reader);

        node = journal_new_term(schema, value, reader->string_length);
    } else if (schema->nodetype & (LYS_CONTAINER | LYS_LIST)) {
        node = read_inner(applier, schema);
    }
    reader_expect(reader, ']');
    if (node && reader->broken) {
        lyd_free_tree(node);
        return NULL;
    }
    if (node) {
        set_flags(node, flags);
    }
    return node;
}

bool
journal_read_place(struct applier *applier, struct lyd_node *parent, const struct lysc_node *schema, struct place *place)
{
    *place = (struct place) {0};
    if (!reader_take(&applier->reader, '[')) {
        return true;
    }
    place->placed = true;
    if (!reader_sees(&applier->reader, ']')) {
        place->after = find_entry(applier, parent, schema);
        if (!place->after) {
            return false;
        }
    }
    reader_expect(&applier->reader, ']');
    return !applier->reader.broken;
}
