#include "value-index.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *
head_of(const struct value_index *index, uint32_t hash)
{
    return &index->heads[hash & (index->head_count - 1)];
}

/* Puts a slot in front of those whose hash has the same head. */
static void
link_slot(struct value_index *index, uint32_t slot)
{
    uint32_t *head = head_of(index, index->owners.entries[slot].value);

    index->previous[slot] = 0;
    index->next[slot] = *head;
    if (*head) {
        index->previous[*head] = slot;
    }
    *head = slot;
}

/* As many heads as the map of owners has buckets. */
static void
add_heads(struct value_index *index)
{
    uint32_t count = index->owners.bucket_count;

    index->heads = new_table(index->heads, count);
    index->head_count = count;
    for (uint32_t slot = 1; slot <= index->owners.used; slot++) {
        if (index->owners.entries[slot].first) {
            link_slot(index, slot);
        }
    }
}

void
value_index_add(struct value_index *index, uint32_t hash, const struct lyd_node *node, const void *tag)
{
    struct map_entry *owner = map_add(&index->owners, node, tag);
    uint32_t slot = map_slot(&index->owners, owner);

    owner->value = hash;
    if (index->owners.capacity > index->capacity) {
        index->capacity = index->owners.capacity;
        index->previous = resize_or_trap(index->previous, index->capacity * sizeof *index->previous);
        index->next = resize_or_trap(index->next, index->capacity * sizeof *index->next);
    }
    if (index->owners.bucket_count > index->head_count) {
        add_heads(index);
    } else {
        link_slot(index, slot);
    }
}

void
value_index_remove(struct value_index *index, const struct lyd_node *node, const void *tag)
{
    struct map_entry *owner = map_find(&index->owners, node, tag);

    if (!owner) {
        return;
    }
    uint32_t slot = map_slot(&index->owners, owner);
    uint32_t before = index->previous[slot];
    uint32_t after = index->next[slot];

    if (after) {
        index->previous[after] = before;
    }
    if (before) {
        index->next[before] = after;
    } else {
        *head_of(index, owner->value) = after;
    }
    map_remove(&index->owners, node, tag);
}

static uint32_t
skip_others(const struct value_index *index, uint32_t slot, uint32_t hash)
{
    while (slot && index->owners.entries[slot].value != hash) {
        slot = index->next[slot];
    }
    return slot;
}

uint32_t
value_index_first(const struct value_index *index, uint32_t hash)
{
    return index->head_count ? skip_others(index, *head_of(index, hash), hash) : 0;
}

uint32_t
value_index_next(const struct value_index *index, uint32_t slot)
{
    return skip_others(index, index->next[slot], index->owners.entries[slot].value);
}

struct lyd_node *
value_index_node(const struct value_index *index, uint32_t slot)
{
    return (struct lyd_node *)index->owners.entries[slot].first;
}

const void *
value_index_tag(const struct value_index *index, uint32_t slot)
{
    return index->owners.entries[slot].second;
}

void
value_index_release(struct value_index *index)
{
    map_release(&index->owners);
    free(index->heads);
    free(index->previous);
    free(index->next);
    memset(index, 0, sizeof *index);
}
