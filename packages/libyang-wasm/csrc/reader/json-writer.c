#include <stdlib.h>
#include <string.h>

#include <plugins_types.h>

#include "writer.h"

static void begin_member(struct byte_buffer *out, struct level *level, bool pretty)
{
    if (level->has_content) {
        buffer_put_byte(out, ',');
    }
    level->has_content = true;
    if (pretty) {
        buffer_put_byte(out, '\n');
        put_indent(out, level->indent);
    }
}

static void put_colon(struct byte_buffer *out, bool pretty)
{
    buffer_put(out, ": ", pretty ? 2 : 1);
}

/* "name" or, where the module is not that of the parent, "module:name"; "@" before it for annotations. */
static void put_member_name(struct byte_buffer *out, const struct level *level, const struct lysc_node *schema,
        const char *sign, bool pretty)
{
    buffer_put_byte(out, '"');
    buffer_put_text(out, sign);
    if (schema->module != level->module) {
        buffer_put_text(out, schema->module->name);
        buffer_put_byte(out, ':');
    }
    buffer_put_text(out, schema->name);
    buffer_put_byte(out, '"');
    put_colon(out, pretty);
}

static bool is_number_or_boolean(LY_DATA_TYPE type)
{
    switch (type) {
    case LY_TYPE_INT8:
    case LY_TYPE_INT16:
    case LY_TYPE_INT32:
    case LY_TYPE_UINT8:
    case LY_TYPE_UINT16:
    case LY_TYPE_UINT32:
    case LY_TYPE_BOOL:
        return true;
    default:
        return false;
    }
}

/* RFC 7951 6: 64-bit numbers and decimal64 are strings, the member type decides in a union. */
static void put_json_value(struct byte_buffer *out, const struct ly_ctx *context, const struct lyd_value *value,
        const struct lys_module *local_module)
{
    ly_bool dynamic = 0;
    const char *text = value->realtype->plugin->print(context, value, LY_VALUE_JSON, (void *)local_module, &dynamic,
            NULL);

    while (value->realtype->basetype == LY_TYPE_UNION) {
        value = &value->subvalue->value;
    }
    if (value->realtype->basetype == LY_TYPE_EMPTY) {
        buffer_put_text(out, "[null]");
    } else if (is_number_or_boolean(value->realtype->basetype)) {
        buffer_put_text(out, text && text[0] ? text : "null");
    } else {
        buffer_put_json_string(out, text ? text : "");
    }
    if (dynamic) {
        free((char *)text);
    }
}

static bool has_annotations(const struct lyd_node *node, const struct annotations *annotations)
{
    if (annotations->origin || annotations->is_default || has_page_note(annotations)) {
        return true;
    }
    for (const struct lyd_meta *meta = node->meta; meta; meta = meta->next) {
        if (is_printed_metadata(meta)) {
            return true;
        }
    }
    return false;
}

static void put_page_text(struct byte_buffer *out, const char *name, const char *text)
{
    if (text) {
        buffer_put_text_member(out, name, text);
    }
}

static void put_page_note(struct byte_buffer *out, const struct page_note *note)
{
    if (note->remaining) {
        buffer_put_number_member(out, "ietf-list-pagination:remaining", note->remaining);
    }
    put_page_text(out, "ietf-list-pagination:next", note->next);
    put_page_text(out, "ietf-list-pagination:previous", note->previous);
    put_page_text(out, "ietf-list-pagination:locale", note->locale);
}

/* The object of RFC 7952 5.2.1. */
static void put_annotations(struct byte_buffer *out, const struct lyd_node *node, const struct annotations *annotations)
{
    buffer_put_byte(out, '{');
    if (annotations->origin) {
        buffer_put_text(out, "\"ietf-origin:origin\":\"");
        buffer_put_text(out, annotations->origin->module->name);
        buffer_put_byte(out, ':');
        buffer_put_text(out, annotations->origin->name);
        buffer_put_byte(out, '"');
    }
    if (annotations->is_default) {
        buffer_put_member(out, "ietf-netconf-with-defaults:default");
        buffer_put_text(out, "true");
    }
    put_page_note(out, &annotations->page);
    for (const struct lyd_meta *meta = node->meta; meta; meta = meta->next) {
        if (is_printed_metadata(meta)) {
            buffer_put_separator(out);
            buffer_put_byte(out, '"');
            buffer_put_text(out, meta->annotation->module->name);
            buffer_put_byte(out, ':');
            buffer_put_text(out, meta->name);
            buffer_put(out, "\":", 2);
            put_json_value(out, LYD_CTX(node), &meta->value, NULL);
        }
    }
    buffer_put_byte(out, '}');
}

