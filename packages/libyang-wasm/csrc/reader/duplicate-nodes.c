#include "duplicate-nodes.h"

#include <stdbool.h>

static bool has_earlier_twin(const struct lyd_node *node)
{
    struct lyd_node *first = NULL;

    return !lyd_find_sibling_first(lyd_first_sibling(node), node, &first) && first != node;
}

/* Instances of one schema node stand side by side, so that a second container or leaf follows the first. */
static bool is_duplicate(const struct lyd_node *node)
{
    if (!node->schema || lysc_is_dup_inst_list(node->schema)) {
        return false;
    }
    if (node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) {
        return has_earlier_twin(node);
    }
    return node->prev->next && node->prev->schema == node->schema;
}

const struct lyd_node *find_duplicate(const struct lyd_node *siblings)
{
    const struct lyd_node *root, *node;

    for (root = siblings; root; root = root->next) {
        LYD_TREE_DFS_BEGIN((struct lyd_node *)root, node) {
            if (is_duplicate(node)) {
                return node;
            }
            LYD_TREE_DFS_END((struct lyd_node *)root, node);
        }
    }
    return NULL;
}
