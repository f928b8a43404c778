#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "opaque-xml.h"
#include "writer.h"

static const struct lys_module *module_named(const struct ly_ctx *context, const char *name)
{
    const struct lys_module *module = ly_ctx_get_module_implemented(context, name);

    return module ? module : ly_ctx_get_module_latest(context, name);
}

static void put_namespace(struct byte_buffer *out, const char *prefix, const char *namespace)
{
    buffer_put_text(out, prefix ? " xmlns:" : " xmlns");
    if (prefix) {
        buffer_put_text(out, prefix);
    }
    buffer_put_text(out, "=\"");
    buffer_put_xml_attribute(out, namespace);
    buffer_put_byte(out, '"');
}

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '-' || byte == '.';
}

/*
 * RFC 7951 6.8 and 6.11: identities and paths have names of modules for prefixes. Nobody knows the type of the value, so every
 * prefix that is the name of a module is declared; that says nothing about a value of another type.
 */
static void put_value_namespaces(struct byte_buffer *out, const struct ly_ctx *context, const char *value,
        struct ly_set *declared)
{
    for (const char *at = value; *at;) {
        const char *start = at;
        const struct lys_module *module;
        char *name;

        while (is_name_byte(*at)) {
            at++;
        }
        if (at == start || *at != ':') {
            at += at == start;
            continue;
        }
        name = strndup(start, at - start);
        module = name ? module_named(context, name) : NULL;
        free(name);
        if (module && !ly_set_contains(declared, (void *)module, NULL)) {
            ly_set_add(declared, (void *)module, 1, NULL);
            put_namespace(out, module->name, module->ns);
        }
    }
}

/* Metadata. Its names have prefixes always (RFC 7952 5.2.1). */
static void put_attributes(struct byte_buffer *out, const struct lyd_node_opaq *node, struct ly_set *declared)
{
    for (const struct lyd_attr *attribute = node->attr; attribute; attribute = attribute->next) {
        const struct lys_module *module =
                attribute->name.module_name ? module_named(LYD_CTX(node), attribute->name.module_name) : NULL;

        if (module && !ly_set_contains(declared, (void *)module, NULL)) {
            ly_set_add(declared, (void *)module, 1, NULL);
            put_namespace(out, module->name, module->ns);
        }
        put_value_namespaces(out, LYD_CTX(node), attribute->value, declared);
        buffer_put_byte(out, ' ');
        if (module) {
            buffer_put_text(out, module->name);
            buffer_put_byte(out, ':');
        }
        buffer_put_text(out, attribute->name.name);
        buffer_put_text(out, "=\"");
        buffer_put_xml_attribute(out, attribute->value);
        buffer_put_byte(out, '"');
    }
}

static void put_elements(struct byte_buffer *out, const struct lyd_node *first, const char *module);

static void put_element(struct byte_buffer *out, const struct lyd_node_opaq *node, const char *outer)
{
    const char *name = node->name.module_name;
    const struct lys_module *module = name && (!outer || strcmp(name, outer)) ? module_named(LYD_CTX(node), name) : NULL;
    struct ly_set declared = {0};

    buffer_put_byte(out, '<');
    buffer_put_text(out, node->name.name);
    if (module) {
        put_namespace(out, NULL, module->ns);
    }
    put_attributes(out, node, &declared);
    put_value_namespaces(out, LYD_CTX(node), node->value, &declared);
    ly_set_erase(&declared, NULL);
    if (!node->value[0] && !node->child) {
        buffer_put(out, "/>", 2);
        return;
    }
    buffer_put_byte(out, '>');
    buffer_put_xml_text(out, node->value);
    put_elements(out, node->child, name);
    buffer_put(out, "</", 2);
    buffer_put_text(out, node->name.name);
    buffer_put_byte(out, '>');
}

/* `module`: that of the element around them. */
static void put_elements(struct byte_buffer *out, const struct lyd_node *first, const char *module)
{
    for (const struct lyd_node *node = first; node; node = node->next) {
        if (node->schema) {
            lyd_print_clb(append_printed, out, node, LYD_XML, LYD_PRINT_SHRINK);
        } else {
            put_element(out, (const struct lyd_node_opaq *)node, module);
        }
    }
}

bool is_opaque_json(const struct lyd_node *anydata)
{
    const struct lyd_node_any *any = (const struct lyd_node_any *)anydata;
    const struct lyd_node *first = any->value_type == LYD_ANYDATA_DATATREE ? any->value.tree : NULL;

    return first && !first->schema && ((const struct lyd_node_opaq *)first)->format == LY_VALUE_JSON;
}

void put_opaque_json(struct byte_buffer *out, const struct lyd_node *anydata)
{
    put_elements(out, ((const struct lyd_node_any *)anydata)->value.tree, anydata->schema->module->name);
}
