/* Keeps a tree's indexes in step with its nodes. */
#ifndef CONFIG_TREE_INDEX_H
#define CONFIG_TREE_INDEX_H

#include "config-tree.h"

/* Before a subtree is unlinked, and before or after it is linked (the parent must be known by then). */
void index_subtree(struct config_tree *tree, struct lyd_node *root, struct lyd_node *parent);
void unindex_subtree(struct config_tree *tree, struct lyd_node *root, struct lyd_node *parent);

/* Around a change of value. */
void index_value(struct config_tree *tree, struct lyd_node *node);
void unindex_value(struct config_tree *tree, struct lyd_node *node);

uint32_t instance_count(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *schema);

/* Canonical text of a node's value: equal values of a context are the same pointer. */
const char *canonical_value(const struct lyd_node *node);
uint32_t hash_of_value(const struct lysc_node *schema, const char *canonical);
/* Instances of a schema node whose value holds an instance-identifier. */
uint32_t hash_of_instances(const struct lysc_node *schema);

/* 0 if the maintained indexes equal rebuilt ones, else a bit for each kind that differs: values, uniques, counts, top level. */
uint32_t index_differences(struct config_tree *tree);
void index_release(struct config_tree *tree);

/* unique.c */
void unique_entry_linked(struct config_tree *tree, struct lyd_node *entry);
void unique_entry_unlinked(struct config_tree *tree, struct lyd_node *entry);
void unique_entry_changed(struct config_tree *tree, struct lyd_node *entry);
/* Compares the entries whose unique leaves have changed; those without an error are in the index afterwards. */
LY_ERR unique_check(struct config_tree *tree);
/* Number of index slots that the clean entries need; `differs` is set if one of them is not in the index. */
uint32_t unique_expected(struct config_tree *tree, struct lyd_node *entry, bool *differs);

#endif
