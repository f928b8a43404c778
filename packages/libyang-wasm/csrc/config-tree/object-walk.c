#include "objects.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

void
objects_register(struct config_tree *tree, const uint32_t *ids, uint32_t id_count, bool registered)
{
    struct node_table *table = node_info_table(tree->context);

    for (uint32_t i = 0; i < id_count; i++) {
        if (ids[i] >= table->count) {
            continue;
        }
        const struct lysc_node *schema = table->nodes[ids[i]].schema;

        constraints_of(schema)->registered = registered;
        for (; schema; schema = lysc_data_parent(schema)) {
            constraints_of(schema)->holds_registered = registered;
        }
    }
}

struct object_walk {
    struct config_tree *tree;
    struct lyd_node *next;
    uint32_t *ids;
    uint32_t id_count;
};

struct object_walk *
object_walk_new(struct config_tree *tree, const uint32_t *ids, uint32_t id_count)
{
    struct object_walk *walk = resize_or_trap(NULL, sizeof *walk);

    *walk = (struct object_walk) {.tree = tree, .next = tree->first, .id_count = id_count};
    walk->ids = resize_or_trap(NULL, (id_count + 1) * sizeof *ids);
    memcpy(walk->ids, ids, id_count * sizeof *ids);
    return walk;
}

static struct lyd_node *
following_node(struct lyd_node *node)
{
    struct lyd_node *child = constraints_of(node->schema)->holds_registered ? lyd_child(node) : NULL;

    if (child) {
        return child;
    }
    while (node && !node->next) {
        node = lyd_parent(node);
    }
    return node ? node->next : NULL;
}

static void
write_existing(const struct config_tree *tree, const struct lyd_node *object)
{
    size_t start = text_length();

    text_add("{");
    object_write_identity(tree, object);
    text_add(",\"before\":null,\"after\":");
    if (object_write_content(object)) {
        text_add("}\n");
    } else {
        text_cut(start);
    }
}

bool
object_walk_next(struct object_walk *walk, size_t budget)
{
    text_reset();
    objects_register(walk->tree, walk->ids, walk->id_count, true);
    while (walk->next && text_length() < budget) {
        if (constraints_of(walk->next->schema)->registered) {
            write_existing(walk->tree, walk->next);
        }
        walk->next = following_node(walk->next);
    }
    objects_register(walk->tree, walk->ids, walk->id_count, false);
    return walk->next;
}

void
object_walk_free(struct object_walk *walk)
{
    free(walk->ids);
    free(walk);
}
