/*
 * What a request asked for and found done already. Access control has to see it: whether an edit of a hidden node is
 * denied must not depend on what stands there. RFC 8341 5
 */
#include "edit.h"

#include <stdlib.h>

#include "text.h"
#include "tree_data_internal.h"

/* Nodes with others inside are there to name those, and a container without presence is always there. */
static bool
is_asked_for(const struct lyd_node *edit_node, const struct lysc_node *schema, enum edit_operation operation)
{
    bool removes = operation == OPERATION_DELETE || operation == OPERATION_REMOVE;

    return removes || (!lysc_is_np_cont(schema) && !lyd_child_no_keys(edit_node));
}

void
edit_tell_unchanged(const struct lyd_node *edit_node, const struct lysc_node *schema, enum edit_operation operation)
{
    bool removes = operation == OPERATION_DELETE || operation == OPERATION_REMOVE;
    char *path;

    if (!is_asked_for(edit_node, schema, operation)) {
        return;
    }
    path = lyd_path(edit_node, LYD_PATH_STD, NULL, 0);
    text_add("{");
    text_add_member("operation", removes ? "delete" : "update");
    text_add_member("path", path ? path : "");
    text_add(",\"schemaId\":");
    text_add_number(node_info_of(schema)->id);
    text_add(",\"unchanged\":true}\n");
    free(path);
}
