#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <plugins_types.h>

#include "opaque-xml.h"
#include "writer.h"

static void put_attribute(struct byte_buffer *out, const char *prefix, const char *name, const char *value)
{
    buffer_put_byte(out, ' ');
    if (prefix) {
        buffer_put_text(out, prefix);
        buffer_put_byte(out, ':');
    }
    buffer_put_text(out, name);
    buffer_put(out, "=\"", 2);
    buffer_put_xml_attribute(out, value);
    buffer_put_byte(out, '"');
}

/* Namespaces that a value's prefixes need. The first module of the set is the one of the element itself. */
static void put_value_namespaces(struct byte_buffer *out, const struct ly_set *modules)
{
    for (uint32_t index = 1; index < modules->count; index++) {
        const struct lys_module *module = modules->objs[index];

        put_attribute(out, "xmlns", module->prefix, module->ns);
    }
}

/* Whether values of the type may be written with prefixes. Types derived from strings may have a plugin of their own. */
static bool may_name_modules(const struct lysc_type *type)
{
    switch (type->basetype) {
    case LY_TYPE_IDENT:
    case LY_TYPE_INST:
    case LY_TYPE_UNION:
        return true;
    case LY_TYPE_STRING:
        return type->plugin->print != lyplg_type_print_simple;
    default:
        return false;
    }
}

static const char *xml_value(const struct ly_ctx *context, const struct lyd_value *value, struct ly_set *modules,
        ly_bool *dynamic)
{
    *dynamic = 0;
    return value->realtype->plugin->print(context, value, LY_VALUE_XML, modules, dynamic, NULL);
}

/* The origin as a qualified name, whose module may be another one than that of the annotation. */
static void put_origin(struct byte_buffer *out, const struct ly_ctx *context, const struct lysc_ident *origin)
{
    const struct lys_module *annotation = ly_ctx_get_module_implemented(context, "ietf-origin");
    const struct lys_module *module = origin->module;

    put_attribute(out, "xmlns", annotation->prefix, annotation->ns);
    if (module != annotation) {
        put_attribute(out, "xmlns", module->prefix, module->ns);
    }
    buffer_put_byte(out, ' ');
    buffer_put_text(out, annotation->prefix);
    buffer_put_text(out, ":origin=\"");
    buffer_put_text(out, module->prefix);
    buffer_put_byte(out, ':');
    buffer_put_text(out, origin->name);
    buffer_put_byte(out, '"');
}

static void put_metadata(struct byte_buffer *out, const struct lyd_meta *meta)
{
    const struct lys_module *module = meta->annotation->module;
    struct ly_set modules = {0};
    ly_bool dynamic;
    const char *value;

    /* No default namespace serves the prefixes in an attribute's value. */
    ly_set_add(&modules, NULL, 1, NULL);
    value = xml_value(LYD_CTX(meta->parent), &meta->value, &modules, &dynamic);
    put_value_namespaces(out, &modules);
    if (!ly_set_contains(&modules, (void *)module, NULL)) {
        put_attribute(out, "xmlns", module->prefix, module->ns);
    }
    put_attribute(out, module->prefix, meta->name, value);
    if (dynamic) {
        free((char *)value);
    }
    ly_set_erase(&modules, NULL);
}

/* RFC 6243 6: the attribute has a namespace of its own, and not that of the module. */
#define DEFAULT_NAMESPACE "urn:ietf:params:xml:ns:netconf:default:1.0"

static void put_default_attribute(struct byte_buffer *out, const struct ly_ctx *context)
{
    const struct lys_module *module = ly_ctx_get_module_latest(context, "ietf-netconf-with-defaults");

    if (module) {
        put_attribute(out, "xmlns", module->prefix, DEFAULT_NAMESPACE);
        put_attribute(out, module->prefix, "default", "true");
    }
}

#define PAGE_NAMESPACE "urn:ietf:params:xml:ns:yang:ietf-list-pagination"

static void put_page_attribute(struct byte_buffer *out, const char *name, const char *value)
{
    if (value) {
        put_attribute(out, "lpg", name, value);
    }
}

