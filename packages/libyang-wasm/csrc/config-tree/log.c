/* Undo, redo and the end of a log. Nodes are linked and unlinked; nothing is copied. */
#include "changes.h"

#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "tree_data_internal.h"

struct change *
log_append(struct config_tree *tree)
{
    uint32_t blocks = tree->log_blocks;

    if (tree->count == blocks * LOG_BLOCK_CHANGES) {
        /* the table of blocks doubles */
        if (!(blocks & (blocks - 1))) {
            tree->log = resize_or_trap(tree->log, (blocks ? blocks * 2 : 1) * sizeof *tree->log);
        }
        tree->log[blocks] = resize_or_trap(NULL, LOG_BLOCK_CHANGES * sizeof **tree->log);
        tree->log_blocks++;
    }
    return memset(change_at(tree, tree->count++), 0, sizeof(struct change));
}

/* One block stays: the next edit is probably small. */
static void
truncate_log(struct config_tree *tree, uint32_t count)
{
    uint32_t needed = count / LOG_BLOCK_CHANGES + 1;

    tree->count = count;
    while (tree->log_blocks > needed) {
        free(tree->log[--tree->log_blocks]);
    }
}

struct place
change_place(const struct change *change)
{
    return change->kind == CHANGE_MOVE ? change->move->before :
            (struct place) {.placed = change->placed, .after = change->after};
}

static void
put_in(struct config_tree *tree, struct change *change)
{
    struct place place = change_place(change);

    link_node(tree, change->parent, change->node, &place);
    index_subtree(tree, change->node, change->parent);
}

static void
take_out(struct config_tree *tree, uint32_t position)
{
    struct change *change = change_at(tree, position);

    unindex_subtree(tree, change->node, change->parent);
    unlink_node(tree, change->node);
    mark_deleted(change->node, position);
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
    *held = change->held->value;
    leaf->flags = change->held->flags;
    *change->held = (struct held_value) {.value = value, .flags = flags};
    index_subtree(tree, leaf, change->parent);
    if (leaf->flags & LYD_DEFAULT) {
        lyd_np_cont_dflt_set(change->parent);
    } else {
        lyd_np_cont_dflt_del(change->parent);
    }
}

static void
move_to(struct config_tree *tree, struct change *change, const struct place *place)
{
    unlink_node(tree, change->node);
    link_node(tree, change->parent, change->node, place);
}

static void
undo(struct config_tree *tree, uint32_t position)
{
    struct change *change = change_at(tree, position);

    switch (change->kind) {
    case CHANGE_CREATE:
        take_out(tree, position);
        break;
    case CHANGE_DELETE:
        put_in(tree, change);
        restore_state(change);
        break;
    case CHANGE_VALUE:
        swap_value(tree, change);
        break;
    case CHANGE_MOVE:
        move_to(tree, change, &change->move->before);
        break;
    }
}

static void
redo(struct config_tree *tree, uint32_t position)
{
    struct change *change = change_at(tree, position);

    switch (change->kind) {
    case CHANGE_CREATE:
        put_in(tree, change);
        mark_created(change->node, position);
        break;
    case CHANGE_DELETE:
        take_out(tree, position);
        break;
    case CHANGE_VALUE:
        swap_value(tree, change);
        break;
    case CHANGE_MOVE:
        move_to(tree, change, &change->move->after);
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
            redo(tree, i);
        }
    } else {
        for (uint32_t i = tree->count; i--;) {
            undo(tree, i);
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

/* What only the change holds. */
static void
free_content(struct config_tree *tree, struct change *change)
{
    if (change->kind == CHANGE_VALUE) {
        change->held->value.realtype->plugin->free(tree->context, &change->held->value);
        free(change->held);
    } else if (change->kind == CHANGE_MOVE) {
        free(change->move);
    }
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
        undo(tree, i - 1);
    }
    for (uint32_t i = mark; i < count; i++) {
        struct change *change = change_at(tree, i);

        if (change->kind == CHANGE_CREATE) {
            ly_set_add(&tree->trash, change->node, 1, NULL);
        }
        free_content(tree, change);
    }
    truncate_log(tree, mark < count ? mark : count);
    restore_validated(tree);
    tree->fold_from = tree->count;
    free_trash(tree);
}

void
log_accept(struct config_tree *tree)
{
    /* Deleted nodes may hold created ones: states are cleared before anything is freed. */
    for (uint32_t i = 0; i < tree->count; i++) {
        struct change *change = change_at(tree, i);

        change->node->priv = NULL;
        if (change->kind == CHANGE_DELETE) {
            ly_set_add(&tree->trash, change->node, 1, NULL);
        }
        free_content(tree, change);
    }
    truncate_log(tree, 0);
    tree->validated = tree->validated_before = tree->fold_from = 0;
    free_trash(tree);
}
