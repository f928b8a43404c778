#include "pointer-set.h"

#include <stdlib.h>
#include <string.h>

#include "hash-map.h"

enum { FIRST_TABLE_SIZE = 64 };

static uint32_t
home_of(const struct pointer_set *set, const void *pointer)
{
    return hash_number((uint32_t)(uintptr_t)pointer) & (set->table_size - 1);
}

static uint32_t
next_place(const struct pointer_set *set, uint32_t place)
{
    return (place + 1) & (set->table_size - 1);
}

/* The place of a pointer in the table, or the empty one where it would be. */
static uint32_t
find_place(const struct pointer_set *set, const void *pointer)
{
    uint32_t place = home_of(set, pointer);

    while (set->table[place] && set->members[set->table[place] - 1] != pointer) {
        place = next_place(set, place);
    }
    return place;
}

/* Without the members that were removed; there is a table of at least this size afterwards. */
static void
rebuild(struct pointer_set *set, uint32_t table_size)
{
    uint32_t kept = 0;

    set->table = new_table(set->table, table_size);
    set->table_size = table_size;
    for (uint32_t i = 0; i < set->used; i++) {
        if (set->members[i]) {
            set->members[kept++] = set->members[i];
            set->table[find_place(set, set->members[kept - 1])] = kept;
        }
    }
    set->used = kept;
}

static void
make_room(struct pointer_set *set)
{
    /* an eighth of the table stays empty, so that searches end soon */
    if (set->live + 1 > set->table_size / 8 * 7) {
        rebuild(set, set->table_size ? set->table_size * 2 : FIRST_TABLE_SIZE);
    } else if (set->used == set->capacity && set->live < set->used / 2) {
        rebuild(set, set->table_size);
    }
    if (set->used == set->capacity) {
        set->capacity = larger_capacity(set->capacity);
        set->members = resize_or_trap(set->members, set->capacity * sizeof *set->members);
    }
}

bool
pointer_set_has(const struct pointer_set *set, const void *pointer)
{
    return set->live && set->table[find_place(set, pointer)];
}

bool
pointer_set_add(struct pointer_set *set, const void *pointer)
{
    if (pointer_set_has(set, pointer)) {
        return false;
    }
    make_room(set);
    set->members[set->used++] = pointer;
    set->table[find_place(set, pointer)] = set->used;
    set->live++;
    return true;
}

/* Is `home` behind `hole` on the way to `place`? Then what stands at `place` need not move into the hole. */
static bool
is_between(uint32_t hole, uint32_t home, uint32_t place)
{
    return hole < place ? hole < home && home <= place : hole < home || home <= place;
}

bool
pointer_set_remove(struct pointer_set *set, const void *pointer)
{
    if (!pointer_set_has(set, pointer)) {
        return false;
    }
    uint32_t hole = find_place(set, pointer);

    set->members[set->table[hole] - 1] = NULL;
    set->live--;
    for (uint32_t place = next_place(set, hole); set->table[place]; place = next_place(set, place)) {
        if (!is_between(hole, home_of(set, set->members[set->table[place] - 1]), place)) {
            set->table[hole] = set->table[place];
            hole = place;
        }
    }
    set->table[hole] = 0;
    return true;
}

void
pointer_set_release(struct pointer_set *set)
{
    free(set->members);
    free(set->table);
    memset(set, 0, sizeof *set);
}
