/* The attributes of an edit: operation (RFC 6241 7.2), insert with key or value (RFC 7950 7.8.6, 7.7.9). */
#include "edit.h"

#include <stdlib.h>
#include <string.h>

#include "tree_data_internal.h"
#include "tree_schema_internal.h"

static bool
is_of_module(const struct lyd_attr *attribute, const struct ly_ctx *context, const char *module)
{
    const char *name = attribute->format == LY_VALUE_XML ? attribute->name.module_ns : attribute->name.module_name;
    const struct lys_module *found = ly_ctx_get_module_implemented(context, module);

    return name && found && !strcmp(name, attribute->format == LY_VALUE_XML ? found->ns : found->name);
}

const char *
edit_attribute(const struct lyd_node *edit_node, const char *module, const char *name)
{
    const struct lyd_attr *attribute;
    const struct lyd_meta *meta;

    if (!edit_node->schema) {
        LY_LIST_FOR(((const struct lyd_node_opaq *)edit_node)->attr, attribute) {
            if (!strcmp(attribute->name.name, name) && is_of_module(attribute, LYD_CTX(edit_node), module)) {
                return attribute->value;
            }
        }
        return NULL;
    }
    LY_LIST_FOR(edit_node->meta, meta) {
        if (!strcmp(meta->name, name) && !strcmp(meta->annotation->module->name, module)) {
            return lyd_get_meta_value(meta);
        }
    }
    return NULL;
}

bool
edit_operation_of(struct edit_run *run, const struct lyd_node *edit_node, enum edit_operation inherited,
        enum edit_operation *operation)
{
    static const char *const names[] = {"none", "merge", "replace", "create", "delete", "remove"};
    const struct edit_error unknown = {.tag = "bad-attribute", .bad_attribute = "operation",
        .bad_element = LYD_NAME(edit_node), .message = "Unknown operation"};
    const char *name = edit_attribute(edit_node, "ietf-netconf", "operation");

    *operation = inherited;
    if (!name) {
        return true;
    }
    /* "none" is a default operation only */
    for (enum edit_operation known = OPERATION_MERGE; known <= OPERATION_REMOVE; known++) {
        if (!strcmp(name, names[known])) {
            *operation = known;
            return true;
        }
    }
    return edit_fails(run, edit_node, &unknown);
}

/* "[p:k1='v'][p:k2='w']" without the prefixes: keys are of the module of their list. Returns new memory. */
static char *
without_prefixes(const char *predicates)
{
    char *result = strdup(predicates);
    char *out = result;
    char quote = 0;

    for (const char *in = predicates; result && *in; in++) {
        if (quote) {
            quote = *in == quote ? 0 : quote;
        } else if (*in == '\'' || *in == '"') {
            quote = *in;
        } else if (*in == ':') {
            while (out > result && out[-1] != '[' && out[-1] != ' ') {
                out--;
            }
            continue;
        }
        *out++ = *in;
    }
    if (result) {
        *out = '\0';
    }
    return result;
}

static struct lyd_node *
find_anchor(const struct edit_run *run, const struct lyd_node *parent, const struct lysc_node *schema,
        const char *which)
{
    struct lyd_node *like = NULL, *anchor = NULL;
    char *predicates = schema->nodetype == LYS_LIST ? without_prefixes(which) : NULL;

    /* Made as a node of its own and found as any other, so that the top level is searched by index, too. */
    if (predicates) {
        lyd_create_list2(schema, predicates, strlen(predicates), 1, &like);
    } else {
        lyd_create_term(schema, which, strlen(which), 0, 1, NULL, LY_VALUE_JSON, NULL, LYD_HINT_DATA, NULL, &like);
    }
    if (like) {
        anchor = find_counterpart(run->tree, parent, like);
        lyd_free_tree(like);
    }
    free(predicates);
    ly_err_clean(run->tree->context, NULL);
    return anchor;
}

static struct lyd_node *
last_instance(const struct config_tree *tree, const struct lyd_node *parent, const struct lyd_node *like)
{
    if (!parent) {
        return top_level_last(tree, like->schema);
    }
    struct lyd_node *first = lyd_child(parent);
    struct lyd_node *next = first ? lyd_insert_get_next_anchor(first, like) : NULL;
    struct lyd_node *last = next ? next->prev : first ? first->prev : NULL;

    return last && last->schema == like->schema ? last : NULL;
}

static bool
place_beside(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *edit_node, bool before,
        struct place *place)
{
    const char *attribute = edit_node->schema->nodetype == LYS_LIST ? "key" : "value";
    const char *which = edit_attribute(edit_node, "yang", attribute);
    const struct edit_error no_attribute = {.tag = "missing-attribute", .bad_attribute = attribute,
        .bad_element = LYD_NAME(edit_node), .message = "The place to insert at is not named"};
    const struct edit_error no_anchor = {.tag = "bad-attribute", .app_tag = "missing-instance",
        .bad_attribute = attribute, .bad_element = LYD_NAME(edit_node),
        .message = "The entry to insert at does not exist"};
    struct lyd_node *anchor;

    if (!which) {
        return edit_fails(run, edit_node, &no_attribute);
    }
    anchor = find_anchor(run, parent, edit_node->schema, which);
    if (!anchor) {
        return edit_fails(run, edit_node, &no_anchor);
    }
    place->after = before ? place_of(anchor).after : anchor;
    return true;
}

bool
edit_place_of(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *edit_node, struct place *place)
{
    const char *insert = edit_attribute(edit_node, "yang", "insert");
    const struct edit_error not_ordered = {.tag = "unknown-attribute", .bad_attribute = "insert",
        .bad_element = LYD_NAME(edit_node), .message = "Only entries that are ordered by the user can be inserted"};

    *place = (struct place) {0};
    if (!insert) {
        return true;
    }
    if (!lysc_is_userordered(edit_node->schema)) {
        return edit_fails(run, edit_node, &not_ordered);
    }
    place->placed = true;
    if (!strcmp(insert, "first")) {
        return true;
    }
    if (!strcmp(insert, "last")) {
        place->after = last_instance(run->tree, parent, edit_node);
        return true;
    }
    return place_beside(run, parent, edit_node, !strcmp(insert, "before"), place);
}
