#include "selection.h"

#include <stdlib.h>

static bool append_child(struct selection *selection, struct pick *parent, struct pick *child)
{
    if (parent->count == parent->capacity) {
        uint32_t capacity = parent->capacity ? parent->capacity * 2 : 2;
        struct pick **children = realloc(parent->children, capacity * sizeof *children);

        if (!children) {
            return false;
        }
        parent->children = children;
        parent->capacity = capacity;
    }
    if (parent->count && parent->round != selection->round) {
        parent->unordered = true;
    }
    parent->round = selection->round;
    parent->children[parent->count++] = child;
    return true;
}

static struct pick *pick_below(struct selection *selection, struct pick *parent, const struct lyd_node *node)
{
    struct pick **place = (struct pick **)node_map_place(&selection->picks, node);
    struct pick *pick;

    if (!place || *place) {
        return place ? *place : NULL;
    }
    pick = calloc(1, sizeof *pick);
    if (!pick || !append_child(selection, parent, pick)) {
        free(pick);
        return NULL;
    }
    pick->node = node;
    *place = pick;
    return pick;
}

/*
 * The pick of a node, made with those of its ancestors below `top`. Where an ancestor is picked as a whole, that one.
 * NULL on lack of memory. Recursion is as deep as the schema.
 */
static struct pick *pick_with_ancestors(struct selection *selection, struct pick *top, const struct lyd_node *node)
{
    struct pick *known, *parent;

    if (!node || node == top->node) {
        return top;
    }
    known = node_map_get(&selection->picks, node);
    if (known) {
        return known;
    }
    parent = pick_with_ancestors(selection, top, lyd_parent(node));
    return !parent || parent->whole ? parent : pick_below(selection, parent, node);
}

static LY_ERR pick_all(struct selection *selection, struct pick *top, const struct ly_set *nodes, selectable filter,
        const void *data)
{
    bool without_ancestors = selection->targets && top == &selection->top;

    for (uint32_t index = 0; index < nodes->count; index++) {
        const struct lyd_node *node = nodes->dnodes[index];
        bool is_key = !without_ancestors && lysc_is_key(node->schema);
        struct pick *pick;

        if (!node->schema || (filter && !filter(node, data))) {
            continue;
        }
        if (without_ancestors) {
            pick = pick_below(selection, top, node);
        } else {
            pick = pick_with_ancestors(selection, top, is_key ? lyd_parent(node) : node);
        }
        if (!pick) {
            return LY_EMEM;
        }
        if (is_key) {
            pick->key_selected = true;
        } else if (pick->node == node) {
            pick->whole = true;
        }
    }
    return LY_SUCCESS;
}

LY_ERR selection_add(struct selection *selection, const struct lyd_node *tree, const char *xpath, selectable filter,
        const void *filter_data)
{
    struct ly_set *nodes = NULL;
    LY_ERR result = lyd_find_xpath3(NULL, tree, xpath, LY_VALUE_JSON, NULL, NULL, &nodes);

    selection->round++;
    if (!result) {
        result = pick_all(selection, &selection->top, nodes, filter, filter_data);
    }
    ly_set_free(nodes, NULL);
    return result;
}

LY_ERR selection_narrow(struct selection *selection, const char *field)
{
    LY_ERR result = LY_SUCCESS;

    selection->round++;
    for (uint32_t index = 0; index < selection->top.count && !result; index++) {
        struct pick *target = selection->top.children[index];
        struct ly_set *nodes = NULL;

        target->whole = false;
        result = lyd_find_xpath3(target->node, target->node, field, LY_VALUE_JSON, NULL, NULL, &nodes);
        if (!result) {
            result = pick_all(selection, target, nodes, NULL, NULL);
        }
        ly_set_free(nodes, NULL);
    }
    return result;
}

/* Walks the siblings until each child was met: linear in the siblings, needed only after a union of expressions. */
static void order_children(struct selection *selection, struct pick *pick)
{
    uint32_t placed = 0;
    const struct lyd_node *node = lyd_first_sibling(pick->children[0]->node);

    for (; node && placed < pick->count; node = node->next) {
        struct pick *child = node_map_get(&selection->picks, node);

        if (child) {
            pick->children[placed++] = child;
        }
    }
}

static void finish_pick(struct selection *selection, struct pick *pick)
{
    if (pick->whole) {
        return;
    }
    if (pick->unordered && !(selection->targets && pick == &selection->top)) {
        order_children(selection, pick);
    }
    for (uint32_t index = 0; index < pick->count; index++) {
        finish_pick(selection, pick->children[index]);
    }
}

void selection_finish(struct selection *selection)
{
    if (!selection->keeps_order) {
        finish_pick(selection, &selection->top);
    }
}

void selection_free(struct selection *selection)
{
    for (uint32_t slot = 0; slot < selection->picks.capacity; slot++) {
        struct pick *pick = selection->picks.entries[slot].value;

        if (pick) {
            free(pick->children);
            free(pick);
        }
    }
    node_map_free(&selection->picks);
    free(selection->top.children);
    *selection = (struct selection){0};
}
