/* Undo, redo and the end of a log. Nodes are linked and unlinked; nothing is copied. */
#include "changes.h"

#include "index.h"
#include "tree_data_internal.h"

static void
put_in(struct config_tree *tree, struct change *change)
{
    link_node(tree, change->parent, change->node, &change->place);
    index_subtree(tree, change->node, change->parent);
}

static void
take_out(struct config_tree *tree, struct change *change)
{
    unindex_subtree(tree, change->node, change->parent);
    unlink_node(tree, change->node);
    mark_deleted(change->node, change - tree->log);
}

static void
restore_state(const struct change *change)
{
    if (change->created_by) {
        mark_created(change->node, change->created_by - 1);
    } else {
        change->node->priv = NULL;
    }
}

static void
swap_value(struct config_tree *tree, struct change *change)
{
    struct lyd_node *leaf = change->node;
    struct lyd_value *held = &((struct lyd_node_term *)leaf)->value;
    struct lyd_value value = *held;
    uint32_t flags = leaf->flags;

    unindex_subtree(tree, leaf, change->parent);
    *held = change->value;
    leaf->flags = change->flags;
    change->value = value;
    change->flags = flags;
    index_subtree(tree, leaf, change->parent);
    if (leaf->flags & LYD_DEFAULT) {
        lyd_np_cont_dflt_set(change->parent);
    } else {
        lyd_np_cont_dflt_del(change->parent);
    }
}

static void
undo(struct config_tree *tree, struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE:
        take_out(tree, change);
        break;
    case CHANGE_DELETE:
        put_in(tree, change);
        restore_state(change);
        break;
    case CHANGE_VALUE:
        swap_value(tree, change);
        break;
    case CHANGE_MOVE:
        unlink_node(tree, change->node);
        link_node(tree, change->parent, change->node, &change->place);
        break;
    }
}

static void
redo(struct config_tree *tree, struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE:
        put_in(tree, change);
        mark_created(change->node, change - tree->log);
        break;
    case CHANGE_DELETE:
        take_out(tree, change);
        break;
    case CHANGE_VALUE:
        swap_value(tree, change);
        break;
    case CHANGE_MOVE:
        unlink_node(tree, change->node);
        link_node(tree, change->parent, change->node, &change->new_place);
        break;
    }
}

uint32_t
log_mark(struct config_tree *tree)
{
    tree->fold_from = tree->count;
    return tree->count;
}

void
log_flip(struct config_tree *tree)
{
    if (tree->flipped) {
        for (uint32_t i = 0; i < tree->count; i++) {
            redo(tree, &tree->log[i]);
        }
    } else {
        for (uint32_t i = tree->count; i--;) {
            undo(tree, &tree->log[i]);
        }
    }
    tree->flipped = !tree->flipped;
}

static void
free_trash(struct config_tree *tree)
{
    for (uint32_t i = 0; i < tree->trash.count; i++) {
        lyd_free_tree(tree->trash.dnodes[i]);
    }
    tree->trash.count = 0;
}

static void
free_value(struct config_tree *tree, struct change *change)
{
    change->value.realtype->plugin->free(tree->context, &change->value);
}

/* Between two validations there is no position whose state is known to be valid. */
static void
restore_validated(struct config_tree *tree)
{
    if (tree->validated > tree->count) {
        tree->validated = tree->validated_before <= tree->count ? tree->validated_before : 0;
        tree->validated_before = 0;
    }
}

void
log_undo_to(struct config_tree *tree, uint32_t mark)
{
    uint32_t count = tree->count;

    for (uint32_t i = count; i > mark; i--) {
        undo(tree, &tree->log[i - 1]);
    }
    for (uint32_t i = mark; i < count; i++) {
        struct change *change = &tree->log[i];

        if (change->kind == CHANGE_CREATE) {
            ly_set_add(&tree->trash, change->node, 1, NULL);
        } else if (change->kind == CHANGE_VALUE) {
            free_value(tree, change);
        }
    }
    tree->count = mark < count ? mark : count;
    restore_validated(tree);
    tree->fold_from = tree->count;
    free_trash(tree);
}

void
log_accept(struct config_tree *tree)
{
    /* Deleted nodes may hold created ones: states are cleared before anything is freed. */
    for (uint32_t i = 0; i < tree->count; i++) {
        struct change *change = &tree->log[i];

        change->node->priv = NULL;
        if (change->kind == CHANGE_DELETE) {
            ly_set_add(&tree->trash, change->node, 1, NULL);
        } else if (change->kind == CHANGE_VALUE) {
            free_value(tree, change);
        }
    }
    tree->count = tree->validated = tree->validated_before = tree->fold_from = 0;
    free_trash(tree);
}
