#include "constraints.h"

#include <stdlib.h>
#include <string.h>

#include "hash-map.h"
#include "path.h"
#include "tree_schema_internal.h"
#include "xpath.h"

struct constraints unconstrained = {.maximum = UINT32_MAX};

bool
schema_is_within(const struct lysc_node *node, const struct lysc_node *ancestor)
{
    while (node && node != ancestor) {
        node = lysc_data_parent(node);
    }
    return node == ancestor;
}

bool
schema_is_single(const struct lysc_node *schema)
{
    while (schema && !(schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
        schema = lysc_data_parent(schema);
    }
    return !schema;
}

bool
schema_is_sparse(const struct lysc_node *schema)
{
    bool is_optional = schema->nodetype == LYS_LEAF ? !((const struct lysc_node_leaf *)schema)->dflt &&
            !(schema->flags & (LYS_MAND_TRUE | LYS_KEY)) : schema->nodetype == LYS_CONTAINER &&
            (schema->flags & LYS_PRESENCE);

    /* Where a node of a case is missing, it matters for the choice. */
    return is_optional && schema->parent && schema->parent->nodetype != LYS_CASE &&
            !schema_is_single(lysc_data_parent(schema));
}

void
constraints_add_dependency(const struct lysc_node *atom, const struct dependency *dependency)
{
    struct constraints *constraints = constraints_of(atom);

    if (constraints == &unconstrained) {
        return;
    }
    for (uint32_t i = 0; i < constraints->dependency_count; i++) {
        if (!memcmp(&constraints->dependencies[i], dependency, sizeof *dependency)) {
            return;
        }
    }
    if (schema_is_single(dependency->pivot) && schema_is_sparse(dependency->reader)) {
        constraints_of(dependency->reader)->instances_indexed = true;
    }
    constraints->dependencies = resize_or_trap(constraints->dependencies,
            (constraints->dependency_count + 1) * sizeof *dependency);
    constraints->dependencies[constraints->dependency_count++] = *dependency;
}

/* The whens that decide about a data node stand on it and on the choices and cases around it. */
static void
add_whens(const struct lysc_node *reader)
{
    const struct lysc_node *holder = reader;
    LY_ARRAY_COUNT_TYPE i;

    do {
        struct lysc_when **whens = lysc_node_when(holder);

        LY_ARRAY_FOR(whens, i) {
            constraints_add_expression(reader, whens[i]->context, CONSTRAINT_WHEN, whens[i]->cond, whens[i]->prefixes,
                    holder->module);
        }
        holder = holder->parent;
    } while (holder && (holder->nodetype & (LYS_CASE | LYS_CHOICE)));
}

static void
add_musts(const struct lysc_node *reader)
{
    struct lysc_must *musts = lysc_node_musts(reader);
    LY_ARRAY_COUNT_TYPE i;

    LY_ARRAY_FOR(musts, i) {
        constraints_add_expression(reader, reader, CONSTRAINT_MUST, musts[i].cond, musts[i].prefixes, reader->module);
    }
}

static bool
is_only_key(const struct lysc_node *schema)
{
    const struct lysc_node *first = lysc_is_key(schema) ? lysc_node_child(lysc_data_parent(schema)) : NULL;

    return first == schema && !(schema->next && lysc_is_key(schema->next));
}

static bool
has_predicate(const struct lyxp_expr *expression)
{
    for (uint32_t i = 0; i < expression->used; i++) {
        if (expression->tokens[i] == LYXP_TOKEN_BRACK1) {
            return true;
        }
    }
    return false;
}

/* libyang finds the only key of a list by hash and scans for anything else, so other targets go into our index. */
static void
index_target(const struct lysc_node *reader, const struct lysc_type_leafref *type, const struct lysc_node *target)
{
    struct constraints *constraints = constraints_of(reader);
    const struct lysc_node *pivot = reader;

    if (is_only_key(target) || has_predicate(type->path)) {
        return;
    }
    while (pivot && !schema_is_within(target, pivot)) {
        pivot = lysc_data_parent(pivot);
    }
    constraints_of(target)->value_indexed = true;
    constraints->leafref_target = target;
    constraints->leafref_pivot = type->path->tokens[0] == LYXP_TOKEN_OPER_PATH ? NULL : pivot;
}

static void
add_leafref(const struct lysc_node *reader, const struct lysc_type_leafref *type, bool in_union)
{
    struct ly_path *path = NULL;

    if (!type->require_instance || ly_path_compile_leafref(reader->module->ctx, reader, NULL, type->path,
            LY_PATH_OPER_INPUT, LY_PATH_TARGET_MANY, LY_VALUE_SCHEMA_RESOLVED, type->prefixes, &path)) {
        return;
    }
    const struct lysc_node *target = path[LY_ARRAY_COUNT(path) - 1].node;
    struct constraints *of_target = constraints_of(target);

    ly_path_free(path);
    if (of_target == &unconstrained) {
        return;
    }
    of_target->referrers = resize_or_trap(of_target->referrers,
            (of_target->referrer_count + 1) * sizeof *of_target->referrers);
    of_target->referrers[of_target->referrer_count++] = reader;
    constraints_of(reader)->value_indexed = true;
    if (!in_union) {
        index_target(reader, type, target);
    }
    /* Without predicates only the target's value counts, and that is found through `referrers`. */
    if (has_predicate(type->path)) {
        constraints_add_expression(reader, reader, CONSTRAINT_REFERENCE, type->path, type->prefixes, reader->module);
    }
}

static void
add_type(const struct lysc_node *reader, const struct lysc_type *type, bool in_union)
{
    LY_ARRAY_COUNT_TYPE i;

    if (type->basetype == LY_TYPE_LEAFREF) {
        add_leafref(reader, (const struct lysc_type_leafref *)type, in_union);
    } else if (type->basetype == LY_TYPE_INST && ((const struct lysc_type_instanceid *)type)->require_instance) {
        constraints_of(reader)->requires_instance = true;
    } else if (type->basetype == LY_TYPE_UNION) {
        struct lysc_type **members = ((const struct lysc_type_union *)type)->types;

        LY_ARRAY_FOR(members, i) {
            add_type(reader, members[i], true);
        }
    }
}

static void
add_list(const struct lysc_node *schema)
{
    const struct lysc_node_list *list = (const struct lysc_node_list *)schema;
    struct constraints *constraints = constraints_of(schema);
    LY_ARRAY_COUNT_TYPE i, j;

    constraints->minimum = list->min;
    constraints->maximum = list->max;
    LY_ARRAY_FOR(list->uniques, i) {
        LY_ARRAY_FOR(list->uniques[i], j) {
            constraints_of(&list->uniques[i][j]->node)->unique_list = schema;
        }
    }
}

static void
add_node(const struct lysc_node *schema)
{
    struct constraints *constraints = constraints_of(schema);

    add_musts(schema);
    add_whens(schema);
    if (schema->nodetype & (LYS_LEAF | LYS_LEAFLIST)) {
        add_type(schema, ((const struct lysc_node_leaf *)schema)->type, false);
    }
    if (schema->nodetype == LYS_LIST) {
        add_list(schema);
    } else if (schema->nodetype == LYS_LEAFLIST) {
        constraints->minimum = ((const struct lysc_node_leaflist *)schema)->min;
        constraints->maximum = ((const struct lysc_node_leaflist *)schema)->max;
    } else {
        constraints->maximum = UINT32_MAX;
    }
    constraints->counted = constraints->minimum || constraints->maximum < UINT32_MAX;
}

static bool
is_configuration(const struct lysc_node *schema)
{
    const uint16_t data = LYS_CONTAINER | LYS_LIST | LYS_LEAF | LYS_LEAFLIST | LYS_ANYDATA | LYS_ANYXML;

    return (schema->nodetype & data) && (schema->flags & LYS_CONFIG_W);
}

static void
build_tables(struct node_table *table)
{
    for (uint32_t i = 0; i < table->count; i++) {
        table->nodes[i].constraints = resize_or_trap(NULL, sizeof(struct constraints));
        memset(table->nodes[i].constraints, 0, sizeof(struct constraints));
    }
    for (uint32_t i = 0; i < table->count; i++) {
        if (is_configuration(table->nodes[i].schema)) {
            add_node(table->nodes[i].schema);
        }
    }
}

static void
free_tables(struct node_table *table)
{
    for (uint32_t i = 0; i < table->count; i++) {
        struct constraints *constraints = table->nodes[i].constraints;

        free(constraints->dependencies);
        free(constraints->referrers);
        free(constraints);
        table->nodes[i].constraints = NULL;
    }
}

void
constraints_acquire(struct ly_ctx *context)
{
    if (!node_info_is_current(context)) {
        node_info_number(context);
    }
    struct node_table *table = node_info_table(context);

    if (!table || !table->count) {
        return;
    }
    if (!table->nodes[0].constraints) {
        build_tables(table);
    }
    ((struct constraints *)table->nodes[0].constraints)->users++;
}

void
constraints_release(struct ly_ctx *context)
{
    struct node_table *table = node_info_table(context);

    if (table && table->count && --((struct constraints *)table->nodes[0].constraints)->users == 0) {
        free_tables(table);
    }
}
