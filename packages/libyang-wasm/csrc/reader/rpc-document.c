/* A NETCONF <rpc> document: its envelope by hand, what is in it by libyang. RFC 6241 4.1, RFC 7950 7.15.2 */
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "operation-input.h"
#include "output.h"
#include "unqualified-attribute.h"
#include "used-text.h"
#include "xml-elements.h"

#define NETCONF_NAMESPACE "urn:ietf:params:xml:ns:netconf:base:1.0"
#define ACTION_NAMESPACE "urn:ietf:params:xml:ns:yang:1"

/* Why the document is no request that libyang could parse: the host makes an rpc-error of it. */
static LY_ERR put_problem(struct byte_buffer *out, const char *problem)
{
    buffer_put_text_member(out, "problem", problem);
    return LY_ENOT;
}

static const struct lys_module *module_of(const struct lyxml_ctx *xml)
{
    const char *namespace = element_namespace(xml);

    return namespace ? ly_ctx_get_module_implemented_ns(xml->ctx, namespace) : NULL;
}

/* The RPC whose element the parser stands at; NULL for an action and where there is none. */
static const struct lysc_node *schema_of(const struct lyxml_ctx *xml)
{
    const struct lys_module *module = module_of(xml);
    char *name = element_name(xml);
    const struct lysc_node *schema = module ? lys_find_child(NULL, module, name, 0, LYS_RPC, 0) : NULL;

    free(name);
    return schema;
}

static LY_ERR put_operation_name(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    char *name = element_name(xml);

    buffer_put_text_member(out, "element", name);
    buffer_put_text_member(out, "namespace", element_namespace(xml));
    free(name);
    if (element_is(xml, ACTION_NAMESPACE, "action")) {
        return LY_SUCCESS;
    }
    if (!module_of(xml)) {
        return put_problem(out, "unknown-namespace");
    }
    return schema_of(xml) ? LY_SUCCESS : put_problem(out, "unknown-operation");
}

static LY_ERR put_envelope(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    LY_ERR status;

    if (!element_is(xml, NETCONF_NAMESPACE, "rpc")) {
        return put_problem(out, "not-rpc");
    }
    buffer_put_member(out, "attributes");
    status = put_element_attributes(out, xml);
    if (!status) {
        status = lyxml_ctx_next(xml);
    }
    if (status) {
        return status;
    }
    return xml->status == LYXML_ELEMENT ? put_operation_name(out, xml) : put_problem(out, "no-operation");
}

/* "filter", "subtree-filter" and the like. */
static bool is_filter_name(const char *name, size_t length)
{
    static const char ending[] = "filter";
    size_t ending_length = sizeof ending - 1;

    return length >= ending_length && !strncmp(name + length - ending_length, ending, ending_length);
}

/* The filter parameters of the operation that the parser stands at, as they were sent. */
static LY_ERR put_filters(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    struct byte_buffer attributes = {0};
    LY_ERR status = put_element_attributes(&attributes, xml);

    buffer_free(&attributes);
    if (!status) {
        status = lyxml_ctx_next(xml);
    }
    buffer_put_member(out, "filters");
    buffer_put_byte(out, '[');
    while (!status && xml->status == LYXML_ELEMENT) {
        status = is_filter_name(xml->name, xml->name_len) ? put_element(out, xml) : skip_element(xml);
    }
    buffer_put_byte(out, ']');
    return status;
}

static bool is_filter(const struct lysc_node *schema)
{
    return (schema->nodetype & LYD_NODE_ANY) && is_filter_name(schema->name, strlen(schema->name));
}

static bool has_filter(const struct lyd_node *operation)
{
    const struct lyd_node *child;

    for (child = lyd_child(operation); child; child = child->next) {
        if (is_filter(child->schema)) {
            return true;
        }
    }
    return false;
}

static bool may_have_filter(const struct lysc_node *operation)
{
    const struct lysc_node *parameter = NULL;

    while ((parameter = lys_getnext(parameter, operation, NULL, 0))) {
        if (is_filter(parameter)) {
            return true;
        }
    }
    return false;
}

static bool is_edit(const struct lysc_node *operation)
{
    return !strcmp(operation->name, "edit-config") || !strcmp(operation->name, "edit-data");
}

