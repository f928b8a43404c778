/* Small facts about data trees that several files need. */
#ifndef LYW_TREE_H
#define LYW_TREE_H

#include <tree_data.h>

/* The first of the top-level siblings of the tree that `node` is in; NULL for NULL. */
struct lyd_node *tree_root(const struct lyd_node *node);

/* A node's value as text: canonical for a leaf, as written for an opaque node, NULL for all others. */
const char *node_value_text(const struct lyd_node *node);

#endif
