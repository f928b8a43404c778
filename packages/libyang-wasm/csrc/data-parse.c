/* Bytes into data trees. */
#include <string.h>

#include <in_internal.h>
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

/*
 * An input over `length` bytes that a NUL follows. libyang takes the first NUL for the end of a text, so that what
 * comes after one would be left out silently: such a text is refused. For LYB the length bounds every read.
 */
static LY_ERR open_input(const struct ly_ctx *context, const char *bytes, size_t length, LYD_FORMAT format,
        struct ly_in **input)
{
    LY_ERR status;

    if (format != LYD_LYB && memchr(bytes, '\0', length)) {
        ly_err_print(context, &(struct ly_err_item) {
            .level = LY_LLERR, .err = LY_EVALID, .vecode = LYVE_SYNTAX, .msg = "The data contains a NUL byte."
        });
        return LY_EVALID;
    }
    status = ly_in_new_memory(bytes, input);
    if (!status && format == LYD_LYB) {
        (*input)->length = length;
    }
    return status;
}

/*
 * Result 0: the first node of the new tree; with `parent`, the first node added below it.
 * On failure nothing is left behind.
 */
EXPORT(lyw_parse_data)
LY_ERR lyw_parse_data(const struct ly_ctx *context, struct lyd_node *parent, const char *bytes, size_t length,
        LYD_FORMAT format, uint32_t parse_options, uint32_t validate_options)
{
    struct ly_in *input = NULL;
    struct lyd_node *tree = NULL;
    LY_ERR status;

    operation_begin(context);
    status = open_input(context, bytes, length, format, &input);
    if (status) {
        return status;
    }
    status = lyd_parse_data(context, parent, input, format, parse_options, validate_options, &tree);
    ly_in_free(input, 0);
    result_set(0, status ? NULL : tree);
    return status;
}

static bool adds_to_parent(enum lyd_type type)
{
    return type == LYD_TYPE_REPLY_NETCONF || type == LYD_TYPE_RPC_RESTCONF || type == LYD_TYPE_REPLY_RESTCONF;
}

/*
 * An operation, its reply or a notification. Result 0: root of the operation's tree; result 1: the operation node;
 * result 2: the envelopes as a tree of opaque nodes, where the type has any. Types that add to `parent`, the node of
 * the operation, return no tree of their own.
 */
EXPORT(lyw_parse_operation)
LY_ERR lyw_parse_operation(const struct ly_ctx *context, struct lyd_node *parent, const char *bytes, size_t length,
        LYD_FORMAT format, enum lyd_type type)
{
    struct ly_in *input = NULL;
    struct lyd_node *tree = NULL, *operation = NULL, *envelopes;
    LY_ERR status;

    operation_begin(context);
    status = open_input(context, bytes, length, format, &input);
    if (status) {
        return status;
    }
    status = lyd_parse_op(context, parent, input, format, type, &tree, adds_to_parent(type) ? NULL : &operation);
    ly_in_free(input, 0);
    if (status) {
        lyd_free_all(tree);
        return status;
    }
    envelopes = tree_root(tree);
    result_set(0, operation ? tree_root(operation) : NULL);
    result_set(1, operation);
    result_set(2, operation && envelopes == tree_root(operation) ? NULL : envelopes);
    return LY_SUCCESS;
}
