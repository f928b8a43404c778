/*
 * Cuts a parsed XPath expression into the location paths that it reads.
 *
 * A walk over libyang's tokens with one position in the schema. Every node that a path passes is an atom; the highest
 * ancestor that the path climbed to is its pivot. What the walk does not understand (wildcards, axes, deref(), paths
 * behind function results) makes the whole expression unscoped.
 */
#ifndef CONFIG_TREE_EXPRESSION_WALK_H
#define CONFIG_TREE_EXPRESSION_WALK_H

#include "constraints.h"

enum { MAX_ATOMS = 256 };

struct position {
    const struct lysc_node *node;
    const struct lysc_node *pivot;
    bool from_root;
    const struct lysc_node *join_leaf;
    const struct lysc_node *join_pivot;
    const struct lysc_node *join_key;
    /* a name on the path was not found: it selects nothing that we know */
    bool lost;
};

struct atom {
    const struct lysc_node *node;
    struct dependency dependency;
};

struct walk {
    const struct lysc_node *reader;
    const struct lysc_node *start;
    enum constraint_kind kind;
    const struct lyxp_expr *expression;
    const struct lysc_prefix *prefixes;
    const struct lys_module *module;
    uint32_t token;
    bool unscoped;
    struct atom atoms[MAX_ATOMS];
    uint32_t atom_count;
};

/* Walks the whole expression. */
void expression_walk(struct walk *walk);

#endif
