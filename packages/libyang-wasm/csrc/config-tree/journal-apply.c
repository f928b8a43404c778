#include "replay.h"

#include "changes.h"
#include "journal-nodes.h"
#include "tree_data_internal.h"

/* Gives an existing node what was to be created with it; takes over what is new below. */
static void
merge_creation(struct config_tree *tree, struct lyd_node *existing, struct lyd_node *wanted)
{
    const struct place anywhere = {0};
    struct lyd_node *child, *next;

    if (wanted->flags & LYD_DEFAULT) {
        return;
    }
    if (wanted->schema->nodetype == LYS_LEAF && !lysc_is_key(wanted->schema)) {
        tree_set_value(tree, existing, &((struct lyd_node_term *)wanted)->value, false);
    }
    LY_LIST_FOR_SAFE(lyd_child_no_keys(wanted), next, child) {
        struct lyd_node *counterpart = find_counterpart(tree, existing, child);

        if (counterpart) {
            merge_creation(tree, counterpart, child);
        } else if (!(child->flags & LYD_DEFAULT)) {
            lyd_unlink_tree(child);
            tree_create(tree, existing, child, &anywhere);
        }
    }
}

static bool
apply_creation(struct applier *applier)
{
    struct lyd_node *parent, *node, *existing;
    struct place place;

    if (!journal_read_path(applier, &parent)) {
        return false;
    }
    node = journal_read_node(applier, parent ? parent->schema : NULL);
    if (!node) {
        return false;
    }
    if (!journal_read_place(applier, parent, node->schema, &place)) {
        lyd_free_tree(node);
        return false;
    }
    existing = find_counterpart(applier->tree, parent, node);
    if (existing) {
        if (applier->tolerant) {
            merge_creation(applier->tree, existing, node);
        }
        lyd_free_tree(node);
        return applier->tolerant;
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
    struct applier applier = {.tolerant = tolerant, .tree = tree, .reader = {.at = text, .end = text + length}};
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
