/* Bodies of RESTCONF operation requests. RFC 8040 3.6, 4.4.2 */
#include <libyang.h>

#include "body-checks.h"
#include "errors.h"
#include "export.h"
#include "operation-input.h"

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
        status = check_json_text(out, body, ly_in_parsed(in));
    }
    if (!status) {
        status = check_no_duplicates(out, lyd_child(operation));
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
    status = make_instance_path(context, operation_path, &root, &operation);
    if (!status && !(operation->schema->nodetype & (LYS_RPC | LYS_ACTION))) {
        status = put_body_problem(&out, "unknown-operation", NULL, 0);
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
