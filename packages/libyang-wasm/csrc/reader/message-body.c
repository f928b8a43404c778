/* Bodies of RESTCONF messages: data below an instance, and the input of operations. RFC 8040 3.5, 3.6, 4.4 to 4.6 */
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "datastore-body.h"
#include "duplicate-nodes.h"
#include "errors.h"
#include "export.h"
#include "json-members.h"
#include "operation-input.h"
#include "output.h"

struct body {
    /* NUL-terminated; the host's copy, which may be changed. */
    char *bytes;
    size_t length;
    LYD_FORMAT format;
};

static LY_ERR put_problem(struct byte_buffer *out, const char *problem, const char *name, size_t name_length)
{
    buffer_put_text_member(out, "problem", problem);
    if (name) {
        buffer_put_member(out, "name");
        buffer_put_json_bytes(out, name, name_length);
    }
    return LY_ENOT;
}

/* Makes the nodes of an instance path, or none for NULL. `*last` is the node that the path names. */
static LY_ERR make_path(const struct ly_ctx *context, const char *path, struct lyd_node **root, struct lyd_node **last)
{
    *root = *last = NULL;
    return path ? lyd_new_path2(NULL, context, path, NULL, 0, 0, 0, root, last) : LY_SUCCESS;
}

/* What the parsers of libyang accept although JSON does not: text behind the object, repeated members. */
static LY_ERR check_json(struct byte_buffer *out, const struct body *body, size_t parsed)
{
    const char *name = NULL;
    size_t name_length = 0;
    LY_ERR status;

    if (body->format != LYD_JSON) {
        return LY_SUCCESS;
    }
    if (parsed + strspn(body->bytes + parsed, " \t\r\n") < body->length) {
        return put_problem(out, "trailing-text", NULL, 0);
    }
    status = find_repeated_member(body->bytes, body->length, &name, &name_length);
    if (status) {
        return status;
    }
    return name ? put_problem(out, "repeated-member", name, name_length) : LY_SUCCESS;
}

static LY_ERR check_duplicates(struct byte_buffer *out, const struct lyd_node *siblings)
{
    const struct lyd_node *duplicate = find_duplicate(siblings);
    char *path;

    if (!duplicate) {
        return LY_SUCCESS;
    }
    path = lyd_path(duplicate, LYD_PATH_STD, NULL, 0);
    buffer_put_text_member(out, "path", path);
    free(path);
    return put_problem(out, "duplicate-node", duplicate->schema->name, strlen(duplicate->schema->name));
}

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
        status = check_json(out, body, ly_in_parsed(in));
    }
    if (!status) {
        status = check_duplicates(out, parent ? lyd_child(parent) : parsed);
    }
    if (!status) {
        put_targets(out, parent ? lyd_child(parent) : parsed, &before);
    }
    ly_in_free(in, 0);
    ly_set_erase(&before, NULL);
    return status;
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
    LY_ERR status, output;

    operation_begin(context);
    buffer_put_byte(&out, '{');
    status = make_path(context, parent_path, &root, &parent);
    if (!status && parent && !(parent->schema->nodetype & LYD_NODE_INNER)) {
        status = put_problem(&out, "parent-holds-nothing", NULL, 0);
    }
    if (!status) {
        status = parse_below(&out, context, &body, options, &root, parent);
    }
    buffer_put_byte(&out, '}');
    output = output_take(&out);
    if (status || output) {
        lyd_free_all(root);
        return status ? status : output;
    }
    result_set(0, root);
    return LY_SUCCESS;
}

static LY_ERR parse_datastore(struct byte_buffer *out, const struct ly_ctx *context, struct body *body,
        struct lyd_node **root)
{
    uint32_t options = LYD_PARSE_ONLY | LYD_PARSE_STRICT | LYD_PARSE_NO_STATE;
    struct ly_in *in = NULL;
    LY_ERR status;

    if (body->format == LYD_JSON && !unwrap_json_datastore(&body->bytes, &body->length)) {
        return put_problem(out, "no-datastore", NULL, 0);
    }
    status = ly_in_new_memory(body->bytes, &in);
    if (!status && body->format == LYD_XML) {
        status = parse_xml_datastore(context, in, root);
    } else if (!status) {
        status = lyd_parse_data(context, NULL, in, body->format, options, 0, root);
    }
    if (status == LY_ENOT) {
        put_problem(out, "no-datastore", NULL, 0);
    }
    if (!status) {
        status = check_json(out, body, ly_in_parsed(in));
    }
    ly_in_free(in, 0);
    return status ? status : check_duplicates(out, *root);
}

/*
 * Parses a body that is the datastore itself, "ietf-restconf:data" (RFC 8040 3.4). Result 0: its top-level nodes. The
 * output is as for lyw_parse_body, without targets.
 */
EXPORT(lyw_parse_datastore)
LY_ERR lyw_parse_datastore(const struct ly_ctx *context, char *bytes, size_t length, uint32_t format)
{
    struct body body = {.bytes = bytes, .length = length, .format = format};
    struct byte_buffer out = {0};
    struct lyd_node *root = NULL;
    LY_ERR status, output;

    operation_begin(context);
    buffer_put_byte(&out, '{');
    status = parse_datastore(&out, context, &body, &root);
    buffer_put_byte(&out, '}');
    output = output_take(&out);
    if (status || output) {
        lyd_free_all(root);
        return status ? status : output;
    }
    result_set(0, root);
    return LY_SUCCESS;
}

static LY_ERR parse_input(struct byte_buffer *out, const struct body *body, struct lyd_node *operation)
{
    struct lyd_node *envelope = NULL;
    struct ly_in *in = NULL;
    LY_ERR status;

    /* RFC 8040 3.6.1: without input there is no body. */
    if (!body->length) {
        return LY_SUCCESS;
    }
    status = ly_in_new_memory(body->bytes, &in);
    if (!status) {
        status = lyd_parse_op(LYD_CTX(operation), operation, in, body->format, LYD_TYPE_RPC_RESTCONF, &envelope, NULL);
    }
    if (!status) {
        status = check_json(out, body, ly_in_parsed(in));
    }
    if (!status) {
        status = check_duplicates(out, lyd_child(operation));
    }
    lyd_free_all(envelope);
    ly_in_free(in, 0);
    return status;
}

/*
 * Parses and validates the body of an operation request. `operation_path`: "/module:rpc", or the instance path of an
 * action. `data`: the tree that leafrefs refer to, or NULL. The output is as for lyw_decode_rpc.
 */
EXPORT(lyw_parse_input)
LY_ERR lyw_parse_input(const struct ly_ctx *context, char *bytes, size_t length, uint32_t format,
        const char *operation_path, const struct lyd_node *data)
{
    struct body body = {.bytes = bytes, .length = length, .format = format};
    struct byte_buffer out = {0};
    struct lyd_node *root, *operation;
    LY_ERR status, output;

    operation_begin(context);
    buffer_put_byte(&out, '{');
    status = make_path(context, operation_path, &root, &operation);
    if (!status && !(operation->schema->nodetype & (LYS_RPC | LYS_ACTION))) {
        status = put_problem(&out, "unknown-operation", NULL, 0);
    }
    if (!status) {
        status = parse_input(&out, &body, operation);
    }
    if (!status) {
        status = put_operation_input(&out, operation, data);
    }
    buffer_put_byte(&out, '}');
    lyd_free_all(root);
    output = output_take(&out);
    return status ? status : output;
}
