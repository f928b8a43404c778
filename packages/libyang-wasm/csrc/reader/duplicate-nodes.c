#include "duplicate-nodes.h"

#include <stdbool.h>
#include <stdlib.h>

static bool is_entry(const struct lyd_node *node)
{
    return node->schema && (node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) && !lysc_is_dup_inst_list(node->schema);
}

/* Below a parent libyang finds siblings by a hash. */
static bool has_earlier_twin(const struct lyd_node *node)
{
    struct lyd_node *first = NULL;

    return !lyd_find_sibling_first(lyd_first_sibling(node), node, &first) && first != node;
}

/* Instances of one schema node stand side by side, so that a second container or leaf follows the first. */
static bool is_duplicate(const struct lyd_node *node)
{
    if (is_entry(node)) {
        return lyd_parent(node) && has_earlier_twin(node);
    }
    return node->schema && !(node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) && node->prev->next &&
           node->prev->schema == node->schema;
}

static int compare_hashes(const void *one, const void *other)
{
    uint32_t first = (*(const struct lyd_node *const *)one)->hash;
    uint32_t second = (*(const struct lyd_node *const *)other)->hash;

    return first < second ? -1 : first > second;
}

/* Among nodes in the order of their hashes, those of equal hash stand together. */
static const struct lyd_node *find_equal(const struct lyd_node *const *nodes, size_t count)
{
    for (size_t index = 1; index < count; index++) {
        for (size_t earlier = index; earlier-- > 0 && nodes[earlier]->hash == nodes[index]->hash;) {
            if (!lyd_compare_single(nodes[earlier], nodes[index], 0)) {
                return nodes[index];
            }
        }
    }
    return NULL;
}

/* Top-level entries have no table of hashes: looking for each one's twin would take the square of their number. */
static LY_ERR find_top_level_duplicate(const struct lyd_node *siblings, const struct lyd_node **duplicate)
{
    const struct lyd_node **entries;
    size_t count = 0;

    for (const struct lyd_node *node = siblings; node; node = node->next) {
        count += is_entry(node);
    }
    if (count < 2) {
        return LY_SUCCESS;
    }
    entries = malloc(count * sizeof *entries);
    if (!entries) {
        return LY_EMEM;
    }
    count = 0;
    for (const struct lyd_node *node = siblings; node; node = node->next) {
        if (is_entry(node)) {
            entries[count++] = node;
        }
    }
    qsort(entries, count, sizeof *entries, compare_hashes);
    *duplicate = find_equal(entries, count);
    free(entries);
    return LY_SUCCESS;
}

LY_ERR find_duplicate(const struct lyd_node *siblings, const struct lyd_node **duplicate)
{
    const struct lyd_node *root, *node;

    *duplicate = NULL;
    for (root = siblings; root; root = root->next) {
        LYD_TREE_DFS_BEGIN((struct lyd_node *)root, node) {
            if (is_duplicate(node)) {
                *duplicate = node;
                return LY_SUCCESS;
            }
            LYD_TREE_DFS_END((struct lyd_node *)root, node);
        }
    }
    return siblings && !lyd_parent(siblings) ? find_top_level_duplicate(siblings, duplicate) : LY_SUCCESS;
}
