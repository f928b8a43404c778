#include "hash-map.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64, LARGE_BUCKET_COUNT = 4096 };

void *
resize_or_trap(void *memory, size_t size)
{
    void *resized = realloc(memory, size);

    if (!resized && size) {
        __builtin_trap();
    }
    return resized;
}

uint32_t *
new_table(uint32_t *replaced, uint32_t count)
{
    free(replaced);
    return memset(resize_or_trap(NULL, count * sizeof *replaced), 0, count * sizeof *replaced);
}

uint32_t
larger_capacity(uint32_t capacity)
{
    return capacity ? capacity + capacity / 4 : FIRST_CAPACITY;
}

uint32_t
hash_number(uint32_t number)
{
    number ^= number >> 16;
    number *= 0x7feb352d;
    number ^= number >> 15;
    number *= 0x846ca68b;
    return number ^ (number >> 16);
}

uint32_t
hash_pointers(const void *first, const void *second)
{
    return hash_number((uint32_t)(uintptr_t)first * 31 + hash_number((uint32_t)(uintptr_t)second));
}

static uint32_t *
bucket_of(const struct hash_map *map, uint32_t hash)
{
    return &map->buckets[hash & (map->bucket_count - 1)];
}

static void
double_buckets(struct hash_map *map)
{
    uint32_t count = map->bucket_count ? map->bucket_count * 2 : FIRST_CAPACITY;

    map->buckets = new_table(map->buckets, count);
    map->bucket_count = count;
    map->free_slot = 0;
    for (uint32_t slot = 1; slot <= map->used; slot++) {
        struct map_entry *entry = &map->entries[slot];
        uint32_t *chain = entry->first ? bucket_of(map, hash_pointers(entry->first, entry->second)) : &map->free_slot;

        entry->next = *chain;
        *chain = slot;
    }
}

static uint32_t
take_slot(struct hash_map *map)
{
    uint32_t slot = map->free_slot;

    if (slot) {
        map->free_slot = map->entries[slot].next;
        return slot;
    }
    if (map->used + 1 >= map->capacity) {
        map->capacity = larger_capacity(map->capacity);
        map->entries = resize_or_trap(map->entries, map->capacity * sizeof *map->entries);
    }
    return ++map->used;
}

struct map_entry *
map_find(const struct hash_map *map, const void *first, const void *second)
{
    uint32_t hash = hash_pointers(first, second);

    if (!map->live) {
        return NULL;
    }
    for (uint32_t slot = *bucket_of(map, hash); slot; slot = map->entries[slot].next) {
        struct map_entry *entry = &map->entries[slot];

        if (entry->first == first && entry->second == second) {
            return entry;
        }
    }
    return NULL;
}

struct map_entry *
map_add(struct hash_map *map, const void *first, const void *second)
{
    uint32_t hash = hash_pointers(first, second);

    if (map->live >= map->bucket_count) {
        double_buckets(map);
    }
    uint32_t slot = take_slot(map);
    uint32_t *bucket = bucket_of(map, hash);
    struct map_entry *entry = &map->entries[slot];

    *entry = (struct map_entry) {.next = *bucket, .first = first, .second = second};
    *bucket = slot;
    map->live++;
    return entry;
}

bool
map_remove(struct hash_map *map, const void *first, const void *second)
{
    uint32_t hash = hash_pointers(first, second);

    if (!map->live) {
        return false;
    }
    for (uint32_t *link = bucket_of(map, hash); *link; link = &map->entries[*link].next) {
        uint32_t slot = *link;
        struct map_entry *entry = &map->entries[slot];

        if (entry->first == first && entry->second == second) {
            *link = entry->next;
            entry->first = NULL;
            entry->next = map->free_slot;
            map->free_slot = slot;
            map->live--;
            return true;
        }
    }
    return false;
}

uint32_t
map_slot(const struct hash_map *map, const struct map_entry *entry)
{
    return entry - map->entries;
}

void
map_clear(struct hash_map *map)
{
    if (map->bucket_count > LARGE_BUCKET_COUNT) {
        map_release(map);
    } else if (map->used) {
        memset(map->buckets, 0, map->bucket_count * sizeof *map->buckets);
        map->used = map->free_slot = map->live = 0;
    }
}

void
map_release(struct hash_map *map)
{
    free(map->buckets);
    free(map->entries);
    memset(map, 0, sizeof *map);
}

bool
set_add(struct hash_map *map, const void *first, const void *second)
{
    if (map_find(map, first, second)) {
        return false;
    }
    map_add(map, first, second);
    return true;
}
