/* Schema nodes: finding them, walking them, describing one in one answer. Types are in schema-type.c. */
#include <stdlib.h>
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"
#include "schema-expression.h"

static void append_node_list(const struct lysc_node *first)
{
    for (const struct lysc_node *node = first; node; node = node->next) {
        output_append_pointer(node);
    }
}

/* Top-level nodes of an implemented module: data nodes, rpcs, notifications. */
EXPORT(lyw_schema_top) LY_ERR lyw_schema_top(const struct lys_module *module)
{
    operation_begin(module->ctx);
    if (!module->compiled) {
        return LY_SUCCESS;
    }
    append_node_list(module->compiled->data);
    append_node_list((const struct lysc_node *)module->compiled->rpcs);
    append_node_list((const struct lysc_node *)module->compiled->notifs);
    return output_status(LY_SUCCESS);
}

/* Children: cases of a choice, input and output of an rpc; actions and notifications come last. */
EXPORT(lyw_schema_children) LY_ERR lyw_schema_children(const struct lysc_node *node)
{
    output_reset();
    append_node_list(lysc_node_child(node));
    append_node_list((const struct lysc_node *)lysc_node_actions(node));
    append_node_list((const struct lysc_node *)lysc_node_notifs(node));
    return output_status(LY_SUCCESS);
}

EXPORT(lyw_schema_parent) const struct lysc_node *lyw_schema_parent(const struct lysc_node *node)
{
    return node->parent;
}

/* Result 0: the node of a schema path without choices and cases, NULL if there is none. */
EXPORT(lyw_schema_find) LY_ERR lyw_schema_find(const struct ly_ctx *context, const char *path, int in_output)
{
    operation_begin(context);
    result_set(0, lys_find_path(context, NULL, path, in_output));
    return LY_SUCCESS;
}

/* Pointers of the schema nodes that an expression reads. */
EXPORT(lyw_schema_atoms)
LY_ERR lyw_schema_atoms(const struct ly_ctx *context, const struct lysc_node *context_node, const char *xpath,
        uint32_t options)
{
    struct ly_set *atoms = NULL;
    LY_ERR status;

    operation_begin(context);
    status = lys_find_xpath_atoms(context, context_node, xpath, options, &atoms);
    if (status) {
        return status;
    }
    for (uint32_t i = 0; i < atoms->count; i++) {
        output_append_pointer(atoms->snodes[i]);
    }
    ly_set_free(atoms, NULL);
    return output_status(LY_SUCCESS);
}

static void append_path(const struct lysc_node *node, LYSC_PATH_TYPE type)
{
    char *path = lysc_path(node, type, NULL, 0);

    output_append_string(path);
    free(path);
}

static bool is_key(const struct lysc_node *node)
{
    return node->nodetype == LYS_LEAF && node->flags & LYS_KEY;
}

static void append_keys(const struct lysc_node *node)
{
    size_t count_at = output_length();
    uint32_t count = 0;

    output_append_u32(0);
    if (node->nodetype == LYS_LIST) {
        for (const struct lysc_node *child = lysc_node_child(node); child && is_key(child); child = child->next) {
            output_append_string(child->name);
            count++;
        }
    }
    output_patch_u32(count_at, count);
}

/* Each unique statement as a list of paths of its leaves. */
static void append_uniques(const struct lysc_node *node)
{
    struct lysc_node_leaf ***uniques = node->nodetype == LYS_LIST ? ((const struct lysc_node_list *)node)->uniques : NULL;

    output_append_u32(LY_ARRAY_COUNT(uniques));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(uniques); i++) {
        output_append_u32(LY_ARRAY_COUNT(uniques[i]));
        for (LY_ARRAY_COUNT_TYPE leaf = 0; leaf < LY_ARRAY_COUNT(uniques[i]); leaf++) {
            append_path(&uniques[i][leaf]->node, LYSC_PATH_DATA);
        }
    }
}

static void append_musts(const struct lysc_must *musts)
{
    output_append_u32(LY_ARRAY_COUNT(musts));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(musts); i++) {
        append_expression(musts[i].cond, musts[i].prefixes);
        output_append_string(musts[i].emsg);
        output_append_string(musts[i].eapptag);
    }
}

/* Each with its context node, NULL for the root. */
static void append_whens(struct lysc_when *const *whens)
{
    output_append_u32(LY_ARRAY_COUNT(whens));
    for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(whens); i++) {
        append_expression(whens[i]->cond, whens[i]->prefixes);
        output_append_pointer(whens[i]->context);
    }
}

static void append_elements_range(const struct lysc_node *node)
{
    if (node->nodetype == LYS_LIST) {
        output_append_u32(((const struct lysc_node_list *)node)->min);
        output_append_u32(((const struct lysc_node_list *)node)->max);
    } else if (node->nodetype == LYS_LEAFLIST) {
        output_append_u32(((const struct lysc_node_leaflist *)node)->min);
        output_append_u32(((const struct lysc_node_leaflist *)node)->max);
    } else {
        output_append_u32(0);
        output_append_u32(0);
    }
}

static void append_value(const struct lysc_node *node, const struct lyd_value *value)
{
    output_append_string(lyd_value_get_canonical(node->module->ctx, value));
}

/* Canonical default values; for a choice the name of its default case. */
static void append_defaults(const struct lysc_node *node)
{
    const struct lysc_node_leaf *leaf = (const struct lysc_node_leaf *)node;
    const struct lysc_node_leaflist *leaf_list = (const struct lysc_node_leaflist *)node;
    const struct lysc_node_choice *choice = (const struct lysc_node_choice *)node;

    if (node->nodetype == LYS_LEAF && leaf->dflt) {
        output_append_u32(1);
        append_value(node, leaf->dflt);
    } else if (node->nodetype == LYS_LEAFLIST) {
        output_append_u32(LY_ARRAY_COUNT(leaf_list->dflts));
        for (LY_ARRAY_COUNT_TYPE i = 0; i < LY_ARRAY_COUNT(leaf_list->dflts); i++) {
            append_value(node, leaf_list->dflts[i]);
        }
    } else if (node->nodetype == LYS_CHOICE && choice->dflt) {
        output_append_u32(1);
        output_append_string(choice->dflt->name);
    } else {
        output_append_u32(0);
    }
}

static const char *units_of(const struct lysc_node *node)
{
    if (node->nodetype == LYS_LEAF) {
        return ((const struct lysc_node_leaf *)node)->units;
    }
    return node->nodetype == LYS_LEAFLIST ? ((const struct lysc_node_leaflist *)node)->units : NULL;
}

/* Everything about a node but its type and its children, in the order that src/schema-node.ts reads. */
EXPORT(lyw_schema_describe) LY_ERR lyw_schema_describe(const struct lysc_node *node)
{
    output_reset();
    output_append_u32(node->nodetype);
    output_append_u32(node->flags);
    output_append_string(node->name);
    output_append_string(node->module->name);
    append_path(node, LYSC_PATH_LOG);
    append_path(node, LYSC_PATH_DATA);
    output_append_string(node->dsc);
    output_append_string(units_of(node));
    append_keys(node);
    append_uniques(node);
    append_musts(lysc_node_musts(node));
    append_whens(lysc_node_when(node));
    append_elements_range(node);
    append_defaults(node);
    return output_status(LY_SUCCESS);
}
