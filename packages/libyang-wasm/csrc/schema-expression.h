/* An XPath expression of a schema together with what its prefixes stand for. */
#ifndef LYW_SCHEMA_EXPRESSION_H
#define LYW_SCHEMA_EXPRESSION_H

#include <tree_schema.h>

/* The text; the count of prefixes; each prefix (empty: names without one) and its module's name. */
void append_expression(const struct lyxp_expr *expression, const struct lysc_prefix *prefixes);

#endif
