#include "unqualified-operation.h"

#include <stdbool.h>
#include <string.h>

#include "xml.h"

#define WHITE_SPACE " \t\r\n"

/* <rpc>, the operation and its parameters have other attributes. */
#define DEPTH_OF_PARAMETERS 3

static const char attribute[] = "operation";

/* A quick look at the text, which may be large. It may say yes where that is a part of some value. */
static bool may_have_attribute(const char *document)
{
    size_t length = strlen(attribute);
    const char *found = strstr(document, attribute);

    for (; found; found = strstr(found + length, attribute)) {
        const char *behind = found + length + strspn(found + length, WHITE_SPACE);

        if (found > document && strchr(WHITE_SPACE, found[-1]) && *behind == '=') {
            return true;
        }
    }
    return false;
}

static bool is_at_attribute(const struct lyxml_ctx *xml)
{
    return xml->status == LYXML_ATTRIBUTE && !xml->prefix_len && xml->elements.count > DEPTH_OF_PARAMETERS &&
           xml->name_len == strlen(attribute) && !strncmp(xml->name, attribute, xml->name_len);
}

static LY_ERR search(struct lyxml_ctx *xml, const char **element, size_t *length)
{
    const char *name = NULL;
    size_t name_length = 0;
    LY_ERR status = LY_SUCCESS;

    while (!status && xml->status != LYXML_END) {
        if (xml->status == LYXML_ELEMENT) {
            name = xml->name;
            name_length = xml->name_len;
        } else if (is_at_attribute(xml)) {
            *element = name;
            *length = name_length;
            return LY_SUCCESS;
        }
        status = lyxml_ctx_next(xml);
    }
    return status;
}

LY_ERR find_unqualified_operation(const struct ly_ctx *context, const char *document, const char **element,
        size_t *length)
{
    struct lyxml_ctx *xml = NULL;
    struct ly_in *in = NULL;
    LY_ERR status;

    *element = NULL;
    if (!may_have_attribute(document)) {
        return LY_SUCCESS;
    }
    status = ly_in_new_memory(document, &in);
    if (!status) {
        status = lyxml_ctx_new(context, in, &xml);
    }
    if (!status) {
        status = search(xml, element, length);
    }
    lyxml_ctx_free(xml);
    ly_in_free(in, 0);
    return status;
}
