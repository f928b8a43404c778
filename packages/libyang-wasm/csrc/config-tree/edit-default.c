/* The attribute "default" of a reply with report-all-tagged, sent back in an edit. RFC 6243 2.3.3, 4.5.2 */
#include "edit.h"

#include <string.h>

#include "changes.h"

/* An annotation in the namespace that RFC 6243 6 gives the attribute; libyang knows one of another. */
#define DEFAULT_MODULE "sweetcomb-default-attribute"

/* libyang turns the annotation of ietf-netconf-with-defaults, which is that of JSON, into the flag. */
bool
edit_is_tagged(const struct lyd_node *edit_node)
{
    const char *tag = edit_attribute(edit_node, DEFAULT_MODULE, "default");
    bool is_flagged = (edit_node->schema->nodetype & LYD_NODE_TERM) && (edit_node->flags & LYD_DEFAULT);

    return is_flagged || (tag && (!strcmp(tag, "true") || !strcmp(tag, "1")));
}

/* A leaf-list has its defaults when nothing in it was configured. */
static void
delete_explicit(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    struct lyd_node *instance = find_instance(tree, parent, schema);

    while (instance) {
        struct lyd_node *next = next_instance(instance);

        if (!(instance->flags & LYD_DEFAULT)) {
            tree_delete(tree, instance);
        }
        instance = next;
    }
}

bool
edit_return_to_default(struct edit_run *run, struct lyd_node *parent, const struct lyd_node *target,
        const struct lyd_node *edit_node, enum edit_operation operation)
{
    const struct edit_error wrong_operation = {.tag = "invalid-value", .bad_element = LYD_NAME(edit_node),
        .message = "Only what is created, merged or replaced can be marked as a default"};
    const struct edit_error other_value = {.tag = "invalid-value", .bad_element = LYD_NAME(edit_node),
        .message = "The node is marked as a default and has another value"};
    const struct edit_error exists = {.tag = "data-exists", .message = "The node to create exists already"};

    if (operation != OPERATION_CREATE && operation != OPERATION_MERGE && operation != OPERATION_REPLACE) {
        return edit_fails(run, edit_node, &wrong_operation);
    }
    if (!lyd_is_default(edit_node)) {
        return edit_fails(run, edit_node, &other_value);
    }
    if (operation == OPERATION_CREATE && target && !(target->flags & LYD_DEFAULT)) {
        return edit_fails(run, edit_node, &exists);
    }
    delete_explicit(run->tree, parent, edit_node->schema);
    return true;
}
