/* XPath on data trees: node sets as pointers in the output, values as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "tree.h"

/* Enough for a double with 17 significant digits, its sign, point and exponent. */
#define NUMBER_TEXT 32

static void append_nodes(const struct ly_set *nodes)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        output_append_pointer(nodes->dnodes[i]);
    }
}

static LY_ERR find(const struct lyd_node *context_node, const struct lyd_node *tree, const char *xpath,
        struct ly_set **nodes)
{
    return lyd_find_xpath3(context_node, tree, xpath, LY_VALUE_JSON, NULL, NULL, nodes);
}

/* Pointers of the selected nodes. `context_node` NULL means the root. */
EXPORT(lyw_select)
LY_ERR lyw_select(const struct lyd_node *context_node, const struct lyd_node *tree, const char *xpath)
{
    struct ly_set *nodes = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(tree));
    status = find(context_node, tree, xpath, &nodes);
    if (status) {
        return status;
    }
    append_nodes(nodes);
    ly_set_free(nodes, NULL);
    return output_status(LY_SUCCESS);
}

static void append_path_and_value(const struct lyd_node *node)
{
    char *path = lyd_path(node, LYD_PATH_STD, NULL, 0);
    const char *value = node_value_text(node);

    output_append_string(path);
    output_append_u32(value ? 1 : 0);
    output_append_string(value);
    free(path);
}

/* For each selected node its path, whether it has a value, and the value. */
EXPORT(lyw_select_values)
LY_ERR lyw_select_values(const struct lyd_node *context_node, const struct lyd_node *tree, const char *xpath)
{
    struct ly_set *nodes = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(tree));
    status = find(context_node, tree, xpath, &nodes);
    if (status) {
        return status;
    }
    for (uint32_t i = 0; i < nodes->count; i++) {
        append_path_and_value(nodes->dnodes[i]);
    }
    ly_set_free(nodes, NULL);
    return output_status(LY_SUCCESS);
}

static void append_number(long double number)
{
    char text[NUMBER_TEXT];
    int length = snprintf(text, sizeof text, "%.17g", (double)number);

    output_append(text, length);
}

/* Result 0: the kind of the value (LY_XPATH_TYPE). Output: pointers, or the value as text. */
EXPORT(lyw_evaluate)
LY_ERR lyw_evaluate(const struct lyd_node *context_node, const struct lyd_node *tree, const char *xpath)
{
    LY_XPATH_TYPE type = LY_XPATH_NODE_SET;
    struct ly_set *nodes = NULL;
    char *string = NULL;
    long double number = 0;
    ly_bool boolean = 0;
    LY_ERR status;

    operation_begin(LYD_CTX(tree));
    status = lyd_eval_xpath4(context_node, tree, NULL, xpath, LY_VALUE_JSON, NULL, NULL, &type, &nodes, &string,
            &number, &boolean);
    if (status) {
        return status;
    }
    result_set_u32(0, type);
    switch (type) {
    case LY_XPATH_NODE_SET:
        append_nodes(nodes);
        break;
    case LY_XPATH_STRING:
        output_append(string, strlen(string));
        break;
    case LY_XPATH_NUMBER:
        append_number(number);
        break;
    case LY_XPATH_BOOLEAN:
        output_append(boolean ? "true" : "false", boolean ? 4 : 5);
        break;
    }
    ly_set_free(nodes, NULL);
    free(string);
    return output_status(LY_SUCCESS);
}

/* Result 0: the node of a path that identifies one. LY_ENOTFOUND, LY_EINCOMPLETE: there is none. */
EXPORT(lyw_find_path) LY_ERR lyw_find_path(const struct lyd_node *start, const char *path, int in_output)
{
    struct lyd_node *match = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(start));
    status = lyd_find_path(start, path, in_output, &match);
    result_set(0, status ? NULL : match);
    return status;
}
