#include "xml-elements.h"

#include <string.h>

#include "in_internal.h"

static bool is_text(const char *expected, const char *text, size_t length)
{
    return strlen(expected) == length && !strncmp(expected, text, length);
}

const char *element_namespace(const struct lyxml_ctx *xml)
{
    const struct lyxml_ns *namespace = lyxml_ns_get(&xml->ns, xml->prefix, xml->prefix_len);

    return namespace ? namespace->uri : NULL;
}

char *element_name(const struct lyxml_ctx *xml)
{
    return strndup(xml->name, xml->name_len);
}

bool element_is(const struct lyxml_ctx *xml, const char *namespace, const char *name)
{
    const char *own = xml->status == LYXML_ELEMENT ? element_namespace(xml) : NULL;

    return own && !strcmp(own, namespace) && is_text(name, xml->name, xml->name_len);
}

/* Attributes without a prefix have no namespace. */
static void put_attribute_name(struct byte_buffer *out, const struct lyxml_ctx *xml)
{
    buffer_put_member(out, "name");
    buffer_put_json_bytes(out, xml->name, xml->name_len);
    if (xml->prefix_len) {
        buffer_put_member(out, "prefix");
        buffer_put_json_bytes(out, xml->prefix, xml->prefix_len);
        if (element_namespace(xml)) {
            buffer_put_text_member(out, "namespace", element_namespace(xml));
        }
    }
}

LY_ERR put_element_attributes(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    LY_ERR status = lyxml_ctx_next(xml);

    buffer_put_byte(out, '[');
    while (!status && xml->status == LYXML_ATTRIBUTE) {
        buffer_put_separator(out);
        buffer_put_byte(out, '{');
        put_attribute_name(out, xml);
        status = lyxml_ctx_next(xml);
        if (!status) {
            buffer_put_member(out, "value");
            buffer_put_json_bytes(out, xml->value, xml->value_len);
            status = lyxml_ctx_next(xml);
        }
        buffer_put_byte(out, '}');
    }
    buffer_put_byte(out, ']');
    return status;
}

LY_ERR skip_element(struct lyxml_ctx *xml)
{
    uint32_t depth = xml->elements.count;
    LY_ERR status = LY_SUCCESS;

    while (!status && !(xml->status == LYXML_ELEM_CLOSE && xml->elements.count < depth)) {
        status = lyxml_ctx_next(xml);
    }
    return status ? status : lyxml_ctx_next(xml);
}

static void put_namespaces(struct byte_buffer *out, const struct lyxml_ctx *xml)
{
    buffer_put_member(out, "namespaces");
    buffer_put_byte(out, '{');
    for (uint32_t index = 0; index < xml->ns.count; index++) {
        const struct lyxml_ns *namespace = xml->ns.objs[index];
        const char *prefix = namespace->prefix ? namespace->prefix : "";

        /* An inner declaration hides an outer one of the same prefix. */
        if (lyxml_ns_get(&xml->ns, namespace->prefix, strlen(prefix)) == namespace) {
            buffer_put_text_member(out, prefix, namespace->uri);
        }
    }
    buffer_put_byte(out, '}');
}

static LY_ERR begin_element(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    const char *namespace = element_namespace(xml);
    LY_ERR status;

    buffer_put_member(out, "name");
    buffer_put_json_bytes(out, xml->name, xml->name_len);
    if (namespace) {
        buffer_put_text_member(out, "namespace", namespace);
    }
    buffer_put_member(out, "attributes");
    status = put_element_attributes(out, xml);
    if (status) {
        return status;
    }
    if (!xml->ws_only) {
        buffer_put_member(out, "text");
        buffer_put_json_bytes(out, xml->value, xml->value_len);
    }
    buffer_put_member(out, "children");
    buffer_put_byte(out, '[');
    return lyxml_ctx_next(xml);
}

/* Writes the element and all below it without recursion; ends at its closing tag. */
static LY_ERR put_content(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    uint32_t open = 1;
    LY_ERR status = begin_element(out, xml);

    while (!status) {
        if (xml->status == LYXML_ELEMENT) {
            buffer_put_separator(out);
            buffer_put_byte(out, '{');
            open++;
            status = begin_element(out, xml);
            continue;
        }
        buffer_put_byte(out, ']');
        if (!--open) {
            return LY_SUCCESS;
        }
        buffer_put_byte(out, '}');
        status = lyxml_ctx_next(xml);
    }
    return status;
}

LY_ERR put_element(struct byte_buffer *out, struct lyxml_ctx *xml)
{
    const char *start = (xml->prefix_len ? xml->prefix : xml->name) - 1;
    LY_ERR status;

    buffer_put_separator(out);
    buffer_put_byte(out, '{');
    put_namespaces(out, xml);
    status = put_content(out, xml);
    if (!status) {
        buffer_put_member(out, "xml");
        buffer_put_json_bytes(out, start, xml->in->current - start);
    }
    buffer_put_byte(out, '}');
    return status ? status : lyxml_ctx_next(xml);
}
