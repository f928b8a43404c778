/* What a request may not hold (RFC 7950 8.3.1), and the cases that give way to another. */
#include "edit.h"

#include <string.h>

#include "changes.h"
#include "libyang-checks.h"
#include "tree_data_internal.h"

static bool
has_edit_attributes(const struct lyd_node *node)
{
    const struct lyd_meta *meta;

    LY_LIST_FOR(node->meta, meta) {
        /* libyang hangs its sorting tree on the first entry of a list */
        if (strcmp(meta->name, "lyds_tree")) {
            return true;
        }
    }
    return false;
}

bool
edit_is_plain(const struct lyd_node *edit_node)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(edit_node, node) {
        if (!node->schema || (node != edit_node && (has_edit_attributes(node) || edit_is_tagged(node)))) {
            return false;
        }
        LYD_TREE_DFS_END(edit_node, node);
    }
    return true;
}

void
edit_strip(struct lyd_node *edit_node)
{
    struct lyd_node *node;
    struct lyd_meta *meta, *next;

    LYD_TREE_DFS_BEGIN(edit_node, node) {
        LY_LIST_FOR_SAFE(node->meta, next, meta) {
            if (strcmp(meta->name, "lyds_tree")) {
                lyd_free_meta_single(meta);
            }
        }
        node->flags &= ~LYD_NEW;
        LYD_TREE_DFS_END(edit_node, node);
    }
}

/* The case around both nodes differs somewhere on the way up. */
static bool
are_of_different_cases(const struct lysc_node *first, const struct lysc_node *second)
{
    for (const struct lysc_node *a = first; a->parent && a->parent->nodetype == LYS_CASE; a = a->parent->parent) {
        for (const struct lysc_node *b = second; b->parent && b->parent->nodetype == LYS_CASE; b = b->parent->parent) {
            if (a->parent != b->parent && a->parent->parent == b->parent->parent) {
                return true;
            }
        }
    }
    return false;
}

static bool
is_in_case(const struct lyd_node *node)
{
    return node->schema && node->schema->parent && node->schema->parent->nodetype == LYS_CASE;
}

static bool
is_removal(const struct lyd_node *edit_node)
{
    const char *operation = edit_attribute(edit_node, "ietf-netconf", "operation");

    return operation && (!strcmp(operation, "delete") || !strcmp(operation, "remove"));
}

/* Does the request hold a node of another case beside this one? */
static bool
request_holds_other_case(const struct lyd_node *edit_node)
{
    const struct lyd_node *sibling;

    if (!is_in_case(edit_node)) {
        return false;
    }
    LY_LIST_FOR(lyd_first_sibling(edit_node), sibling) {
        if (is_in_case(sibling) && are_of_different_cases(edit_node->schema, sibling->schema) && !is_removal(sibling)) {
            return true;
        }
    }
    return false;
}

static bool
fails_two_cases(struct edit_run *run, const struct lyd_node *edit_node)
{
    const struct edit_error error = {.tag = "bad-element", .bad_element = LYD_NAME(edit_node),
        .message = "The request holds nodes of more than one case of a choice"};

    return edit_fails(run, edit_node, &error);
}

/* Instances of one schema node stand side by side. */
bool
edit_check_siblings(struct edit_run *run, const struct lyd_node *first)
{
    struct edit_error error = {.tag = "bad-element", .message = "The request holds the node twice"};
    const struct lyd_node *node, *before = NULL;

    LY_LIST_FOR(first, node) {
        if (before && node->schema && node->schema == before->schema &&
                !(node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
            error.bad_element = LYD_NAME(node);
            return edit_fails(run, node, &error);
        }
        before = node;
    }
    return true;
}

bool
edit_check_deletion(struct edit_run *run, const struct lyd_node *edit_node)
{
    struct edit_error error = {.tag = "bad-attribute", .bad_attribute = "operation",
        .message = "Nothing can be kept or made in what the request deletes"};
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN((struct lyd_node *)edit_node, node) {
        if (edit_attribute(node, "ietf-netconf", "operation") && !is_removal(node)) {
            error.bad_element = LYD_NAME(node);
            return edit_fails(run, node, &error);
        }
        LYD_TREE_DFS_END((struct lyd_node *)edit_node, node);
    }
    return true;
}

bool
edit_check_payload(struct edit_run *run, struct lyd_node *edit_node)
{
    struct edit_error error = {.tag = "bad-element"};
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(edit_node, node) {
        error.bad_element = node->schema->name;
        if (node->schema->flags & LYS_CONFIG_R) {
            error.tag = "unknown-element";
            error.message = "State data cannot be configured";
            return edit_fails(run, node, &error);
        }
        if (node != edit_node && check_duplicates(node)) {
            ly_err_clean(run->tree->context, NULL);
            error.message = "The request holds the node twice";
            return edit_fails(run, node, &error);
        }
        if (node != edit_node && request_holds_other_case(node)) {
            return fails_two_cases(run, node);
        }
        LYD_TREE_DFS_END(edit_node, node);
    }
    return true;
}

/* False if the case holds a node that this very request has created. */
static bool
delete_case(struct edit_run *run, struct lyd_node *parent, const struct lysc_node *other_case)
{
    const struct lysc_node *schema = NULL;
    struct lyd_node *instance, *next;

    while ((schema = lys_getnext(schema, other_case, NULL, 0))) {
        for (instance = find_instance(run->tree, parent, schema); instance; instance = next) {
            next = next_instance(instance);
            if (!(instance->flags & LYD_DEFAULT) && is_created_since(run->tree, instance, run->start)) {
                return false;
            }
            tree_delete(run->tree, instance);
        }
    }
    return true;
}

bool
edit_evict_other_cases(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *edit_node)
{
    const struct lysc_node *inner = edit_node->schema;
    const struct lysc_node *other;
    bool evicted = true;

    if (!is_in_case(edit_node)) {
        return true;
    }
    if (request_holds_other_case(edit_node)) {
        return fails_two_cases(run, edit_node);
    }
    run->tree->implicit = true;
    for (; inner->parent && inner->parent->nodetype == LYS_CASE && evicted; inner = inner->parent->parent) {
        LY_LIST_FOR(lysc_node_child(inner->parent->parent), other) {
            evicted &= other == inner->parent || delete_case(run, parent, other);
        }
    }
    run->tree->implicit = false;
    return evicted ? true : fails_two_cases(run, edit_node);
}
