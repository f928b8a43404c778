/* Nodes of an anydata that came as JSON, as XML. libyang's own printer leaves out the namespaces that values need. */
#ifndef OPAQUE_XML_H
#define OPAQUE_XML_H

#include <libyang.h>

#include "byte-buffer.h"

/* Whether what is in an anydata has no schema, and was read from JSON. */
bool is_opaque_json(const struct lyd_node *anydata);

/* The content of such an anydata. */
void put_opaque_json(struct byte_buffer *out, const struct lyd_node *anydata);

#endif
