/*
 * Hash map from a pair of pointers to a number.
 *
 * An entry keeps its slot (its index in `entries`) while it lives, so that other tables may refer to it by slot.
 * Slot 0 is never used and stands for "none". Lack of memory traps: the instance is then to be discarded.
 */
#ifndef CONFIG_TREE_HASH_MAP_H
#define CONFIG_TREE_HASH_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_entry {
    uint32_t next;
    uint32_t value;
    /* NULL in a free slot */
    const void *first;
    const void *second;
};

struct hash_map {
    uint32_t *buckets;
    uint32_t bucket_count;
    struct map_entry *entries;
    uint32_t used;
    uint32_t capacity;
    uint32_t free_slot;
    uint32_t live;
};

/* Of an array that was found to be full: a quarter more, so that large ones leave little unused. */
uint32_t larger_capacity(uint32_t capacity);

/* realloc that traps instead of returning NULL */
void *resize_or_trap(void *memory, size_t size);

/* A table of numbers, all 0, in place of another one, whose content is not needed. */
uint32_t *new_table(uint32_t *replaced, uint32_t count);

uint32_t hash_number(uint32_t number);
uint32_t hash_pointers(const void *first, const void *second);

struct map_entry *map_find(const struct hash_map *map, const void *first, const void *second);

/* Adds an entry with value 0; the pair must not be in the map yet. `first` is not NULL. */
struct map_entry *map_add(struct hash_map *map, const void *first, const void *second);

bool map_remove(struct hash_map *map, const void *first, const void *second);

uint32_t map_slot(const struct hash_map *map, const struct map_entry *entry);

/* Empties the map in time proportional to its size; a map that has grown large gives its memory back. */
void map_clear(struct hash_map *map);

void map_release(struct hash_map *map);

/* The map as a set: true if the pair was not in it. */
bool set_add(struct hash_map *map, const void *first, const void *second);

#endif
