/*
 * Elements of an XML document as they were sent, read with libyang's own XML parser: for what libyang's data parsers
 * do not keep (attributes of an <rpc>, subtree filters).
 */
#ifndef XML_ELEMENTS_H
#define XML_ELEMENTS_H

#include "byte-buffer.h"
#include "xml.h"

/* Whether the parser stands at the start of this element. */
bool element_is(const struct lyxml_ctx *xml, const char *namespace, const char *name);

/* The namespace of the element or attribute that the parser stands at, NULL where it has none. */
const char *element_namespace(const struct lyxml_ctx *xml);

/* The name where the parser stands, to be freed. */
char *element_name(const struct lyxml_ctx *xml);

/*
 * Reads the attributes of the element that the parser stands at, up to its content, and puts them as a JSON array of
 * { name, prefix, namespace, value }. Declarations of namespaces are not among them.
 */
LY_ERR put_element_attributes(struct byte_buffer *out, struct lyxml_ctx *xml);

/* Moves behind the element that the parser stands at. */
LY_ERR skip_element(struct lyxml_ctx *xml);

/*
 * Puts one element as JSON: its text as sent (`xml`), what prefixes mean there (`namespaces`), and what it holds as
 * { namespace, name, attributes, text, children }. Moves behind it.
 */
LY_ERR put_element(struct byte_buffer *out, struct lyxml_ctx *xml);

#endif
