#include "value-index.h"

#include <stdlib.h>
#include <string.h>

/* A map key must not be NULL, a hash may be 0. */
static const void *
head_key(uint32_t hash)
{
    return (const void *)(uintptr_t)(hash | 1);
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
    struct map_entry *head = map_find(&index->heads, head_key(hash), NULL);

    if (!head) {
        head = map_add(&index->heads, head_key(hash), NULL);
    }
    index->previous[slot] = 0;
    index->next[slot] = head->value;
    if (head->value) {
        index->previous[head->value] = slot;
    }
    head->value = slot;
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
    const void *key = head_key(owner->value);

    if (after) {
        index->previous[after] = before;
    }
    if (before) {
        index->next[before] = after;
    } else if (after) {
        map_find(&index->heads, key, NULL)->value = after;
    } else {
        map_remove(&index->heads, key, NULL);
    }
    map_remove(&index->owners, node, tag);
}

uint32_t
value_index_first(const struct value_index *index, uint32_t hash)
{
    struct map_entry *head = map_find(&index->heads, head_key(hash), NULL);

    return head ? head->value : 0;
}

uint32_t
value_index_next(const struct value_index *index, uint32_t slot)
{
    return index->next[slot];
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
    map_release(&index->heads);
    free(index->previous);
    free(index->next);
    memset(index, 0, sizeof *index);
}
