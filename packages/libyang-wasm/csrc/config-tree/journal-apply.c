#include "replay.h"

#include "changes.h"
#include "journal-nodes.h"
#include "tree_data_internal.h"

static bool
apply_creation(struct applier *applier)
{
    struct lyd_node *parent, *node;
    struct place place;

    if (!journal_read_path(applier, &parent)) {
        return false;
    }
    node = journal_read_node(applier, parent ? parent->schema : NULL);
    if (!node) {
        return false;
    }
    if (!journal_read_place(applier, parent, node->schema, &place) || find_counterpart(applier->tree, parent, node)) {
        lyd_free_tree(node);
        return false;
    }
    tree_create(applier->tree, parent, node, &place);
    return true;
}

static bool
apply_value(struct applier *applier, struct lyd_node *leaf)
{
    const char *value = reader_string(&applier->reader);
    struct lyd_node *holder = NULL;

    if (leaf->schema->nodetype == LYS_LEAF && !applier->reader.broken) {
        holder = journal_new_term(leaf->schema, value, applier->reader.string_length);
    }
    if (!holder) {
        return false;
    }
    tree_set_value(applier->tree, leaf, &((struct lyd_node_term *)holder)->value,
            reader_number(&applier->reader) & FLAG_DEFAULT);
    lyd_free_tree(holder);
    return true;
}

static bool
apply_line(struct applier *applier)
{
    struct lyd_node *node;
    struct place place;
    const char *verb;
    char kind;

    reader_expect(&applier->reader, '[');
    verb = reader_string(&applier->reader);
    kind = verb[0];
    if (kind == 'c') {
        return apply_creation(applier);
    }
    if (!journal_read_path(applier, &node) || !node) {
        return false;
    }
    if (kind == 'd') {
        tree_delete(applier->tree, node);
        return true;
    }
    if (kind == 'v') {
        return apply_value(applier, node);
    }
    if (kind != 'm' || !lysc_is_userordered(node->schema) ||
            !journal_read_place(applier, lyd_parent(node), node->schema, &place)) {
        return false;
    }
    tree_move(applier->tree, node, &place);
    return true;
}

uint32_t
journal_apply(struct config_tree *tree, const char *text, size_t length, bool tolerant)
{
    struct applier applier = {.tree = tree, .reader = {.at = text, .end = text + length}};
    uint32_t mark = log_mark(tree), line = 0, failed = 0;
    bool more = length > 0;

    ly_err_clean(tree->context, NULL);
    for (; more && !failed; more = reader_next_line(&applier.reader)) {
        line++;
        if (!apply_line(&applier) && !tolerant) {
            failed = line;
        }
    }
    if (failed) {
        log_undo_to(tree, mark);
    }
    ly_err_clean(tree->context, NULL);
    reader_release(&applier.reader);
    return failed;
}