/* Annotations of a leaf-list stand in an array beside it, null for a value without any (RFC 7952 5.2.3). */
static void remember_array_annotations(struct level *level, const struct lyd_node *node,
        const struct annotations *annotations)
{
    struct byte_buffer *kept = &level->array_annotations;

    if (!has_annotations(node, annotations)) {
        if (kept->length) {
            buffer_put_text(kept, ",null");
        }
        return;
    }
    for (uint32_t index = 0; !kept->length && index < level->array_count; index++) {
        buffer_put_text(kept, index ? ",null" : "null");
    }
    if (kept->length) {
        buffer_put_byte(kept, ',');
    }
    put_annotations(kept, node, annotations);
}

static void end_array(struct byte_buffer *out, struct level *level, bool pretty)
{
    const struct lysc_node *array = level->array;

    if (!array) {
        return;
    }
    if (pretty) {
        buffer_put_byte(out, '\n');
        put_indent(out, level->indent);
    }
    buffer_put_byte(out, ']');
    if (level->array_annotations.length) {
        begin_member(out, level, pretty);
        put_member_name(out, level, array, "@", pretty);
        buffer_put_byte(out, '[');
        buffer_put(out, level->array_annotations.bytes, level->array_annotations.length);
        buffer_put_byte(out, ']');
    }
    buffer_free(&level->array_annotations);
    level->array = NULL;
}

/* Brings the text to where the node's value belongs: behind its member name, or into the open array. */
static void begin_value(struct byte_buffer *out, struct level *level, const struct lysc_node *schema, bool pretty)
{
    if (level->array == schema) {
        level->array_count++;
        buffer_put_byte(out, ',');
    } else {
        end_array(out, level, pretty);
        begin_member(out, level, pretty);
        put_member_name(out, level, schema, "", pretty);
        if (!(schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
            return;
        }
        level->array = schema;
        level->array_count = 0;
        buffer_put_byte(out, '[');
    }
    if (pretty) {
        buffer_put_byte(out, '\n');
        put_indent(out, level->indent + 1);
    }
}

static void begin_document(struct byte_buffer *out, struct level *document, bool pretty)
{
    buffer_put_byte(out, '{');
    document->indent = 1;
}

static void end_object(struct byte_buffer *out, struct level *level, bool pretty)
{
    end_array(out, level, pretty);
    if (level->has_content && pretty) {
        buffer_put_byte(out, '\n');
        put_indent(out, level->indent - 1);
    }
    buffer_put_byte(out, '}');
}

static void end_document(struct byte_buffer *out, struct level *document, bool pretty)
{
    end_object(out, document, pretty);
    if (pretty) {
        buffer_put_byte(out, '\n');
    }
}

static void open_object(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, struct level *inner, bool pretty)
{
    bool in_array = node->schema->nodetype == LYS_LIST;

    begin_value(out, outer, node->schema, pretty);
    buffer_put_byte(out, '{');
    *inner = (struct level){.module = node->schema->module, .indent = outer->indent + (in_array ? 2 : 1)};
    if (has_annotations(node, annotations)) {
        begin_member(out, inner, pretty);
        buffer_put_text(out, "\"@\"");
        put_colon(out, pretty);
        put_annotations(out, node, annotations);
    }
}

static void close_object(struct byte_buffer *out, const struct lyd_node *node, struct level *inner, bool pretty)
{
    end_object(out, inner, pretty);
}

/* Names at the top of the content always have their module: a reader of anydata knows no other rule (RFC 7951 5.5). */
static void put_any_content(struct byte_buffer *out, const struct lyd_node_any *any)
{
    const char *nothing = any->schema->nodetype == LYS_ANYXML ? "null" : "{}";

    switch (any->value_type) {
    case LYD_ANYDATA_DATATREE:
        lyd_print_clb(append_printed, out, any->value.tree, LYD_JSON,
                LYD_PRINT_SHRINK | LYD_PRINT_WITHSIBLINGS | LYD_PRINT_KEEPEMPTYCONT);
        break;
    case LYD_ANYDATA_JSON:
        buffer_put_text(out, any->value.json ? any->value.json : nothing);
        break;
    case LYD_ANYDATA_STRING:
    case LYD_ANYDATA_XML:
        buffer_put_json_string(out, any->value.str);
        break;
    default:
        buffer_put_text(out, nothing);
    }
}

static void put_value(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, bool pretty)
{
    begin_value(out, outer, node->schema, pretty);
    if (node->schema->nodetype & LYD_NODE_TERM) {
        put_json_value(out, LYD_CTX(node), &((const struct lyd_node_term *)node)->value, node->schema->module);
    } else {
        put_any_content(out, (const struct lyd_node_any *)node);
    }
    if (node->schema->nodetype == LYS_LEAFLIST) {
        remember_array_annotations(outer, node, annotations);
    } else if (has_annotations(node, annotations)) {
        begin_member(out, outer, pretty);
        put_member_name(out, outer, node->schema, "@", pretty);
        put_annotations(out, node, annotations);
    }
}

const struct writer json_writer = {
    .begin = begin_document,
    .end = end_document,
    .open = open_object,
    .close = close_object,
    .value = put_value,
};
