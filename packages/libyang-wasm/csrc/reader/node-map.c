#include "node-map.h"

#include <stdlib.h>

static uint32_t slot_of(const struct node_map_entry *entries, uint32_t capacity, const struct lyd_node *node)
{
    uint32_t slot = ((uint32_t)((uintptr_t)node >> 3) * 2654435761u) & (capacity - 1);

    while (entries[slot].node && entries[slot].node != node) {
        slot = (slot + 1) & (capacity - 1);
    }
    return slot;
}

static bool grow(struct node_map *map)
{
    uint32_t capacity = map->capacity ? map->capacity * 2 : 16;
    struct node_map_entry *entries = calloc(capacity, sizeof *entries);

    if (!entries) {
        return false;
    }
    for (uint32_t index = 0; index < map->capacity; index++) {
        if (map->entries[index].node) {
            entries[slot_of(entries, capacity, map->entries[index].node)] = map->entries[index];
        }
    }
    free(map->entries);
    map->entries = entries;
    map->capacity = capacity;
    return true;
}

void **node_map_place(struct node_map *map, const struct lyd_node *node)
{
    uint32_t slot;

    if (map->count * 2 >= map->capacity && !grow(map)) {
        return NULL;
    }
    slot = slot_of(map->entries, map->capacity, node);
    if (!map->entries[slot].node) {
        map->entries[slot].node = node;
        map->count++;
    }
    return &map->entries[slot].value;
}

void *node_map_get(const struct node_map *map, const struct lyd_node *node)
{
    return map->count ? map->entries[slot_of(map->entries, map->capacity, node)].value : NULL;
}

void node_map_free(struct node_map *map)
{
    free(map->entries);
    *map = (struct node_map){0};
}
