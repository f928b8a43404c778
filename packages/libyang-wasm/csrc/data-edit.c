/* Changes to a data tree, one node at a time. Whoever changes a tree learns its new first node from result 0. */
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

/*
 * Creates the node of a path and what is missing above it. `tree` is NULL for a new tree.
 * Result 0: root; result 1: the node of the path; result 2: the uppermost node that was created.
 */
EXPORT(lyw_new_path)
LY_ERR lyw_new_path(const struct ly_ctx *context, struct lyd_node *tree, const char *path, const char *value,
        uint32_t options)
{
    struct lyd_node *topmost = NULL, *node = NULL;
    LY_ERR status;

    operation_begin(context);
    status = lyd_new_path2(tree, context, path, value, value ? strlen(value) : 0, LYD_ANYDATA_STRING, options,
            &topmost, &node);
    result_set(0, tree_root(tree ? tree : topmost));
    result_set(1, node);
    result_set(2, topmost);
    return status;
}

/* LY_EEXIST: only the default flag changed; LY_ENOT: nothing changed. */
EXPORT(lyw_change_value) LY_ERR lyw_change_value(struct lyd_node *node, const char *value)
{
    operation_begin(LYD_CTX(node));
    return lyd_change_term(node, value);
}

enum placement {
    PLACEMENT_CHILD,
    PLACEMENT_SIBLING,
    PLACEMENT_BEFORE,
    PLACEMENT_AFTER
};

/* Moves `node` (with what is below it) to a place named relative to `anchor`. Result 0: root. */
EXPORT(lyw_insert)
LY_ERR lyw_insert(enum placement placement, struct lyd_node *anchor, struct lyd_node *node)
{
    LY_ERR status = LY_EINVAL;

    operation_begin(LYD_CTX(anchor));
    switch (placement) {
    case PLACEMENT_CHILD:
        status = lyd_insert_child(anchor, node);
        break;
    case PLACEMENT_SIBLING:
        status = lyd_insert_sibling(anchor, node, NULL);
        break;
    case PLACEMENT_BEFORE:
        status = lyd_insert_before(anchor, node);
        break;
    case PLACEMENT_AFTER:
        status = lyd_insert_after(anchor, node);
        break;
    }
    result_set(0, tree_root(anchor));
    return status;
}

/* Takes `node` out of its tree. Result 0: root of what is left, NULL if nothing is. */
EXPORT(lyw_unlink) LY_ERR lyw_unlink(struct lyd_node *node)
{
    struct lyd_node *relative = lyd_parent(node);
    LY_ERR status;

    operation_begin(LYD_CTX(node));
    if (!relative) {
        relative = node->next ? node->next : node->prev;
    }
    status = lyd_unlink_tree(node);
    result_set(0, relative == node && !status ? NULL : tree_root(relative));
    return status;
}

/* Frees a node and returns the root of what is left of its tree. */
static struct lyd_node *remove_node(struct lyd_node *root, struct lyd_node *node)
{
    if (node == root) {
        root = root->next;
    }
    lyd_free_tree(node);
    return root;
}

/* Removes what an XPath expression selects. Result 0: root of what is left; result 1: how many nodes were selected. */
EXPORT(lyw_remove_selected) LY_ERR lyw_remove_selected(struct lyd_node *root, const char *xpath)
{
    struct ly_set *selected = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(root));
    status = lyd_find_xpath(root, xpath, &selected);
    if (status) {
        return status;
    }
    result_set_u32(1, selected->count);
    /* in document order a node comes after its ancestors: from the end, none is freed before what is below it */
    for (uint32_t i = selected->count; i > 0; i--) {
        root = remove_node(root, selected->dnodes[i - 1]);
    }
    result_set(0, root);
    ly_set_free(selected, NULL);
    return LY_SUCCESS;
}

/* The whole tree that `node` is in. */
EXPORT(lyw_free_all) void lyw_free_all(struct lyd_node *node)
{
    lyd_free_all(node);
}
