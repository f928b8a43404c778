#include "objects.h"

#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "text.h"
#include "tree_data_internal.h"

/* An object that the log touches: where its texts stand in the buffer. */
struct touched {
    struct lyd_node *node;
    /* an entry was moved: told even if its content is the same */
    bool moved;
    size_t identity;
    size_t identity_end;
    size_t content[2];
    size_t content_end[2];
};

struct touched_list {
    struct touched *items;
    uint32_t count;
    uint32_t capacity;
    struct hash_map known;
};

enum { BEFORE, AFTER };

static void
touch(struct touched_list *list, struct lyd_node *node, bool moved)
{
    struct map_entry *known = map_find(&list->known, node, NULL);

    if (known) {
        list->items[known->value].moved |= moved;
        return;
    }
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 64;
        list->items = resize_or_trap(list->items, list->capacity * sizeof *list->items);
    }
    map_add(&list->known, node, NULL)->value = list->count;
    list->items[list->count++] = (struct touched) {.node = node, .moved = moved};
}

static void
touch_inside(struct touched_list *list, struct lyd_node *root)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        const struct constraints *constraints = constraints_of(node->schema);

        if (constraints->registered) {
            touch(list, node, false);
        }
        LYD_TREE_DFS_continue = !constraints->holds_registered;
        LYD_TREE_DFS_END(root, node);
    }
}

static void
touch_change(struct config_tree *tree, struct touched_list *list, const struct change *change)
{
    struct lyd_node *owner = change->node;

    while (owner && !constraints_of(owner->schema)->registered) {
        owner = parent_of(tree, owner);
    }
    if (owner) {
        touch(list, owner, change->kind == CHANGE_MOVE && owner == change->node);
    }
    if (change->kind == CHANGE_CREATE || change->kind == CHANGE_DELETE) {
        touch_inside(list, change->node);
    }
}

static void
write_state(struct config_tree *tree, struct touched_list *list, int state)
{
    for (uint32_t i = 0; i < list->count; i++) {
        struct touched *touched = &list->items[i];

        touched->content[state] = text_length();
        if (is_attached(touched->node)) {
            object_write_content(touched->node);
        }
        touched->content_end[state] = text_length();
        if (state == AFTER) {
            touched->identity = text_length();
            object_write_identity(tree, touched->node);
            touched->identity_end = text_length();
        }
    }
}

/* An entry deleted and created again is two nodes with one path: both states go to the first. */
static void
join_same_path(struct touched_list *list)
{
    struct hash_map paths = {0};

    for (uint32_t i = 0; i < list->count; i++) {
        struct touched *touched = &list->items[i];
        const char *identity = text_start() + touched->identity;
        size_t length = touched->identity_end - touched->identity;
        uint32_t hash = 0;

        for (size_t k = 0; k < length; k++) {
            hash = hash * 31 + (unsigned char)identity[k];
        }
        const void *key = (const void *)(uintptr_t)(hash | 1);
        struct map_entry *entry = map_find(&paths, key, NULL);

        if (!entry) {
            map_add(&paths, key, NULL)->value = i;
            continue;
        }
        struct touched *first = &list->items[entry->value];

        if (first->identity_end - first->identity != length ||
                memcmp(text_start() + first->identity, identity, length)) {
            continue;
        }
        for (int state = BEFORE; state <= AFTER; state++) {
            if (first->content[state] == first->content_end[state]) {
                first->content[state] = touched->content[state];
                first->content_end[state] = touched->content_end[state];
            }
            touched->content[state] = touched->content_end[state] = 0;
        }
        first->moved |= touched->moved;
        touched->moved = false;
    }
    map_release(&paths);
}

static size_t
content_length(const struct touched *touched, int state)
{
    return touched->content_end[state] - touched->content[state];
}

static bool
is_changed(const struct touched *touched)
{
    size_t length = content_length(touched, BEFORE);

    return length != content_length(touched, AFTER) || (length && touched->moved) ||
            memcmp(text_start() + touched->content[BEFORE], text_start() + touched->content[AFTER], length);
}

/* Copies from the buffer into the same buffer, which may move while it grows. */
static void
copy_text(size_t start, size_t end)
{
    size_t length = end - start;

    if (!length) {
        text_add("null");
        return;
    }
    char *copy = resize_or_trap(NULL, length);

    memcpy(copy, text_start() + start, length);
    text_add_bytes(copy, length);
    free(copy);
}

static void
write_line(const struct touched *touched)
{
    text_add("{");
    copy_text(touched->identity, touched->identity_end);
    text_add(",\"before\":");
    copy_text(touched->content[BEFORE], touched->content_end[BEFORE]);
    text_add(",\"after\":");
    copy_text(touched->content[AFTER], touched->content_end[AFTER]);
    text_add("}\n");
}

void
objects_write_changed(struct config_tree *tree, const uint32_t *ids, uint32_t id_count)
{
    struct touched_list list = {0};
    size_t material;

    text_reset();
    objects_register(tree, ids, id_count, true);
    for (uint32_t i = 0; i < tree->count; i++) {
        touch_change(tree, &list, change_at(tree, i));
    }
    write_state(tree, &list, AFTER);
    log_flip(tree);
    write_state(tree, &list, BEFORE);
    log_flip(tree);
    join_same_path(&list);
    material = text_length();
    for (uint32_t i = 0; i < list.count; i++) {
        if (is_changed(&list.items[i])) {
            write_line(&list.items[i]);
        }
    }
    text_drop_front(material);
    objects_register(tree, ids, id_count, false);
    map_release(&list.known);
    free(list.items);
}
