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

/* From inside a tag to its end; notes an attribute that has no prefix and declares no namespace. */
static const char *pass_tag(const char *at, bool *found)
{
    at += strcspn(at, WHITE_SPACE "/>");
    while (*at && *at != '>') {
        at += strspn(at, WHITE_SPACE "/");
        const char *name = at;
        bool has_prefix = false;

        for (; !is_name_end(*at); at++) {
            has_prefix = has_prefix || *at == ':';
        }
        size_t length = at - name;

        if (length && !has_prefix && !(length == 5 && !memcmp(name, "xmlns", 5))) {
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

/*
 * A quick look at the text, which may be large: are there more such attributes than the envelope has? It may say yes
 * for the sake of comments and the like.
 */
static bool may_have_attribute(const char *document)
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

static bool is_at_attribute(const struct lyxml_ctx *xml)
{
    return xml->status == LYXML_ATTRIBUTE && !xml->prefix_len && xml->elements.count > DEPTH_OF_PARAMETERS;
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
    if (!may_have_attribute(document)) {
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