/* Will the text be looked at once only? */
static bool is_read_once(const struct lyxml_ctx *xml, const char *document)
{
    const struct lysc_node *operation = schema_of(xml);

    return operation && !may_have_filter(operation) &&
            !(is_edit(operation) && may_have_unqualified_attribute(document));
}

static LY_ERR check_edit(struct byte_buffer *out, const struct ly_ctx *context, const char *document)
{
    struct text_range element = {0}, attribute = {0};
    LY_ERR status = find_unqualified_attribute(context, document, &element, &attribute);

    if (status || !attribute.start) {
        return status;
    }
    buffer_put_member(out, "place");
    buffer_put_json_bytes(out, element.start, element.length);
    buffer_put_member(out, "attribute");
    buffer_put_json_bytes(out, attribute.start, attribute.length);
    return put_problem(out, "unqualified-attribute");
}

static LY_ERR put_operation(struct byte_buffer *out, struct lyxml_ctx *xml, const char *document, bool used_up,
        const struct lyd_node *data)
{
    struct lyd_node *envelope = NULL, *operation = NULL;
    struct ly_in *in = NULL;
    LY_ERR status = ly_in_new_memory(document, &in);

    if (status) {
        return status;
    }
    status = lyd_parse_op(xml->ctx, NULL, in, LYD_XML, LYD_TYPE_RPC_NETCONF, &envelope, &operation);
    if (!status && !used_up && is_edit(operation->schema)) {
        status = check_edit(out, xml->ctx, document);
    }
    if (!status && !used_up && has_filter(operation)) {
        status = put_filters(out, xml);
    }
    if (!status) {
        status = put_operation_input(out, operation, data);
    }
    lyd_free_all(operation);
    lyd_free_all(envelope);
    ly_in_free(in, 0);
    return status;
}

/* Uses up the text where it can: `memory` is what malloc gave for it. */
static LY_ERR put_large_operation(struct byte_buffer *out, struct lyxml_ctx *xml, const char *document, char *memory,
        size_t size, const struct lyd_node *data)
{
    LY_ERR status;

    if (!is_read_once(xml, document)) {
        return put_operation(out, xml, document, false, data);
    }
    used_text_begin(memory, size);
    status = put_operation(out, xml, document, true, data);
    if (status) {
        put_remains(out);
    }
    used_text_end();
    return status;
}

/* A mark of the byte order is no part of the document (XML 1.0, 4.3.3). */
static const char *without_byte_order_mark(const char *document)
{
    return strncmp(document, "\xef\xbb\xbf", 3) ? document : document + 3;
}

/*
 * Decodes a whole document (NUL-terminated). `data`: the tree that leafrefs in the input refer to, or NULL. `usable`: the
 * size of the memory that lyw_malloc gave for the document, which may then be used up; 0: the document is to stay.
 *
 * The output is a JSON object, as far as it was understood: attributes, element, namespace, then either `problem` or
 * what put_operation_input says, and after an error the `remains` of a document that was used up. LY_ENOT comes with a
 * problem, LY_EVALID with errors of libyang.
 */
EXPORT(lyw_decode_rpc)
LY_ERR lyw_decode_rpc(const struct ly_ctx *context, char *memory, size_t usable, const struct lyd_node *data)
{
    const char *document = without_byte_order_mark(memory);
    struct byte_buffer out = {0};
    struct lyxml_ctx *xml = NULL;
    struct ly_in *in = NULL;
    LY_ERR status, output;

    operation_begin(context);
    status = ly_in_new_memory(document, &in);
    if (!status) {
        status = lyxml_ctx_new(context, in, &xml);
    }
    buffer_put_byte(&out, '{');
    if (!status) {
        status = put_envelope(&out, xml);
    }
    if (!status && usable) {
        status = put_large_operation(&out, xml, document, memory, usable, data);
    } else if (!status) {
        status = put_operation(&out, xml, document, false, data);
    }
    buffer_put_byte(&out, '}');
    lyxml_ctx_free(xml);
    ly_in_free(in, 0);
    output = output_take(&out);
    return status ? status : output;
}
