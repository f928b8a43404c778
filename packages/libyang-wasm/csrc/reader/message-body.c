/* Bodies of RESTCONF messages that are data below an instance. RFC 8040 4.4.1, 4.5, 4.6 */
#include <stdlib.h>

#include <libyang.h>

#include "body-checks.h"
#include "errors.h"
#include "export.h"
#include "output.h"

/* The nodes that were not there before, with their paths. */
static void put_targets(struct byte_buffer *out, const struct lyd_node *siblings, const struct ly_set *before)
{
    buffer_put_member(out, "targets");
    buffer_put_byte(out, '[');
    for (const struct lyd_node *node = siblings; node; node = node->next) {
        char *path;

        if (ly_set_contains(before, (void *)node, NULL)) {
            continue;
        }
        path = lyd_path(node, LYD_PATH_STD, NULL, 0);
        buffer_put_separator(out);
        buffer_put_byte(out, '{');
        buffer_put_number_member(out, "node", (int64_t)(uintptr_t)node);
        buffer_put_text_member(out, "path", path);
        buffer_put_byte(out, '}');
        free(path);
    }
    buffer_put_byte(out, ']');
}

static LY_ERR remember_children(const struct lyd_node *parent, struct ly_set *children)
{
    LY_ERR status = LY_SUCCESS;

    for (struct lyd_node *node = lyd_child(parent); node && !status; node = node->next) {
        status = ly_set_add(children, node, 1, NULL);
    }
    return status;
}

static LY_ERR parse_below(struct byte_buffer *out, const struct ly_ctx *context, const struct body *body,
        uint32_t options, struct lyd_node **root, struct lyd_node *parent)
{
    struct ly_set before = {0};
    struct lyd_node *parsed = NULL;
    struct ly_in *in = NULL;
    LY_ERR status = ly_in_new_memory(body->bytes, &in);

    if (!status && parent) {
        status = remember_children(parent, &before);
    }
    if (!status) {
        status = lyd_parse_data(context, parent, in, body->format, options, 0, &parsed);
        *root = *root ? *root : parsed;
    }
    if (!status) {
        status = check_json_text(out, body, ly_in_parsed(in));
    }
    if (!status) {
        status = check_no_duplicates(out, parent ? lyd_child(parent) : parsed);
    }
    if (!status) {
        put_targets(out, parent ? lyd_child(parent) : parsed, &before);
    }
    ly_in_free(in, 0);
    ly_set_erase(&before, NULL);
    return status;
}

/* Ends the output; the tree is result 0, or free where something failed. */
static LY_ERR give_tree(struct byte_buffer *out, LY_ERR status, struct lyd_node *root)
{
    LY_ERR output;

    buffer_put_byte(out, '}');
    output = output_take(out);
    if (status || output) {
        lyd_free_all(root);
        return status ? status : output;
    }
    result_set(0, root);
    return LY_SUCCESS;
}

/*
 * Parses data below the instance `parent_path` (NULL: at the top). `as_edit`: state is an error.
 *
 * Result 0: the tree, with the nodes of the path. The output is a JSON object: `targets` ({ node, path } of each node
 * that the body holds), or after LY_ENOT a `problem` with the `name` and `path` concerned.
 */
EXPORT(lyw_parse_body)
LY_ERR lyw_parse_body(const struct ly_ctx *context, char *bytes, size_t length, uint32_t format,
        const char *parent_path, int as_edit)
{
    struct body body = {.bytes = bytes, .length = length, .format = format};
    uint32_t options = LYD_PARSE_ONLY | LYD_PARSE_STRICT | (as_edit ? LYD_PARSE_NO_STATE : 0);
    struct byte_buffer out = {0};
    struct lyd_node *root, *parent;
    LY_ERR status;

    operation_begin(context);
    buffer_put_byte(&out, '{');
    status = make_instance_path(context, parent_path, &root, &parent);
    if (!status && parent && !(parent->schema->nodetype & LYD_NODE_INNER)) {
        status = put_body_problem(&out, "parent-holds-nothing", NULL, 0);
    }
    if (!status) {
        status = parse_below(&out, context, &body, options, &root, parent);
    }
    return give_tree(&out, status, root);
}
