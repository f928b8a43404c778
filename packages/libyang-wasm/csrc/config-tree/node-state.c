/*
 * What the log knows about a node, kept in the node's `priv`: the position of the change that created or deleted it,
 * shifted by two bits that say which.
 */
#include "config-tree.h"

enum state { STATE_UNKNOWN, STATE_CREATED, STATE_DELETED, STATE_TRASH, STATE_MASK = 3 };

static enum state
state_of(const struct lyd_node *node)
{
    return (uintptr_t)node->priv & STATE_MASK;
}

static uint32_t
position_of(const struct lyd_node *node)
{
    return (uintptr_t)node->priv >> 2;
}

static void
set_state(struct lyd_node *node, uint32_t position, enum state state)
{
    node->priv = (void *)((uintptr_t)position << 2 | state);
}

void
mark_created(struct lyd_node *node, uint32_t position)
{
    set_state(node, position, STATE_CREATED);
}

void
mark_deleted(struct lyd_node *node, uint32_t position)
{
    set_state(node, position, STATE_DELETED);
}

void
mark_trash(struct lyd_node *node)
{
    set_state(node, 0, STATE_TRASH);
}

struct lyd_node *
parent_of(const struct config_tree *tree, const struct lyd_node *node)
{
    if (node->parent) {
        return &node->parent->node;
    }
    return state_of(node) == STATE_DELETED ? change_at(tree, position_of(node))->parent : NULL;
}

bool
is_attached(const struct lyd_node *node)
{
    while (node->parent) {
        node = &node->parent->node;
    }
    return state_of(node) < STATE_DELETED;
}

uint32_t
own_creation(const struct lyd_node *node)
{
    return state_of(node) == STATE_CREATED ? position_of(node) + 1 : 0;
}

/* Of a deleted node too: the change that deleted it remembers its creation. */
static uint32_t
creation_at(const struct config_tree *tree, const struct lyd_node *node)
{
    if (state_of(node) == STATE_DELETED) {
        const struct change *change = change_at(tree, position_of(node));

        return change->kind == CHANGE_CREATE ? position_of(node) + 1 : change->created_by;
    }
    return own_creation(node);
}

uint32_t
creation_of(const struct config_tree *tree, const struct lyd_node *node)
{
    for (; node; node = parent_of(tree, node)) {
        uint32_t creation = creation_at(tree, node);

        if (creation) {
            return creation;
        }
    }
    return 0;
}

bool
is_created_since(const struct config_tree *tree, const struct lyd_node *node, uint32_t from)
{
    for (; node; node = parent_of(tree, node)) {
        if (creation_at(tree, node) > from) {
            return true;
        }
    }
    return false;
}
