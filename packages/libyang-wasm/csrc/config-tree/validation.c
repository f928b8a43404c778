/*
 * libyang's validation.c with doors into its static functions.
 *
 * This file is compiled in place of libyang's own. What stands behind the include only forwards; see
 * libyang-checks.h for what the functions do.
 */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wall"
#pragma clang diagnostic ignored "-Wextra"
#include "src/validation.c"
#pragma clang diagnostic pop

#include "libyang-checks.h"

LY_ERR
check_musts(const struct lyd_node *node)
{
    return lyd_validate_must(node, CHECK_OPTIONS, 0, 0);
}

LY_ERR
check_subtree_content(const struct lyd_node *node, struct ly_ht *schema_cache)
{
    return lyd_validate_final_r(lyd_child(node), node, node->schema, NULL, NULL, CHECK_OPTIONS, 0, 0, schema_cache);
}

LY_ERR
check_mandatory(const struct lyd_node *siblings, const struct lyd_node *parent, const struct lysc_node *schema)
{
    return lyd_validate_mandatory(siblings, parent, schema, CHECK_OPTIONS);
}

LY_ERR
check_element_count(const struct lyd_node *siblings, const struct lyd_node *parent, const struct lysc_node *schema,
        uint32_t minimum, uint32_t maximum)
{
    return lyd_validate_minmax(siblings, parent, schema, minimum, maximum == UINT32_MAX ? 0 : maximum, CHECK_OPTIONS);
}

LY_ERR
check_duplicates(const struct lyd_node *node)
{
    return lyd_validate_duplicates(lyd_first_sibling(node), node, CHECK_OPTIONS);
}

struct lyd_node *
unique_leaf_of(const struct lysc_node_leaf *leaf, const struct lyd_node *entry)
{
    return lyd_val_uniq_find_leaf(leaf, entry);
}

bool
report_if_not_unique(struct lyd_node *first, struct lyd_node *second, uint32_t unique)
{
    struct lyd_val_uniq_arg arg = {.action = unique + 1, .val_opts = CHECK_OPTIONS};

    return lyd_val_uniq_list_equal(&first, &second, 0, &arg);
}

LY_ERR
evaluate_when(const struct lyd_node *tree, const struct lyd_node *node, const struct lysc_when **refused_by)
{
    return lyd_validate_node_when(tree, node, node->schema, 0, refused_by);
}

LY_ERR
evaluate_when_of_absent(struct lyd_node *tree, struct lyd_node *parent, const struct lysc_node *schema,
        const struct lysc_when **refused_by)
{
    struct lyd_node *stand_in = NULL;
    LY_ERR result = lyd_new_opaq(parent, schema->module->ctx, schema->name, NULL, NULL, schema->module->name,
            &stand_in);

    if (result) {
        return result;
    }
    /* Opaque nodes stand last: the first sibling stays what it was unless there is none. */
    if (!parent && tree) {
        lyd_insert_sibling(tree, stand_in, NULL);
    }
    result = lyd_validate_node_when(tree ? tree : stand_in, stand_in, schema, LYXP_ACCESS_TREE_CONFIG, refused_by);
    lyd_free_tree(stand_in);
    return result;
}
