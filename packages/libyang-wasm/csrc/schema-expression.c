/* See schema-expression.h. */
#include "schema-expression.h"

#include <libyang.h>

#include "output.h"

void append_expression(const struct lyxp_expr *expression, const struct lysc_prefix *prefixes)
{
    output_append_string(lyxp_get_expr(expression));
    output_append_u32(LY_ARRAY_COUNT(prefixes));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(prefixes); i++) {
        output_append_string(prefixes[i].prefix);
        output_append_string(prefixes[i].mod->name);
    }
}
