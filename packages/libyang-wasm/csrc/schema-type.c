/* The type of a leaf or leaf-list, with its restrictions and, for a union, its member types. */
#include <stdio.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "schema-expression.h"

/* Enough for a 64-bit number with its sign. */
#define INTEGER_TEXT 24

static void append_signed(int64_t number)
{
    char text[INTEGER_TEXT];

    snprintf(text, sizeof text, "%lld", (long long)number);
    output_append_string(text);
}

static void append_unsigned(uint64_t number)
{
    char text[INTEGER_TEXT];

    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    output_append_string(text);
}

/* Bounds as decimal text; those of decimal64 without their point. */
static void append_range(const struct lysc_range *range, LY_DATA_TYPE type)
{
    if (!range) {
        output_append_u32(0);
        return;
    }
    output_append_u32(LY_ARRAY_COUNT(range->parts));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(range->parts); i++) {
        /* as lysc_range says: the types from decimal64 on are signed */
        if (type < LY_TYPE_DEC64) {
            append_unsigned(range->parts[i].min_u64);
            append_unsigned(range->parts[i].max_u64);
        } else {
            append_signed(range->parts[i].min_64);
            append_signed(range->parts[i].max_64);
        }
    }
}

static void append_string_type(const struct lysc_type_str *type)
{
    append_range(type->length, LY_TYPE_STRING);
    output_append_u32(LY_ARRAY_COUNT(type->patterns));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(type->patterns); i++) {
        output_append_string(type->patterns[i]->expr);
        output_append_u32(type->patterns[i]->inverted);
    }
}

static void append_named_values(const struct lysc_type_bitenum_item *items)
{
    output_append_u32(LY_ARRAY_COUNT(items));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(items); i++) {
        output_append_string(items[i].name);
        output_append_u32((uint32_t)items[i].value);
    }
}

static void append_bases(struct lysc_ident *const *bases)
{
    output_append_u32(LY_ARRAY_COUNT(bases));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(bases); i++) {
        output_append_string(bases[i]->module->name);
        output_append_string(bases[i]->name);
    }
}

static void append_type(const struct lysc_type *type);

static void append_union(const struct lysc_type_union *type)
{
    output_append_u32(LY_ARRAY_COUNT(type->types));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(type->types); i++) {
        append_type(type->types[i]);
    }
}

static void append_leafref(const struct lysc_type_leafref *type)
{
    append_expression(type->path, type->prefixes);
    output_append_u32(type->require_instance);
    append_type(type->realtype);
}

/* The base type and the name of the typedef, then what that base type has, in the order that src/schema-type.ts reads. */
static void append_type(const struct lysc_type *type)
{
    output_append_u32(type->basetype);
    output_append_string(type->name);
    switch (type->basetype) {
    case LY_TYPE_BINARY:
        append_range(((const struct lysc_type_bin *)type)->length, type->basetype);
        break;
    case LY_TYPE_STRING:
        append_string_type((const struct lysc_type_str *)type);
        break;
    case LY_TYPE_BITS:
        append_named_values(((const struct lysc_type_bits *)type)->bits);
        break;
    case LY_TYPE_ENUM:
        append_named_values(((const struct lysc_type_enum *)type)->enums);
        break;
    case LY_TYPE_DEC64:
        output_append_u32(((const struct lysc_type_dec *)type)->fraction_digits);
        append_range(((const struct lysc_type_dec *)type)->range, type->basetype);
        break;
    case LY_TYPE_IDENT:
        append_bases(((const struct lysc_type_identityref *)type)->bases);
        break;
    case LY_TYPE_INST:
        output_append_u32(((const struct lysc_type_instanceid *)type)->require_instance);
        break;
    case LY_TYPE_LEAFREF:
        append_leafref((const struct lysc_type_leafref *)type);
        break;
    case LY_TYPE_UNION:
        append_union((const struct lysc_type_union *)type);
        break;
    case LY_TYPE_BOOL:
    case LY_TYPE_EMPTY:
    case LY_TYPE_UNKNOWN:
        break;
    default:
        append_range(((const struct lysc_type_num *)type)->range, type->basetype);
        break;
    }
}

/* LY_ENOT: the node has no type. */
EXPORT(lyw_schema_type) LY_ERR lyw_schema_type(const struct lysc_node *node)
{
    output_reset();
    if (node->nodetype == LYS_LEAF) {
        append_type(((const struct lysc_node_leaf *)node)->type);
    } else if (node->nodetype == LYS_LEAFLIST) {
        append_type(((const struct lysc_node_leaflist *)node)->type);
    } else {
        return LY_ENOT;
    }
    return output_status(LY_SUCCESS);
}
