/* A set of pointers that keeps the order in which they came. Lack of memory traps. */
#ifndef CONFIG_TREE_POINTER_SET_H
#define CONFIG_TREE_POINTER_SET_H

#include <stdbool.h>
#include <stdint.h>

struct pointer_set {
    /* in order; NULL where a member was removed */
    const void **members;
    uint32_t used;
    uint32_t capacity;
    /* of `used`, those that were not removed */
    uint32_t live;
    /* hash -> index of a member + 1, or 0; searched from the place that the hash says */
    uint32_t *table;
    uint32_t table_size;
};

bool pointer_set_has(const struct pointer_set *set, const void *pointer);
/* False if it was there already. */
bool pointer_set_add(struct pointer_set *set, const void *pointer);
/* False if it was not there. */
bool pointer_set_remove(struct pointer_set *set, const void *pointer);
void pointer_set_release(struct pointer_set *set);

#endif
