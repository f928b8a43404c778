/* The parts of libyang's validation that work on one node or one list of siblings. Errors go to the context's list. */
#ifndef CONFIG_TREE_LIBYANG_CHECKS_H
#define CONFIG_TREE_LIBYANG_CHECKS_H

#include <stdbool.h>

#include <libyang.h>

struct ly_ht;

#define CHECK_OPTIONS (LYD_VALIDATE_NO_STATE | LYD_VALIDATE_MULTI_ERROR)

LY_ERR check_musts(const struct lyd_node *node);

/* Everything below the node that needs the final tree: must, mandatory, number of elements, unique, no state data. */
LY_ERR check_subtree_content(const struct lyd_node *node, struct ly_ht *schema_cache);

LY_ERR check_mandatory(const struct lyd_node *siblings, const struct lyd_node *parent, const struct lysc_node *schema);
LY_ERR check_element_count(const struct lyd_node *siblings, const struct lyd_node *parent,
        const struct lysc_node *schema, uint32_t minimum, uint32_t maximum);

/* Is there a second instance of the same node among its siblings? */
LY_ERR check_duplicates(const struct lyd_node *node);

/* The instance of a leaf named by a unique statement in a list entry, NULL if there is none. */
struct lyd_node *unique_leaf_of(const struct lysc_node_leaf *leaf, const struct lyd_node *entry);

/* Compares two entries by the unique statement with this index; true and an error if they are the same. */
bool report_if_not_unique(struct lyd_node *first, struct lyd_node *second, uint32_t unique);

/* LY_EINCOMPLETE: the condition reads a node whose own when is not evaluated yet. */
LY_ERR evaluate_when(const struct lyd_node *tree, const struct lyd_node *node, const struct lysc_when **refused_by);
LY_ERR evaluate_when_of_absent(struct lyd_node *tree, struct lyd_node *parent, const struct lysc_node *schema,
        const struct lysc_when **refused_by);

#endif
