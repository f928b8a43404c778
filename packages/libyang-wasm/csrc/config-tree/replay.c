#include "replay.h"

#include "changes.h"
#include "tree_data_internal.h"

/* The two trees and the parent that was found last: neighbouring changes mostly have the same one. */
struct replay {
    const struct config_tree *from;
    struct config_tree *to;
    struct lyd_node *last_parent;
    struct lyd_node *last_twin;
};

bool
change_is_covered(const struct config_tree *tree, uint32_t position)
{
    const struct lyd_node *node = change_at(tree, position)->node;
    uint32_t creation = creation_of(tree, parent_of(tree, node));

    return creation && creation <= position;
}

static struct lyd_node *
twin_of(const struct replay *replay, struct lyd_node *node)
{
    struct lyd_node *parent = parent_of(replay->from, node);
    struct lyd_node *twin_parent = parent ? twin_of(replay, parent) : NULL;

    return parent && !twin_parent ? NULL : find_counterpart(replay->to, twin_parent, node);
}

static bool
find_parent(struct replay *replay, struct lyd_node *parent)
{
    if (!parent || parent != replay->last_parent || !is_attached(replay->last_twin)) {
        replay->last_parent = parent;
        replay->last_twin = parent ? twin_of(replay, parent) : NULL;
    }
    return !parent || replay->last_twin;
}

static bool
twin_place(const struct replay *replay, const struct place *place, struct place *twin)
{
    twin->placed = place->placed;
    twin->after = place->after ? find_counterpart(replay->to, replay->last_twin, place->after) : NULL;
    return !place->after || twin->after;
}

static bool
replay_creation(struct replay *replay, const struct change *change)
{
    struct place created = change_place(change), place;
    struct lyd_node *copy = NULL;

    if (!twin_place(replay, &created, &place) ||
            lyd_dup_single(change->node, NULL, LYD_DUP_RECURSIVE | LYD_DUP_WITH_FLAGS, &copy)) {
        return false;
    }
    tree_create(replay->to, replay->last_twin, copy, &place);
    return true;
}

static bool
replay_change(struct replay *replay, const struct change *change)
{
    struct lyd_node *twin;
    struct place place;

    if (!find_parent(replay, change->parent)) {
        return false;
    }
    if (change->kind == CHANGE_CREATE) {
        return replay_creation(replay, change);
    }
    twin = find_counterpart(replay->to, replay->last_twin, change->node);
    if (!twin) {
        return false;
    }
    switch (change->kind) {
    case CHANGE_DELETE:
        tree_delete(replay->to, twin);
        break;
    case CHANGE_VALUE:
        tree_set_value(replay->to, twin, &((struct lyd_node_term *)change->node)->value,
                change->node->flags & LYD_DEFAULT);
        break;
    default:
        if (!twin_place(replay, &change->move->after, &place)) {
            return false;
        }
        tree_move(replay->to, twin, &place);
    }
    return true;
}

bool
replay_onto(const struct config_tree *from, struct config_tree *to)
{
    struct replay replay = {.from = from, .to = to};
    uint32_t mark = log_mark(to);

    for (uint32_t i = 0; i < from->count; i++) {
        if (change_is_covered(from, i)) {
            continue;
        }
        to->implicit = change_at(from, i)->implicit;
        if (!replay_change(&replay, change_at(from, i))) {
            to->implicit = false;
            log_undo_to(to, mark);
            return false;
        }
    }
    to->implicit = false;
    return true;
}
