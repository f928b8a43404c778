#include "accesses.h"

#include "replay.h"
#include "text.h"
#include "tree_data_internal.h"

/* Their addresses tell operations apart in the set of what was written. */
static const char create_name[] = "create";
static const char update_name[] = "update";
static const char delete_name[] = "delete";

struct access_writer {
    const struct config_tree *tree;
    bool instances;
    struct hash_map known;
};

static void
write_access(struct access_writer *writer, const struct lyd_node *node, const char *operation)
{
    if (!writer->instances && !set_add(&writer->known, node->schema, operation)) {
        return;
    }
    text_add("{\"schemaId\":");
    text_add_number(node_info_of(node->schema)->id);
    text_add(",\"operation\":");
    text_add_string(operation);
    text_add(",\"path\":");
    text_add_path(writer->tree, node);
    text_add("}\n");
}

static void
write_subtree(struct access_writer *writer, struct lyd_node *root, const char *operation)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        if (node->flags & LYD_DEFAULT) {
            LYD_TREE_DFS_continue = 1;
        } else {
            write_access(writer, node, operation);
        }
        LYD_TREE_DFS_END(root, node);
    }
}

/* A leaf that only had its default counts as not existing. */
static const char *
operation_on_value(const struct change *change)
{
    bool was_default = change->held->flags & LYD_DEFAULT;
    bool is_default = change->node->flags & LYD_DEFAULT;

    return was_default && !is_default ? create_name : is_default && !was_default ? delete_name : update_name;
}

static void
write_change(struct access_writer *writer, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_CREATE:
        write_subtree(writer, change->node, create_name);
        break;
    case CHANGE_DELETE:
        write_subtree(writer, change->node, delete_name);
        break;
    case CHANGE_VALUE:
        write_access(writer, change->node, operation_on_value(change));
        break;
    case CHANGE_MOVE:
        write_access(writer, change->node, update_name);
        break;
    }
}

/* The creation that a change is part of tells it already, if that creation is looked at, too. */
static bool
is_told(const struct config_tree *tree, uint32_t position, uint32_t since)
{
    const struct lyd_node *parent = change_at(tree, position)->parent;

    return change_is_covered(tree, position) && parent && is_created_since(tree, parent, since);
}

void
accesses_write(struct config_tree *tree, bool instances, uint32_t since)
{
    struct access_writer writer = {.tree = tree, .instances = instances};

    text_reset();
    for (uint32_t i = since; i < tree->count; i++) {
        if (!change_at(tree, i)->implicit && !is_told(tree, i, since)) {
            write_change(&writer, change_at(tree, i));
        }
    }
    map_release(&writer.known);
}
