/* The checks on the final tree. All of them run, so that one validation reports all errors. */
#include "validate.h"

#include "index.h"
#include "libyang-checks.h"
#include "ly_common.h"
#include "tree_data_internal.h"
#include "xpath.h"

/* The target of a leafref that libyang would search for from end to end. */
static bool
has_indexed_target(const struct config_tree *tree, const struct lyd_node *leaf)
{
    const struct constraints *constraints = constraints_of(leaf->schema);
    const char *value = canonical_value(leaf);
    const struct lyd_node *pivot = leaf;
    uint32_t slot = value_index_first(&tree->values, hash_of_value(constraints->leafref_target, value));

    while (pivot && pivot->schema != constraints->leafref_pivot) {
        pivot = lyd_parent(pivot);
    }
    for (; slot; slot = value_index_next(&tree->values, slot)) {
        const struct lyd_node *target = value_index_node(&tree->values, slot);

        if (target->schema != constraints->leafref_target || canonical_value(target) != value) {
            continue;
        }
        while (target && target != pivot) {
            target = lyd_parent(target);
        }
        if (target == pivot) {
            return true;
        }
    }
    return false;
}

static LY_ERR
check_reference(struct config_tree *tree, struct lyd_node *leaf)
{
    const struct lysc_type *type = ((const struct lysc_node_leaf *)leaf->schema)->type;
    LY_ERR result = LY_SUCCESS;

    LOG_LOCSET(NULL, leaf);
    if (!constraints_of(leaf->schema)->leafref_target) {
        result = lyd_value_validate_incomplete(tree->context, type, &((struct lyd_node_term *)leaf)->value, leaf,
                tree->first);
    } else if (!has_indexed_target(tree, leaf)) {
        LOGVAL_APPTAG(tree->context, "instance-required", LYVE_DATA, LY_ERRMSG_NOLREF_VAL, canonical_value(leaf),
                ((const struct lysc_type_leafref *)type)->path->expr);
        result = LY_EVALID;
    }
    LOG_LOCBACK(0, 1);
    return result;
}

static LY_ERR
check_node_exists(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    const struct constraints *constraints = constraints_of(schema);

    if (schema->flags & LYS_CONFIG_R) {
        return LY_SUCCESS;
    }
    if (constraints->counted) {
        uint32_t count = instance_count(tree, parent, schema);

        if (count >= constraints->minimum && count <= constraints->maximum) {
            return LY_SUCCESS;
        }
        return check_element_count(tree_children_of(tree, parent), parent, schema, constraints->minimum,
                constraints->maximum);
    }
    if ((schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) || !(schema->flags & LYS_MAND_TRUE)) {
        return LY_SUCCESS;
    }
    return check_mandatory(tree_children_of(tree, parent), parent, schema);
}

static bool
case_has_instance(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *of_case)
{
    const struct lysc_node *schema = NULL;

    while ((schema = lys_getnext(schema, of_case, NULL, 0))) {
        if (find_instance(tree, parent, schema)) {
            return true;
        }
    }
    return false;
}

/* A case asks for its mandatory nodes only if one of its nodes exists. */
static LY_ERR
check_case(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *of_case)
{
    const struct lysc_node *schema = NULL;
    LY_ERR result = LY_SUCCESS;

    if (!case_has_instance(tree, parent, of_case)) {
        return LY_SUCCESS;
    }
    while ((schema = lys_getnext(schema, of_case, NULL, LYS_GETNEXT_WITHCHOICE))) {
        result = first_error(result, check_node_exists(tree, parent, schema));
    }
    return result;
}

static LY_ERR
check_choice(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *choice)
{
    const struct lysc_node *of_case;
    LY_ERR result = LY_SUCCESS;

    LY_LIST_FOR(lysc_node_child(choice), of_case) {
        result = first_error(result, check_case(tree, parent, of_case));
    }
    /* A choice inside a case is checked with that case. */
    if (!choice->parent || choice->parent->nodetype != LYS_CASE) {
        result = first_error(result, check_node_exists(tree, parent, choice));
    }
    return result;
}

static LY_ERR
check_existence(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    LY_ERR result = LY_SUCCESS;

    if (parent && !is_attached(parent)) {
        return LY_SUCCESS;
    }
    if (!schema->parent || schema->parent->nodetype != LYS_CASE) {
        return check_node_exists(tree, parent, schema);
    }
    for (; schema->parent && schema->parent->nodetype == LYS_CASE; schema = schema->parent->parent) {
        result = first_error(result, check_choice(tree, parent, schema->parent->parent));
    }
    return result;
}

/* Subtrees that were created since the last valid state: everything in them is new. */
static LY_ERR
check_created(struct config_tree *tree)
{
    const uint32_t first = tree->validation->first;
    LY_ERR result = LY_SUCCESS;

    for (uint32_t i = first; i < tree->count; i++) {
        const struct change *change = change_at(tree, i);
        struct lyd_node *node = change->node;

        if (change->kind != CHANGE_CREATE || !is_attached(node) ||
                is_created_since(tree, parent_of(tree, node), first)) {
            continue;
        }
        result = first_error(result, check_musts(node));
        if (node->schema->nodetype & LYD_NODE_INNER) {
            result = first_error(result, check_subtree_content(node, tree->validation->schema_cache));
        }
    }
    return result;
}

LY_ERR
run_checks(struct config_tree *tree)
{
    const struct validation *validation = tree->validation;
    LY_ERR result = LY_SUCCESS;

    for (uint32_t i = 0; i < validation->references.count; i++) {
        struct lyd_node *leaf = validation->references.items[i].node;

        if (is_attached(leaf)) {
            result = first_error(result, check_reference(tree, leaf));
        }
    }
    result = first_error(result, check_created(tree));
    for (uint32_t i = 0; i < validation->musts.count; i++) {
        struct lyd_node *node = validation->musts.items[i].node;

        if (is_attached(node)) {
            result = first_error(result, check_musts(node));
        }
    }
    for (uint32_t i = 0; i < validation->existences.count; i++) {
        const struct subject *subject = &validation->existences.items[i];

        result = first_error(result, check_existence(tree, subject->parent, subject->schema));
    }
    return first_error(result, unique_check(tree));
}
