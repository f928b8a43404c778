/* The cursor as the host sees it: built by several calls, then read chunk by chunk. */
#include <stdlib.h>

#include "cursor.h"
#include "errors.h"
#include "export.h"
#include "node-info.h"
#include "output.h"

/* Bits of `flags`. */
#define FLAG_JSON 1
#define FLAG_PRETTY 2
#define FLAG_TARGETS 4
#define FLAG_EVERYTHING 8
#define FLAG_ORIGIN 16
#define FLAG_KEEP_ORDER 32
#define FLAG_LIMIT_SELECTED 64

/* Result 0: the cursor. `depth` and `sublist_limit` 0: without limit. */
EXPORT(lyw_cursor_new)
LY_ERR lyw_cursor_new(const struct ly_ctx *context, uint32_t flags, uint32_t defaults, uint32_t content, uint32_t depth,
        uint32_t sublist_limit)
{
    struct cursor_options options = {
        .json = flags & FLAG_JSON,
        .pretty = flags & FLAG_PRETTY,
        .targets = flags & FLAG_TARGETS,
        .everything = flags & FLAG_EVERYTHING,
        .with_origin = flags & FLAG_ORIGIN,
        .keep_order = flags & FLAG_KEEP_ORDER,
        .limit_selected = flags & (FLAG_LIMIT_SELECTED | FLAG_EVERYTHING),
        .defaults = defaults,
        .content = content,
        .depth = depth ? depth : UINT32_MAX,
        .sublist_limit = sublist_limit,
    };
    struct cursor *cursor;

    operation_begin(context);
    cursor = cursor_new(context, &options);
    result_set(0, cursor);
    return cursor ? LY_SUCCESS : LY_EMEM;
}

EXPORT(lyw_cursor_add_part)
LY_ERR lyw_cursor_add_part(struct cursor *cursor, const struct lyd_node *root, const char *origin)
{
    return cursor_add_part(cursor, root, origin);
}

/* Top-level names are printed as if they stood below a node of this module (an rpc, for its input or output). */
EXPORT(lyw_cursor_set_module) void lyw_cursor_set_module(struct cursor *cursor, const char *name)
{
    cursor_set_module(cursor, ly_ctx_get_module_implemented(cursor_context(cursor), name));
}

EXPORT(lyw_cursor_exclude)
LY_ERR lyw_cursor_exclude(struct cursor *cursor, const char *module, const char *name)
{
    return cursor_exclude(cursor, module, name);
}

EXPORT(lyw_cursor_select) LY_ERR lyw_cursor_select(struct cursor *cursor, const char *xpath)
{
    operation_begin(cursor_context(cursor));
    return cursor_select(cursor, xpath);
}

EXPORT(lyw_cursor_narrow) LY_ERR lyw_cursor_narrow(struct cursor *cursor, const char *field)
{
    operation_begin(cursor_context(cursor));
    return cursor_narrow(cursor, field);
}

/* Texts may be NULL, `remaining` 0. */
EXPORT(lyw_cursor_describe_page)
LY_ERR lyw_cursor_describe_page(struct cursor *cursor, uint32_t remaining, const char *next, const char *previous,
        const char *locale)
{
    struct page_note note = {.remaining = remaining, .next = next, .previous = previous, .locale = locale};

    return cursor_describe_page(cursor, &note);
}

EXPORT(lyw_cursor_want_origin)
LY_ERR lyw_cursor_want_origin(struct cursor *cursor, const char *name, int negated)
{
    operation_begin(cursor_context(cursor));
    return cursor_want_origin(cursor, name, negated != 0);
}

/* Both arrays are the host's allocations and belong to the cursor from now on. */
EXPORT(lyw_cursor_restrict)
void lyw_cursor_restrict(struct cursor *cursor, uint16_t *first_rule, uint8_t *permit, uint32_t count)
{
    cursor_restrict(cursor, first_rule, permit, count);
}

EXPORT(lyw_cursor_add_instance_rule)
LY_ERR lyw_cursor_add_instance_rule(struct cursor *cursor, const char *xpath, uint32_t index, int permit)
{
    operation_begin(cursor_context(cursor));
    return cursor_add_instance_rule(cursor, xpath, (uint16_t)index, permit != 0);
}

/* Result 0: whether the document is empty. */
EXPORT(lyw_cursor_start) LY_ERR lyw_cursor_start(struct cursor *cursor)
{
    bool empty = false;
    LY_ERR status;

    operation_begin(cursor_context(cursor));
    status = cursor_start(cursor, &empty);
    result_set_u32(0, empty);
    return status;
}

/* Results 0 and 1: address and length of the next chunk, which stays the cursor's; length 0 after the last one. */
EXPORT(lyw_cursor_next) LY_ERR lyw_cursor_next(struct cursor *cursor, size_t budget)
{
    const struct byte_buffer *chunk = NULL;
    LY_ERR status = cursor_next(cursor, budget, &chunk);

    result_set(0, chunk ? chunk->bytes : NULL);
    result_set_u32(1, chunk ? chunk->length : 0);
    return status;
}

EXPORT(lyw_cursor_free) void lyw_cursor_free(struct cursor *cursor)
{
    cursor_free(cursor);
}

static void append_path(struct byte_buffer *rows, const struct lyd_node *node)
{
    const struct node_info *info = node_info_of(node->schema);
    char *path = lyd_path(node, LYD_PATH_STD, NULL, 0);

    if (!info || !path) {
        rows->failed = rows->failed || !path;
        free(path);
        return;
    }
    buffer_put_separator(rows);
    buffer_put_byte(rows, '{');
    buffer_put_text_member(rows, "path", path);
    buffer_put_number_member(rows, "schemaId", info->id);
    buffer_put_byte(rows, '}');
    free(path);
}

/* The output: a JSON array of { path, schemaId } for each node that the expression selects in one tree. */
EXPORT(lyw_selected_paths) LY_ERR lyw_selected_paths(const struct lyd_node *tree, const char *xpath)
{
    struct byte_buffer rows = {0};
    struct ly_set *nodes = NULL;
    LY_ERR status;

    operation_begin(LYD_CTX(tree));
    status = lyd_find_xpath3(NULL, tree, xpath, LY_VALUE_JSON, NULL, NULL, &nodes);
    if (status) {
        return status;
    }
    buffer_put_byte(&rows, '[');
    for (uint32_t index = 0; index < nodes->count; index++) {
        append_path(&rows, nodes->dnodes[index]);
    }
    buffer_put_byte(&rows, ']');
    ly_set_free(nodes, NULL);
    return output_take(&rows);
}