static void put_page_note(struct byte_buffer *out, const struct page_note *note)
{
    char remaining[sizeof "4294967295"];

    snprintf(remaining, sizeof remaining, "%" PRIu32, note->remaining);
    put_attribute(out, "xmlns", "lpg", PAGE_NAMESPACE);
    put_page_attribute(out, "remaining", note->remaining ? remaining : NULL);
    put_page_attribute(out, "next", note->next);
    put_page_attribute(out, "previous", note->previous);
    put_page_attribute(out, "locale", note->locale);
}

/* The start tag is left open as long as nothing is in the element: it may turn out to be empty. */
static void begin_content(struct byte_buffer *out, struct level *outer, bool pretty)
{
    if (!outer->is_document && !outer->has_content) {
        buffer_put_byte(out, '>');
        if (pretty) {
            buffer_put_byte(out, '\n');
        }
    }
    outer->has_content = true;
    if (pretty) {
        put_indent(out, outer->indent);
    }
}

static void put_start_tag(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, bool pretty)
{
    begin_content(out, outer, pretty);
    buffer_put_byte(out, '<');
    buffer_put_text(out, node->schema->name);
    if (node->schema->module != outer->module) {
        put_attribute(out, NULL, "xmlns", node->schema->module->ns);
    }
    if (annotations->origin) {
        put_origin(out, LYD_CTX(node), annotations->origin);
    }
    if (annotations->is_default) {
        put_default_attribute(out, LYD_CTX(node));
    }
    if (has_page_note(annotations)) {
        put_page_note(out, &annotations->page);
    }
    for (const struct lyd_meta *meta = node->meta; meta; meta = meta->next) {
        if (is_printed_metadata(meta)) {
            put_metadata(out, meta);
        }
    }
}

static void put_end_tag(struct byte_buffer *out, const struct lyd_node *node, bool is_empty, bool pretty)
{
    if (is_empty) {
        buffer_put(out, "/>", 2);
    } else {
        buffer_put(out, "</", 2);
        buffer_put_text(out, node->schema->name);
        buffer_put_byte(out, '>');
    }
    if (pretty) {
        buffer_put_byte(out, '\n');
    }
}

static void begin_document(struct byte_buffer *out, struct level *document, bool pretty)
{
}

static void end_document(struct byte_buffer *out, struct level *document, bool pretty)
{
}

static void open_element(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, struct level *inner, bool pretty)
{
    put_start_tag(out, outer, node, annotations, pretty);
    *inner = (struct level){.module = node->schema->module, .indent = outer->indent + 1};
}

static void close_element(struct byte_buffer *out, const struct lyd_node *node, struct level *inner, bool pretty)
{
    if (inner->has_content && pretty) {
        put_indent(out, inner->indent - 1);
    }
    put_end_tag(out, node, !inner->has_content, pretty);
}

static void put_terminal(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, bool pretty)
{
    const struct lyd_value *held = &((const struct lyd_node_term *)node)->value;
    struct ly_set modules = {0};
    ly_bool dynamic;
    const char *value;

    if (may_name_modules(held->realtype)) {
        ly_set_add(&modules, node->schema->module, 1, NULL);
    }
    value = xml_value(LYD_CTX(node), held, &modules, &dynamic);
    put_start_tag(out, outer, node, annotations, pretty);
    put_value_namespaces(out, &modules);
    if (value && value[0]) {
        buffer_put_byte(out, '>');
        buffer_put_xml_text(out, value);
    }
    put_end_tag(out, node, !value || !value[0], pretty);
    if (dynamic) {
        free((char *)value);
    }
    ly_set_erase(&modules, NULL);
}

static void put_value(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
        const struct annotations *annotations, bool pretty)
{
    if (node->schema->nodetype & LYD_NODE_TERM) {
        put_terminal(out, outer, node, annotations, pretty);
        return;
    }
    if (is_opaque_json(node)) {
        put_start_tag(out, outer, node, annotations, pretty);
        buffer_put_byte(out, '>');
        put_opaque_json(out, node);
        put_end_tag(out, node, false, pretty);
        return;
    }
    begin_content(out, outer, pretty);
    lyd_print_clb(append_printed, out, node, LYD_XML, LYD_PRINT_SHRINK | LYD_PRINT_KEEPEMPTYCONT);
    if (pretty) {
        buffer_put_byte(out, '\n');
    }
}

const struct writer xml_writer = {
    .begin = begin_document,
    .end = end_document,
    .open = open_element,
    .close = close_element,
    .value = put_value,
};
