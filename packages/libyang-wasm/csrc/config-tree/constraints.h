/*
 * Which constraints read which schema nodes: the table that says what a change makes necessary to check again.
 *
 * Built once for a context. Each must, when and leafref path is cut into location paths; every schema node on such a
 * path gets a dependency that leads back to the instances of the reading node.
 */
#ifndef CONFIG_TREE_CONSTRAINTS_H
#define CONFIG_TREE_CONSTRAINTS_H

#include <stdbool.h>
#include <stdint.h>

#include <libyang.h>

#include "node-info.h"

enum constraint_kind {
    CONSTRAINT_MUST,
    CONSTRAINT_WHEN,
    /* the value of a node: leafref, instance-identifier */
    CONSTRAINT_REFERENCE,
};

/*
 * "When an instance of this schema node changes, check `reader` again": all instances of `reader` below that instance
 * of `pivot` which holds the changed node too (NULL: in the whole tree).
 *
 * Where the path goes through a list entry selected by [key = current()/...], the readers are found by value instead:
 * those below the instances of `join_pivot` whose `join_leaf` equals the key of the changed entry.
 */
struct dependency {
    const struct lysc_node *reader;
    enum constraint_kind kind;
    const struct lysc_node *pivot;
    const struct lysc_node *join_leaf;
    const struct lysc_node *join_pivot;
    const struct lysc_node *join_key;
};

struct constraints {
    struct dependency *dependencies;
    uint32_t dependency_count;
    /* leafrefs (alone or in a union) whose target this node is */
    const struct lysc_node **referrers;
    uint32_t referrer_count;
    /* instances are in the tree's index of values */
    bool value_indexed;
    /* instances are counted for each parent: min-elements or max-elements is set */
    bool counted;
    uint32_t minimum;
    uint32_t maximum;
    /* the list whose unique statement names this leaf */
    const struct lysc_node *unique_list;
    /* the value holds an instance-identifier that requires its target */
    bool requires_instance;
    /* one of its expressions is too free to be scoped: all instances are checked after any change of what it reads */
    bool unscoped;
    /* instances can be listed, wherever they stand: see schema_is_sparse() */
    bool instances_indexed;
    /* set for a leafref whose target is looked up in the index of values; pivot: ancestor shared with the target */
    const struct lysc_node *leafref_target;
    const struct lysc_node *leafref_pivot;
    /* in the first table of a context: how many have acquired them */
    uint32_t users;
    /* scratch of the calls that collect objects: is a registered object; holds one somewhere below */
    bool registered;
    bool holds_registered;
};

/* Sets up the tables of a complete context unless they are there. Each call is paired with a release. */
void constraints_acquire(struct ly_ctx *context);

/* Frees the tables with the last of their users. */
void constraints_release(struct ly_ctx *context);

/* Stands in for nodes that are in no table, such as those of mounted schemas. */
extern struct constraints unconstrained;

static inline struct constraints *
constraints_of(const struct lysc_node *schema)
{
    struct node_info *info = node_info_of(schema);

    return info && info->constraints ? info->constraints : &unconstrained;
}

/* Is `ancestor` the node or above it? NULL is above everything. */
bool schema_is_within(const struct lysc_node *node, const struct lysc_node *ancestor);

/*
 * Is it an optional node below a list, which most entries may not have? Where a change concerns all its instances, they
 * are listed rather than searched for in every entry.
 */
bool schema_is_sparse(const struct lysc_node *schema);

/* Has the node at most one instance in a tree? */
bool schema_is_single(const struct lysc_node *schema);

/* For constraint-expression.c: adds the dependencies of one expression. `start` is its context node, NULL the root. */
void constraints_add_expression(const struct lysc_node *reader, const struct lysc_node *start,
        enum constraint_kind kind, const struct lyxp_expr *expression, const struct lysc_prefix *prefixes,
        const struct lys_module *module);

void constraints_add_dependency(const struct lysc_node *atom, const struct dependency *dependency);

#endif
