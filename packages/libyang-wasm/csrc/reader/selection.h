/*
 * What XPath expressions select in one data tree, as a small tree of its own beside it.
 *
 * A pick stands for one data node. It is "whole" when the node was selected with all that is below it, and otherwise
 * leads to the picks below it. A printer that follows the picks touches nothing that was not selected, so that one
 * entry beside 100,000 costs as much as one entry alone.
 */
#ifndef SELECTION_H
#define SELECTION_H

#include <stdbool.h>

#include "node-map.h"

struct pick {
    const struct lyd_node *node;
    bool whole;
    /* A key of this list entry was itself selected. Keys have no picks: every shown entry has them. */
    bool key_selected;
    /* Children were added by more than one expression: their order may not be that of the data tree. */
    bool unordered;
    /* The expression that added the last child. */
    uint32_t round;
    struct pick **children;
    uint32_t count;
    uint32_t capacity;
};

struct selection {
    /* Stands above all that is selected; its node is NULL. */
    struct pick top;
    struct node_map picks;
    /* Each selected node stands directly below `top`, without its ancestors. */
    bool targets;
    /* Siblings stay in the order in which they were selected, and not in that of the data tree. */
    bool keeps_order;
    uint32_t round;
};

/* Whether a data node may be selected. */
typedef bool (*selectable)(const struct lyd_node *node, const void *data);

/* Adds what an expression (module names as prefixes) selects in the tree that starts with the sibling `tree`. */
LY_ERR selection_add(struct selection *selection, const struct lyd_node *tree, const char *xpath, selectable filter,
        const void *filter_data);

/* Narrows every target to what an expression relative to it selects. Call it for all fields in a row. */
LY_ERR selection_narrow(struct selection *selection, const char *field);

/* Brings picks into their order; call it once, after all expressions. */
void selection_finish(struct selection *selection);

void selection_free(struct selection *selection);

#endif
