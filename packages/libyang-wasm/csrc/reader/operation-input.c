#include "operation-input.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"

/*
 * A reference to data that is not at hand cannot be judged here; who has the data passes it. Everything that libyang
 * checks before references was checked.
 */
static bool is_unfollowed_reference(const struct ly_ctx *context)
{
    const struct ly_err_item *error = ly_err_last(context);

    return error && error->apptag && !strcmp(error->apptag, "instance-required");
}

static LY_ERR validate(struct lyd_node *operation, const struct lyd_node *data)
{
    const struct ly_ctx *context = LYD_CTX(operation);
    LY_ERR status = lyd_validate_op(operation, data, LYD_TYPE_RPC_YANG, NULL);

    if (status && !data && is_unfollowed_reference(context)) {
        ly_err_clean((struct ly_ctx *)context, NULL);
        return LY_SUCCESS;
    }
    return status;
}

/* Names from below the operation: "config", "source/config". */
static void put_relative_path(struct byte_buffer *out, const struct lyd_node *operation, const struct lyd_node *node)
{
    if (lyd_parent(node) != operation) {
        put_relative_path(out, operation, lyd_parent(node));
        buffer_put_byte(out, '/');
    }
    buffer_put_text(out, node->schema->name);
}

static void put_any_value(struct byte_buffer *out, struct lyd_node_any *any)
{
    if (any->value_type == LYD_ANYDATA_DATATREE) {
        buffer_put_number_member(out, "tree", (int64_t)(uintptr_t)any->value.tree);
        any->value.tree = NULL;
    } else if (any->value_type != LYD_ANYDATA_LYB) {
        buffer_put_text_member(out, "text", any->value.str ? any->value.str : "");
    }
}

static void put_attributes(struct byte_buffer *out, const struct lyd_node *node)
{
    buffer_put_member(out, "metadata");
    buffer_put_byte(out, '{');
    for (const struct lyd_meta *meta = node->meta; meta; meta = meta->next) {
        buffer_put_text_member(out, meta->name, lyd_get_meta_value(meta));
    }
    buffer_put_byte(out, '}');
}

static void put_content(struct byte_buffer *out, const struct lyd_node *operation, struct lyd_node *node)
{
    buffer_put_separator(out);
    buffer_put_byte(out, '{');
    buffer_put_member(out, "name");
    buffer_put_byte(out, '"');
    put_relative_path(out, operation, node);
    buffer_put_byte(out, '"');
    put_attributes(out, node);
    put_any_value(out, (struct lyd_node_any *)node);
    buffer_put_byte(out, '}');
}

static LY_ERR find_contents(struct lyd_node *operation, struct ly_set *contents)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(operation, node) {
        if (node->schema && (node->schema->nodetype & LYD_NODE_ANY) && ly_set_add(contents, node, 1, NULL)) {
            return LY_EMEM;
        }
        LYD_TREE_DFS_END(operation, node);
    }
    return LY_SUCCESS;
}

/* Puts the anydata and anyxml parameters and takes them out of the operation. */
static LY_ERR move_contents(struct byte_buffer *out, struct lyd_node *operation)
{
    struct ly_set contents = {0};
    LY_ERR status = find_contents(operation, &contents);

    buffer_put_member(out, "contents");
    buffer_put_byte(out, '[');
    for (uint32_t index = 0; !status && index < contents.count; index++) {
        put_content(out, operation, contents.dnodes[index]);
        lyd_free_tree(contents.dnodes[index]);
    }
    buffer_put_byte(out, ']');
    ly_set_erase(&contents, NULL);
    return status;
}

static LY_ERR print_children(struct byte_buffer *out, const struct lyd_node *operation)
{
    struct cursor_options options = {.json = true, .everything = true, .depth = UINT32_MAX};
    struct cursor *cursor = cursor_new(LYD_CTX(operation), &options);
    const struct byte_buffer *text = NULL;
    bool empty;
    LY_ERR status;

    if (!cursor) {
        return LY_EMEM;
    }
    cursor_set_module(cursor, operation->schema->module);
    status = cursor_add_part(cursor, lyd_child(operation), NULL);
    if (!status) {
        status = cursor_start(cursor, &empty);
    }
    if (!status) {
        status = cursor_next(cursor, SIZE_MAX, &text);
    }
    if (text) {
        buffer_put(out, text->bytes, text->length);
    }
    cursor_free(cursor);
    return status;
}

LY_ERR put_operation_input(struct byte_buffer *out, struct lyd_node *operation, const struct lyd_node *data)
{
    LY_ERR status = validate(operation, data);
    char *path;

    if (status) {
        return status;
    }
    path = lyd_path(operation, LYD_PATH_STD, NULL, 0);
    buffer_put_text_member(out, "path", path);
    free(path);
    buffer_put_text_member(out, "module", operation->schema->module->name);
    buffer_put_text_member(out, "operation", operation->schema->name);
    status = move_contents(out, operation);
    if (status) {
        return status;
    }
    buffer_put_member(out, "input");
    return print_children(out, operation);
}
