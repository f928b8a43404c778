/*
 * Attributes in the content of an edit that stand in no namespace, or in one of no module. Nothing there has such an
 * attribute, and libyang passes over them: an "operation" that lacks its prefix (RFC 6241 7.2) would turn a deletion into a merge.
 */
#ifndef UNQUALIFIED_ATTRIBUTE_H
#define UNQUALIFIED_ATTRIBUTE_H

#include <stdbool.h>

#include <libyang.h>

struct text_range {
    const char *start;
    size_t length;
};

/* A quick look at the text, which may be large. It may say yes for the sake of comments and the like. */
bool may_have_unqualified_attribute(const char *document);

/* The first such attribute and its element, inside the document; `attribute->start` is NULL when there is none. */
LY_ERR find_unqualified_attribute(const struct ly_ctx *context, const char *document, struct text_range *element,
        struct text_range *attribute);

#endif
