#include "unqualified-attribute.h"

#include <stdbool.h>
#include <string.h>

#include "xml.h"

#define WHITE_SPACE " \t\r\n"

/* <rpc>, the operation and its parameters have attributes of their own. */
#define DEPTH_OF_PARAMETERS 3

static bool is_name_end(char character)
{
    return !character || strchr(WHITE_SPACE "=/>", character);
}

static bool is_named(const char *name, size_t length, const char *wanted)
{
    return length == strlen(wanted) && !memcmp(name, wanted, length);
}

/* Namespace declarations, and what edits are full of: operation, insert and their like under some prefix. */
static bool is_usual(const char *name, size_t length)
{
    const char *colon = memchr(name, ':', length);
    size_t local_length = colon ? length - (colon + 1 - name) : 0;

    if (!colon) {
        return is_named(name, length, "xmlns");
    }
    return is_named(name, colon - name, "xmlns") || is_named(colon + 1, local_length, "operation") ||
           is_named(colon + 1, local_length, "insert") || is_named(colon + 1, local_length, "key") ||
           is_named(colon + 1, local_length, "value");
}

/* From inside a tag to its end; notes an attribute that deserves a closer look. */
static const char *pass_tag(const char *at, bool *found)
{
    at += strcspn(at, WHITE_SPACE "/>");
    while (*at && *at != '>') {
        at += strspn(at, WHITE_SPACE "/");
        const char *name = at;

        while (!is_name_end(*at)) {
            at++;
        }
        if (at > name && !is_usual(name, at - name)) {
            *found = true;
        }
        at += strspn(at, WHITE_SPACE "=");
        if (*at == '"' || *at == '\'') {
            const char *end = strchr(at + 1, *at);

            at = end ? end + 1 : at + strlen(at);
        }
    }
    return at;
}

/* Are there more such attributes than the envelope has? */
bool may_have_unqualified_attribute(const char *document)
{
    const char *at = strchr(document, '<');

    for (uint32_t elements = 0; at; at = strchr(at, '<')) {
        bool found = false;

        at++;
        if (strchr("/?!", *at)) {
            continue;
        }
        at = pass_tag(at, &found);
        if (found && ++elements > 1) {
            return true;
        }
    }
    return false;
}

/* Without a namespace, or in one of which no module is known. What stands in that of XML is judged by libyang. */
static bool is_at_attribute(const struct lyxml_ctx *xml)
{
    const struct lyxml_ns *namespace;

    if (xml->status != LYXML_ATTRIBUTE || xml->elements.count <= DEPTH_OF_PARAMETERS) {
        return false;
    }
    if (!xml->prefix_len || is_named(xml->prefix, xml->prefix_len, "xml")) {
        return !xml->prefix_len;
    }
    namespace = lyxml_ns_get(&xml->ns, xml->prefix, xml->prefix_len);
    return namespace && !ly_ctx_get_module_implemented_ns(xml->ctx, namespace->uri);
}

static LY_ERR search(struct lyxml_ctx *xml, struct text_range *element, struct text_range *attribute)
{
    LY_ERR status = LY_SUCCESS;

    while (!status && xml->status != LYXML_END) {
        if (xml->status == LYXML_ELEMENT) {
            *element = (struct text_range){xml->name, xml->name_len};
        } else if (is_at_attribute(xml)) {
            *attribute = (struct text_range){xml->name, xml->name_len};
            return LY_SUCCESS;
        }
        status = lyxml_ctx_next(xml);
    }
    return status;
}

LY_ERR find_unqualified_attribute(const struct ly_ctx *context, const char *document, struct text_range *element,
        struct text_range *attribute)
{
    struct lyxml_ctx *xml = NULL;
    struct ly_in *in = NULL;
    LY_ERR status;

    attribute->start = NULL;
    if (!may_have_unqualified_attribute(document)) {
        return LY_SUCCESS;
    }
    status = ly_in_new_memory(document, &in);
    if (!status) {
        status = lyxml_ctx_new(context, in, &xml);
    }
    if (!status) {
        status = search(xml, element, attribute);
    }
    lyxml_ctx_free(xml);
    ly_in_free(in, 0);
    return status;
}
