/* libyang's validation of whole trees and of operations, and the default nodes that come with it. */
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"

/*
 * Validates a tree: of all modules, or of one. Result 0: the first node, which may be another one afterwards;
 * result 1: the changes made (defaults added, nodes of a false `when` removed) as a diff, if `with_diff`.
 */
EXPORT(lyw_validate)
LY_ERR lyw_validate(const struct ly_ctx *context, struct lyd_node *tree, const struct lys_module *module,
        uint32_t options, int with_diff)
{
    struct lyd_node *diff = NULL;
    struct lyd_node **diff_result = with_diff ? &diff : NULL;
    LY_ERR status;

    operation_begin(context);
    if (module) {
        status = lyd_validate_module(&tree, module, options, diff_result);
    } else {
        status = lyd_validate_all(&tree, context, options, diff_result);
    }
    result_set(0, tree);
    result_set(1, diff);
    return status;
}

/* `operation` is any node of the operation's tree, `dependencies` the data that its references point into. */
EXPORT(lyw_validate_operation)
LY_ERR lyw_validate_operation(struct lyd_node *operation, const struct lyd_node *dependencies, enum lyd_type type)
{
    operation_begin(LYD_CTX(operation));
    return lyd_validate_op(operation, dependencies, type, NULL);
}

/* Adds missing default nodes. Result 0: the first node. */
EXPORT(lyw_add_defaults)
LY_ERR lyw_add_defaults(const struct ly_ctx *context, struct lyd_node *tree, const struct lys_module *module,
        uint32_t options)
{
    LY_ERR status;

    operation_begin(context);
    if (module) {
        status = lyd_new_implicit_module(&tree, module, options, NULL);
    } else {
        status = lyd_new_implicit_all(&tree, context, options, NULL);
    }
    result_set(0, tree);
    return status;
}
