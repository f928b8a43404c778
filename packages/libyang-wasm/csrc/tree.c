/* See tree.h. */
#include "tree.h"

#include <libyang.h>

struct lyd_node *tree_root(const struct lyd_node *node)
{
    if (!node) {
        return NULL;
    }
    while (node->parent) {
        node = lyd_parent(node);
    }
    return lyd_first_sibling(node);
}

const char *node_value_text(const struct lyd_node *node)
{
    if (!node->schema) {
        return ((const struct lyd_node_opaq *)node)->value;
    }
    return node->schema->nodetype & LYD_NODE_TERM ? lyd_get_value(node) : NULL;
}
