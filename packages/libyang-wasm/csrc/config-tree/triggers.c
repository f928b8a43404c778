/* From a changed node to the instances of the constraints that read it. */
#include "validate.h"

#include "index.h"
#include "tree_data_internal.h"

enum { MAX_DEPTH = 64 };

/* Does the when of a node that does not exist matter? */
static bool
absence_matters(const struct lysc_node *schema)
{
    return schema_has_default(schema) || (schema->flags & LYS_MAND_TRUE) || constraints_of(schema)->counted ||
            (schema->parent && schema->parent->nodetype == LYS_CASE);
}

static void
collect_reader(struct config_tree *tree, enum constraint_kind kind, struct lyd_node *node)
{
    struct validation *validation = tree->validation;

    if (kind == CONSTRAINT_WHEN) {
        subject_add(&validation->whens, node, NULL, node->schema);
    } else if (!is_created_since(tree, node, validation->first)) {
        subject_add(kind == CONSTRAINT_MUST ? &validation->musts : &validation->references, node, NULL, node->schema);
    }
}

/*
 * Collects all instances of the last of `steps` below `parent`. A when also counts where its node does not exist, but
 * its parent does.
 */
static void
collect_below(struct config_tree *tree, enum constraint_kind kind, struct lyd_node *parent,
        const struct lysc_node *const *steps, uint32_t step_count)
{
    const struct lysc_node *schema = steps[step_count - 1];
    struct lyd_node *node = find_instance(tree, parent, schema);

    if (!node && step_count == 1 && kind == CONSTRAINT_WHEN && absence_matters(schema)) {
        subject_add(&tree->validation->whens, NULL, parent, schema);
    }
    for (; node; node = next_instance(node)) {
        if (step_count == 1) {
            collect_reader(tree, kind, node);
        } else {
            collect_below(tree, kind, node, steps, step_count - 1);
        }
    }
}

static void
collect_listed(struct config_tree *tree, enum constraint_kind kind, const struct lysc_node *schema)
{
    uint32_t slot = value_index_first(&tree->values, hash_of_instances(schema));

    for (; slot; slot = value_index_next(&tree->values, slot)) {
        struct lyd_node *node = value_index_node(&tree->values, slot);

        if (node->schema == schema && value_index_tag(&tree->values, slot)) {
            collect_reader(tree, kind, node);
        }
    }
}

static void
collect_readers(struct config_tree *tree, const struct dependency *dependency, struct lyd_node *pivot)
{
    const struct lysc_node *pivot_schema = pivot ? pivot->schema : NULL;
    const struct lysc_node *steps[MAX_DEPTH];
    uint32_t step_count = 0;

    if (pivot && dependency->reader == pivot_schema) {
        collect_reader(tree, dependency->kind, pivot);
        return;
    }
    if (constraints_of(dependency->reader)->instances_indexed && schema_is_single(pivot_schema)) {
        collect_listed(tree, dependency->kind, dependency->reader);
        return;
    }
    for (const struct lysc_node *step = dependency->reader; step && step != pivot_schema && step_count < MAX_DEPTH;
            step = lysc_data_parent(step)) {
        steps[step_count++] = step;
    }
    collect_below(tree, dependency->kind, pivot, steps, step_count);
}

static struct lyd_node *
ancestor_of_schema(const struct config_tree *tree, struct lyd_node *node, const struct lysc_node *schema)
{
    while (node && node->schema != schema) {
        node = parent_of(tree, node);
    }
    return node;
}

static bool
is_first_trigger(struct config_tree *tree, const struct lyd_node *pivot, const struct dependency *dependency)
{
    return set_add(&tree->validation->triggered, pivot ? (const void *)pivot : tree, dependency);
}

/* Readers that name the changed list entry by its key. */
static void
trigger_joined(struct config_tree *tree, struct lyd_node *node, const struct dependency *dependency)
{
    struct lyd_node *entry = ancestor_of_schema(tree, node, lysc_data_parent(dependency->join_key));
    struct lyd_node *key = entry ? lyd_child(entry) : NULL;

    while (key && key->schema != dependency->join_key) {
        key = key->next;
    }
    if (!key || !is_first_trigger(tree, entry, dependency)) {
        return;
    }
    const char *value = canonical_value(key);
    uint32_t slot = value_index_first(&tree->values, hash_of_value(dependency->join_leaf, value));

    for (; slot; slot = value_index_next(&tree->values, slot)) {
        struct lyd_node *leaf = value_index_node(&tree->values, slot);

        if (leaf->schema == dependency->join_leaf && canonical_value(leaf) == value) {
            collect_readers(tree, dependency, ancestor_of_schema(tree, leaf, dependency->join_pivot));
        }
    }
}

void
trigger_node(struct config_tree *tree, struct lyd_node *node)
{
    const struct constraints *constraints = constraints_of(node->schema);

    for (uint32_t i = 0; i < constraints->dependency_count; i++) {
        const struct dependency *dependency = &constraints->dependencies[i];

        if (dependency->join_leaf) {
            trigger_joined(tree, node, dependency);
            continue;
        }
        struct lyd_node *pivot = dependency->pivot ? ancestor_of_schema(tree, node, dependency->pivot) : NULL;

        if (dependency->pivot && (!pivot || !is_attached(pivot))) {
            continue;
        }
        /* Readers below a new pivot are new themselves. */
        if (pivot && dependency->kind == CONSTRAINT_MUST && is_created_since(tree, pivot, tree->validation->first)) {
            continue;
        }
        if (is_first_trigger(tree, pivot, dependency)) {
            collect_readers(tree, dependency, pivot);
        }
    }
}

void
trigger_subtree(struct config_tree *tree, struct lyd_node *root, bool deleted)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        trigger_node(tree, node);
        if (deleted && (node->schema->nodetype & LYD_NODE_TERM)) {
            trigger_referrers(tree, node->schema, canonical_value(node));
        }
        LYD_TREE_DFS_END(root, node);
    }
}

void
trigger_referrers(struct config_tree *tree, const struct lysc_node *target, const char *value)
{
    const struct constraints *constraints = constraints_of(target);

    for (uint32_t i = 0; i < constraints->referrer_count; i++) {
        const struct lysc_node *schema = constraints->referrers[i];
        uint32_t slot = value_index_first(&tree->values, hash_of_value(schema, value));

        for (; slot; slot = value_index_next(&tree->values, slot)) {
            struct lyd_node *leaf = value_index_node(&tree->values, slot);

            if (leaf->schema == schema && canonical_value(leaf) == value) {
                collect_reader(tree, CONSTRAINT_REFERENCE, leaf);
            }
        }
    }
}

void
trigger_instance_identifiers(struct config_tree *tree)
{
    struct validation *validation = tree->validation;

    if (validation->instance_identifiers_added) {
        return;
    }
    validation->instance_identifiers_added = true;
    for (uint32_t i = 0; i < validation->instance_identifiers.count; i++) {
        collect_listed(tree, CONSTRAINT_REFERENCE, validation->instance_identifiers.snodes[i]);
    }
}
