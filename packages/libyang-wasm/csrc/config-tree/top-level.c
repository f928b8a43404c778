#include "top-level.h"

#include "config-tree.h"
#include "tree_data_internal.h"
#include "tree_data_sorted.h"

static void
set_node(struct hash_map *map, const struct lysc_node *schema, const struct lyd_node *node)
{
    struct map_entry *entry = map_find(map, schema, NULL);

    if (!node) {
        map_remove(map, schema, NULL);
        return;
    }
    if (!entry) {
        entry = map_add(map, schema, NULL);
    }
    entry->value = (uint32_t)(uintptr_t)node;
}

static struct lyd_node *
get_node(const struct hash_map *map, const struct lysc_node *schema)
{
    const struct map_entry *entry = map_find(map, schema, NULL);

    return entry ? (struct lyd_node *)(uintptr_t)entry->value : NULL;
}

static struct lyd_node *
previous_instance(const struct lyd_node *node)
{
    return node->prev->next && node->prev->schema == node->schema ? node->prev : NULL;
}

static void
take_in(struct config_tree *tree, struct lyd_node *node)
{
    value_index_add(&tree->top_level.by_hash, node->hash, node, NULL);
    if (!previous_instance(node)) {
        set_node(&tree->top_level.first, node->schema, node);
    }
    if (!next_instance(node)) {
        set_node(&tree->top_level.last, node->schema, node);
    }
}

void
top_level_fill(struct config_tree *tree)
{
    struct lyd_node *node;

    LY_LIST_FOR(tree->first, node) {
        take_in(tree, node);
    }
}

void
top_level_release(struct top_level *top_level)
{
    value_index_release(&top_level->by_hash);
    map_release(&top_level->first);
    map_release(&top_level->last);
}

struct lyd_node *
top_level_first(const struct config_tree *tree, const struct lysc_node *schema)
{
    return get_node(&tree->top_level.first, schema);
}

struct lyd_node *
top_level_last(const struct config_tree *tree, const struct lysc_node *schema)
{
    return get_node(&tree->top_level.last, schema);
}

struct lyd_node *
top_level_find(const struct config_tree *tree, const struct lyd_node *like)
{
    const struct value_index *by_hash = &tree->top_level.by_hash;
    uint32_t slot = value_index_first(by_hash, like->hash);

    for (; slot; slot = value_index_next(by_hash, slot)) {
        struct lyd_node *node = value_index_node(by_hash, slot);

        if (node->schema == like->schema && !lyd_compare_single(node, like, 0)) {
            return node;
        }
    }
    return NULL;
}

static void
link_in_front(struct config_tree *tree, struct lyd_node *sibling, struct lyd_node *node)
{
    lyd_insert_before_node(sibling, node);
    if (tree->first == sibling) {
        tree->first = node;
    }
}

void
top_level_link(struct config_tree *tree, struct lyd_node *node, const struct place *place)
{
    struct lyd_node *leader = top_level_first(tree, node->schema);

    if (!leader) {
        lyd_insert_node(NULL, &tree->first, node, LYD_INSERT_NODE_DEFAULT);
    } else if (place->placed && !place->after) {
        link_in_front(tree, leader, node);
    } else if (place->placed) {
        lyd_insert_after_node(&tree->first, place->after, node);
    } else if (!lyds_is_supported(node) || lyds_insert(&tree->first, &leader, node)) {
        lyd_insert_after_node(&tree->first, top_level_last(tree, node->schema), node);
    }
    take_in(tree, node);
}

void
top_level_unlink(struct config_tree *tree, struct lyd_node *node)
{
    struct lyd_node *before = previous_instance(node);
    struct lyd_node *after = next_instance(node);

    if (lyds_is_supported(node)) {
        struct lyd_node *leader = before ? top_level_first(tree, node->schema) : node;

        lyds_unlink(&leader, node);
    }
    value_index_remove(&tree->top_level.by_hash, node, NULL);
    if (!before) {
        set_node(&tree->top_level.first, node->schema, after);
    }
    if (!after) {
        set_node(&tree->top_level.last, node->schema, before);
    }
    lyd_unlink_ignore_lyds(&tree->first, node);
}
