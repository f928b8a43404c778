/* Differences between trees as trees, and merging. Each call returns the (new) first node as result 0. */
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

EXPORT(lyw_diff)
LY_ERR lyw_diff(const struct ly_ctx *context, const struct lyd_node *before, const struct lyd_node *after,
        uint32_t options)
{
    struct lyd_node *diff = NULL;
    LY_ERR status;

    operation_begin(context);
    status = lyd_diff_siblings(before, after, options, &diff);
    result_set(0, diff);
    return status;
}

EXPORT(lyw_diff_apply)
LY_ERR lyw_diff_apply(const struct ly_ctx *context, struct lyd_node *tree, const struct lyd_node *diff)
{
    LY_ERR status;

    operation_begin(context);
    status = lyd_diff_apply_all(&tree, diff);
    result_set(0, tree_root(tree));
    return status;
}

EXPORT(lyw_diff_reverse) LY_ERR lyw_diff_reverse(const struct ly_ctx *context, const struct lyd_node *diff)
{
    struct lyd_node *reversed = NULL;
    LY_ERR status;

    operation_begin(context);
    status = lyd_diff_reverse_all(diff, &reversed);
    result_set(0, reversed);
    return status;
}

/* The later diff into the earlier one. */
EXPORT(lyw_diff_merge)
LY_ERR lyw_diff_merge(const struct ly_ctx *context, struct lyd_node *earlier, const struct lyd_node *later,
        uint32_t options)
{
    LY_ERR status;

    operation_begin(context);
    status = lyd_diff_merge_all(&earlier, later, options);
    result_set(0, tree_root(earlier));
    return status;
}

/* With LYD_MERGE_DESTRUCT the source must not be used, nor freed, afterwards. */
EXPORT(lyw_merge)
LY_ERR lyw_merge(const struct ly_ctx *context, struct lyd_node *target, struct lyd_node *source, uint32_t options)
{
    LY_ERR status;

    operation_begin(context);
    status = lyd_merge_siblings(&target, source, options);
    result_set(0, tree_root(target));
    return status;
}

EXPORT(lyw_compare)
LY_ERR lyw_compare(const struct ly_ctx *context, const struct lyd_node *one, const struct lyd_node *other,
        uint32_t options)
{
    operation_begin(context);
    return lyd_compare_siblings(one, other, options);
}

/* Result 0: the root of the copy, result 1: the copy of `node`; these differ with LYD_DUP_WITH_PARENTS. */
EXPORT(lyw_duplicate) LY_ERR lyw_duplicate(const struct lyd_node *node, int with_siblings, uint32_t options)
{
    struct lyd_node *copy = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(node));
    if (with_siblings) {
        status = lyd_dup_siblings(node, NULL, options, &copy);
    } else {
        status = lyd_dup_single(node, NULL, options, &copy);
    }
    result_set(0, tree_root(copy));
    result_set(1, copy);
    return status;
}
