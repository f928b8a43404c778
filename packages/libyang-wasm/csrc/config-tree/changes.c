#include "changes.h"

#include <string.h>

#include "index.h"
#include "tree_data_internal.h"
#include "validate.h"

static struct change *
new_change(struct config_tree *tree, enum change_kind kind, struct lyd_node *node, struct lyd_node *parent)
{
    struct change *change = log_append(tree);

    change->kind = kind;
    change->node = node;
    change->parent = parent;
    change->implicit = tree->implicit;
    change->settled = tree->settling && kind == CHANGE_CREATE;
    return change;
}

static void
set_place(struct change *change, struct place place)
{
    change->placed = place.placed;
    change->after = place.after;
}

/*
 * Changes inside a subtree whose creation can only be undone as a whole are part of that creation. Once the subtree
 * was marked or validated they are changes of their own.
 */
static bool
is_folded(const struct config_tree *tree, const struct lyd_node *parent)
{
    uint32_t from = tree->fold_from > tree->validated ? tree->fold_from : tree->validated;

    return parent && creation_of(tree, parent) > from;
}

static void
note_late_change(struct config_tree *tree, struct lyd_node *node, struct lyd_node *parent, bool deleted)
{
    struct late_change late = {.node = node, .parent = parent, .deleted = deleted};

    if (deleted || !tree->settling) {
        validation_note(tree->validation, &late);
    }
}

void
tree_create(struct config_tree *tree, struct lyd_node *parent, struct lyd_node *node, const struct place *place)
{
    link_node(tree, parent, node, place);
    index_subtree(tree, node, parent);
    if (is_folded(tree, parent)) {
        note_late_change(tree, node, parent, false);
        return;
    }
    set_place(new_change(tree, CHANGE_CREATE, node, parent), place_of(node));
    mark_created(node, tree->count - 1);
}

void
tree_delete(struct config_tree *tree, struct lyd_node *node)
{
    struct lyd_node *parent = lyd_parent(node);
    struct place place = place_of(node);

    unindex_subtree(tree, node, parent);
    unlink_node(tree, node);
    if (is_folded(tree, parent)) {
        mark_trash(node);
        ly_set_add(&tree->trash, node, 1, NULL);
        note_late_change(tree, node, parent, true);
        return;
    }
    struct change *change = new_change(tree, CHANGE_DELETE, node, parent);

    set_place(change, place);
    change->created_by = own_creation(node);
    mark_deleted(node, tree->count - 1);
}

static void
set_default_flag(struct lyd_node *leaf, bool is_default)
{
    if (is_default) {
        leaf->flags |= LYD_DEFAULT;
        lyd_np_cont_dflt_set(lyd_parent(leaf));
    } else {
        leaf->flags &= ~LYD_DEFAULT;
        lyd_np_cont_dflt_del(lyd_parent(leaf));
    }
}

static void
unindex_leaf(struct config_tree *tree, struct lyd_node *leaf)
{
    struct lyd_node *parent = lyd_parent(leaf);
    const struct lysc_node *list = constraints_of(leaf->schema)->unique_list;

    unindex_value(tree, leaf);
    while (list && parent && parent->schema != list) {
        parent = lyd_parent(parent);
    }
    if (list && parent) {
        unique_entry_changed(tree, parent);
    }
}

void
tree_set_value(struct config_tree *tree, struct lyd_node *leaf, const struct lyd_value *value, bool is_default)
{
    struct lyd_value *held = &((struct lyd_node_term *)leaf)->value;
    const struct lysc_type *type = ((struct lysc_node_leaf *)leaf->schema)->type;

    /* By text: two equal values of a union may differ in the member type that they were stored with. */
    if (canonical_value(leaf) == lyd_value_get_canonical(tree->context, value) &&
            !!(leaf->flags & LYD_DEFAULT) == is_default) {
        return;
    }
    unindex_leaf(tree, leaf);
    if (is_folded(tree, lyd_parent(leaf))) {
        held->realtype->plugin->free(tree->context, held);
    } else {
        struct change *change = new_change(tree, CHANGE_VALUE, leaf, lyd_parent(leaf));

        change->held = resize_or_trap(NULL, sizeof *change->held);
        *change->held = (struct held_value) {.value = *held, .flags = leaf->flags};
    }
    memset(held, 0, sizeof *held);
    type->plugin->duplicate(tree->context, value, held);
    set_default_flag(leaf, is_default);
    index_value(tree, leaf);
}

void
tree_move(struct config_tree *tree, struct lyd_node *node, const struct place *place)
{
    struct lyd_node *parent = lyd_parent(node);
    struct place before = place_of(node);

    if (place->after == before.after || place->after == node) {
        return;
    }
    unlink_node(tree, node);
    link_node(tree, parent, node, place);
    if (!is_folded(tree, parent)) {
        struct change *change = new_change(tree, CHANGE_MOVE, node, parent);

        change->move = resize_or_trap(NULL, sizeof *change->move);
        *change->move = (struct move) {.before = before, .after = *place};
    }
}
