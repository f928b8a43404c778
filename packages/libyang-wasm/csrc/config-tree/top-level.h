/*
 * The top level of a tree: libyang hashes the children of a node, but not the nodes without a parent. Without these
 * indexes a list at the top level would be searched from end to end for each entry.
 */
#ifndef CONFIG_TREE_TOP_LEVEL_H
#define CONFIG_TREE_TOP_LEVEL_H

#include "value-index.h"

struct config_tree;
struct lysc_node;
struct place;

struct top_level {
    /* by libyang's hash of a node */
    struct value_index by_hash;
    /* schema node -> its first and its last instance; pointers are 32 bits wide here */
    struct hash_map first;
    struct hash_map last;
};

/* Takes in all nodes of a tree that has just been filled. */
void top_level_fill(struct config_tree *tree);
void top_level_release(struct top_level *top_level);

struct lyd_node *top_level_first(const struct config_tree *tree, const struct lysc_node *schema);
struct lyd_node *top_level_last(const struct config_tree *tree, const struct lysc_node *schema);
struct lyd_node *top_level_find(const struct config_tree *tree, const struct lyd_node *like);

void top_level_link(struct config_tree *tree, struct lyd_node *node, const struct place *place);
void top_level_unlink(struct config_tree *tree, struct lyd_node *node);

#endif
