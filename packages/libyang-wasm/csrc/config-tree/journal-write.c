#include "replay.h"

#include <stdlib.h>

#include "changes.h"
#include "text.h"
#include "tree_data_internal.h"

enum { MAX_DEPTH = 512 };

static void
add_name(const struct lysc_node *schema, const struct lysc_node *parent)
{
    if (!parent || parent->module != schema->module) {
        text_add("\"");
        text_add(schema->module->name);
        text_add(":");
        text_add(schema->name);
        text_add("\"");
    } else {
        text_add_string(schema->name);
    }
}

/* The keys of an entry, or the value of a leaf-list entry, each with a comma in front. */
static void
add_keys(const struct lyd_node *entry)
{
    const struct lyd_node *key;

    if (entry->schema->nodetype == LYS_LEAFLIST) {
        text_add(",");
        text_add_string(lyd_get_value(entry));
    } else if (entry->schema->nodetype == LYS_LIST) {
        for (key = lyd_child(entry); key && lysc_is_key(key->schema); key = key->next) {
            text_add(",");
            text_add_string(lyd_get_value(key));
        }
    }
}

static void
add_steps(const struct config_tree *tree, const struct lyd_node *node)
{
    const struct lyd_node *steps[MAX_DEPTH];
    const struct lysc_node *parent = NULL;
    uint32_t depth = 0;

    for (; node && depth < MAX_DEPTH; node = parent_of(tree, node)) {
        steps[depth++] = node;
    }
    text_add("[");
    while (depth--) {
        bool is_entry = steps[depth]->schema->nodetype & (LYS_LIST | LYS_LEAFLIST);

        text_add(parent ? "," : "");
        text_add(is_entry ? "[" : "");
        add_name(steps[depth]->schema, parent);
        add_keys(steps[depth]);
        text_add(is_entry ? "]" : "");
        parent = steps[depth]->schema;
    }
    text_add("]");
}

static uint32_t
journal_flags(uint32_t node_flags)
{
    return (node_flags & LYD_DEFAULT ? 1 : 0) | (node_flags & LYD_WHEN_TRUE ? 2 : 0);
}

static void
add_any(const struct lyd_node *node)
{
    const struct lyd_node_any *any = (const struct lyd_node_any *)node;
    char *text = NULL;

    text_add(",");
    text_add_number(journal_flags(node->flags));
    text_add(",");
    text_add_number(any->value_type);
    text_add(",");
    lyd_any_value_str(node, &text);
    text_add_string(text ? text : "");
    free(text);
}

static void
add_node(const struct lyd_node *node, const struct lysc_node *parent)
{
    const struct lyd_node *child;

    text_add("[");
    add_name(node->schema, parent);
    if (node->schema->nodetype & LYD_NODE_ANY) {
        add_any(node);
    } else if (journal_flags(node->flags)) {
        text_add(",");
        text_add_number(journal_flags(node->flags));
    }
    if (node->schema->nodetype & LYD_NODE_TERM) {
        text_add(",");
        text_add_string(lyd_get_value(node));
    } else if (node->schema->nodetype & LYD_NODE_INNER) {
        LY_LIST_FOR(lyd_child(node), child) {
            text_add(",");
            add_node(child, node->schema);
        }
    }
    text_add("]");
}

static void
add_place(const struct place *place)
{
    size_t start = text_length();

    if (!place->placed) {
        return;
    }
    text_add(",[");
    if (place->after) {
        add_keys(place->after);
        /* the first key has its comma in front, too */
        char *bytes = (char *)text_start() + start;

        bytes[2] = ' ';
    }
    text_add("]");
}

static void
add_value(const char *value, uint32_t flags)
{
    text_add(",");
    text_add_string(value);
    text_add(",");
    text_add_number(flags);
}

static void
add_creation(const struct config_tree *tree, const struct change *change)
{
    struct place place = change_place(change);

    text_add("[\"create\",");
    add_steps(tree, change->parent);
    text_add(",");
    add_node(change->node, change->parent ? change->parent->schema : NULL);
    add_place(&place);
}

static void
add_change(const struct config_tree *tree, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE:
        add_creation(tree, change);
        break;
    case CHANGE_DELETE:
        text_add("[\"delete\",");
        add_steps(tree, change->node);
        break;
    case CHANGE_VALUE:
        text_add("[\"value\",");
        add_steps(tree, change->node);
        add_value(lyd_get_value(change->node), journal_flags(change->node->flags));
        break;
    case CHANGE_MOVE:
        text_add("[\"move\",");
        add_steps(tree, change->node);
        add_place(&change->move->after);
        break;
    }
    text_add("]\n");
}

/* What takes a change back, in the state that the later changes have been taken back to. */
static void
add_inverse(const struct config_tree *tree, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE:
        text_add("[\"delete\",");
        add_steps(tree, change->node);
        break;
    case CHANGE_DELETE:
        add_creation(tree, change);
        break;
    case CHANGE_VALUE:
        text_add("[\"value\",");
        add_steps(tree, change->node);
        add_value(lyd_value_get_canonical(tree->context, &change->held->value), journal_flags(change->held->flags));
        break;
    case CHANGE_MOVE:
        text_add("[\"move\",");
        add_steps(tree, change->node);
        add_place(&change->move->before);
        break;
    }
    text_add("]\n");
}

void
journal_write_inverse(const struct config_tree *tree)
{
    text_reset();
    for (uint32_t i = tree->count; i--;) {
        if (!change_is_covered(tree, i)) {
            add_inverse(tree, change_at(tree, i));
        }
    }
}

void
journal_write(const struct config_tree *tree)
{
    text_reset();
    for (uint32_t i = 0; i < tree->count; i++) {
        if (!change_is_covered(tree, i)) {
            add_change(tree, change_at(tree, i));
        }
    }
}
