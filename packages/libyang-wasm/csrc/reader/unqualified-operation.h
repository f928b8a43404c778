/*
 * An edit whose "operation" attribute lacks the NETCONF namespace (RFC 6241 7.2) means something else than it says:
 * libyang passes over such attributes, so that a deletion would be carried out as a merge.
 */
#ifndef UNQUALIFIED_OPERATION_H
#define UNQUALIFIED_OPERATION_H

#include <libyang.h>

/* `*element` (inside the document, with its length): the first element with such an attribute, or NULL. */
LY_ERR find_unqualified_operation(const struct ly_ctx *context, const char *document, const char **element,
        size_t *length);

#endif
