#include "index.h"

#include "tree_data_internal.h"

enum { VALUES_DIFFER = 1, UNIQUES_DIFFER = 2, COUNTS_DIFFER = 4, TOP_LEVEL_DIFFERS = 8 };

const char *
canonical_value(const struct lyd_node *node)
{
    return lyd_get_value(node);
}

uint32_t
hash_of_value(const struct lysc_node *schema, const char *canonical)
{
    return hash_pointers(schema, canonical);
}

uint32_t
hash_of_instances(const struct lysc_node *schema)
{
    return hash_pointers(schema, schema);
}

static const char instance_tag;

void
index_value(struct config_tree *tree, struct lyd_node *node)
{
    struct constraints *constraints = constraints_of(node->schema);

    if (constraints->value_indexed) {
        value_index_add(&tree->values, hash_of_value(node->schema, canonical_value(node)), node, NULL);
    }
}

void
unindex_value(struct config_tree *tree, struct lyd_node *node)
{
    if (constraints_of(node->schema)->value_indexed) {
        value_index_remove(&tree->values, node, NULL);
    }
}

/* A map key must differ from "no parent". */
static const void *
count_key(const struct lyd_node *parent)
{
    return (const char *)parent + 1;
}

static void
change_count(struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *schema, int by)
{
    struct map_entry *entry = map_find(&tree->counts, schema, count_key(parent));

    if (!entry) {
        entry = map_add(&tree->counts, schema, count_key(parent));
    }
    entry->value += by;
    if (!entry->value) {
        map_remove(&tree->counts, schema, count_key(parent));
    }
}

uint32_t
instance_count(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *schema)
{
    struct map_entry *entry = map_find(&tree->counts, schema, count_key(parent));

    return entry ? entry->value : 0;
}

static bool
has_uniques(const struct lyd_node *node)
{
    return node->schema->nodetype == LYS_LIST && ((struct lysc_node_list *)node->schema)->uniques;
}

static void
index_node(struct config_tree *tree, struct lyd_node *node, struct lyd_node *parent)
{
    struct constraints *constraints = constraints_of(node->schema);

    index_value(tree, node);
    if (constraints->requires_instance || constraints->instances_indexed) {
        value_index_add(&tree->values, hash_of_instances(node->schema), node, &instance_tag);
    }
    if (constraints->counted) {
        change_count(tree, parent, node->schema, 1);
    }
    if (has_uniques(node)) {
        unique_entry_linked(tree, node);
    }
}

static void
unindex_node(struct config_tree *tree, struct lyd_node *node, struct lyd_node *parent)
{
    struct constraints *constraints = constraints_of(node->schema);

    unindex_value(tree, node);
    if (constraints->requires_instance || constraints->instances_indexed) {
        value_index_remove(&tree->values, node, &instance_tag);
    }
    if (constraints->counted) {
        change_count(tree, parent, node->schema, -1);
    }
    if (has_uniques(node)) {
        unique_entry_unlinked(tree, node);
    }
}

/* The list entry above a subtree whose unique tuple a leaf inside the subtree is part of. */
static void
touch_unique_above(struct config_tree *tree, const struct lyd_node *leaf, struct lyd_node *parent)
{
    const struct lysc_node *list = constraints_of(leaf->schema)->unique_list;

    if (!list) {
        return;
    }
    while (parent && parent->schema != list) {
        parent = lyd_parent(parent);
    }
    if (parent) {
        unique_entry_changed(tree, parent);
    }
}

void
index_subtree(struct config_tree *tree, struct lyd_node *root, struct lyd_node *parent)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        touch_unique_above(tree, node, parent);
        index_node(tree, node, node == root ? parent : lyd_parent(node));
        LYD_TREE_DFS_END(root, node);
    }
}

void
unindex_subtree(struct config_tree *tree, struct lyd_node *root, struct lyd_node *parent)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        touch_unique_above(tree, node, parent);
        unindex_node(tree, node, node == root ? parent : lyd_parent(node));
        LYD_TREE_DFS_END(root, node);
    }
}

void
index_release(struct config_tree *tree)
{
    value_index_release(&tree->values);
    value_index_release(&tree->uniques);
    pointer_set_release(&tree->unique_dirty);
    map_release(&tree->counts);
}

static bool
values_differ(const struct value_index *kept, const struct value_index *rebuilt)
{
    if (kept->owners.live != rebuilt->owners.live) {
        return true;
    }
    for (uint32_t slot = 1; slot <= rebuilt->owners.used; slot++) {
        const struct map_entry *expected = &rebuilt->owners.entries[slot];
        const struct map_entry *found = map_find(&kept->owners, expected->first, expected->second);

        if (!found || found->value != expected->value) {
            return true;
        }
    }
    return false;
}

static bool
maps_differ(const struct hash_map *kept, const struct hash_map *rebuilt)
{
    if (kept->live != rebuilt->live) {
        return true;
    }
    for (uint32_t slot = 1; slot <= rebuilt->used; slot++) {
        const struct map_entry *expected = &rebuilt->entries[slot];
        const struct map_entry *found = expected->first ? map_find(kept, expected->first, expected->second) : NULL;

        if (expected->first && (!found || found->value != expected->value)) {
            return true;
        }
    }
    return false;
}

static bool
top_levels_differ(const struct top_level *kept, const struct top_level *rebuilt)
{
    return values_differ(&kept->by_hash, &rebuilt->by_hash) || maps_differ(&kept->first, &rebuilt->first) ||
            maps_differ(&kept->last, &rebuilt->last);
}

static bool
uniques_differ(struct config_tree *tree)
{
    struct lyd_node *top, *node;
    bool differs = false;
    uint32_t expected = 0;

    LY_LIST_FOR(tree->first, top) {
        LYD_TREE_DFS_BEGIN(top, node) {
            if (has_uniques(node)) {
                expected += unique_expected(tree, node, &differs);
            }
            LYD_TREE_DFS_END(top, node);
        }
    }
    return differs || expected != tree->uniques.owners.live;
}

uint32_t
index_differences(struct config_tree *tree)
{
    struct config_tree rebuilt = {.context = tree->context, .first = tree->first};
    struct lyd_node *top;
    uint32_t differences = 0;

    top_level_fill(&rebuilt);
    LY_LIST_FOR(tree->first, top) {
        index_subtree(&rebuilt, top, NULL);
    }
    differences |= values_differ(&tree->values, &rebuilt.values) ? VALUES_DIFFER : 0;
    differences |= maps_differ(&tree->counts, &rebuilt.counts) ? COUNTS_DIFFER : 0;
    differences |= uniques_differ(tree) ? UNIQUES_DIFFER : 0;
    differences |= top_levels_differ(&tree->top_level, &rebuilt.top_level) ? TOP_LEVEL_DIFFERS : 0;
    top_level_release(&rebuilt.top_level);
    index_release(&rebuilt);
    return differences;
}
