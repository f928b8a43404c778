/*
 * libyang's hash table, in place of its own (src/hash_table.c), with the same interface.
 *
 * Tables are a sixth of a large tree: the dictionary has a record for each value that differs, each parent one for each
 * of its children. libyang's doubles its records, has two numbers for each list of them, and holds the old and the new
 * table while it grows. Here the records grow by a quarter and stay, and a list has one number.
 *
 * It survives a refused allocation: it grows before it takes a record, so that an error leaves it as it was.
 */
#include "hash_table.h"

#include <stdlib.h>
#include <string.h>

#include "hash_table_internal.h"

enum { SMALLEST_SIZE = 8, RECORD_HEADER = SIZEOF_LY_HT_REC };

uint32_t
lyht_hash_multi(uint32_t hash, const char *key_part, size_t len)
{
    /* Bob Jenkins' one at a time */
    for (size_t i = 0; key_part && i < len; i++) {
        hash += key_part[i];
        hash += hash << 10;
        hash ^= hash >> 6;
    }
    if (!key_part || !len) {
        hash += hash << 3;
        hash ^= hash >> 11;
        hash += hash << 15;
    }
    return hash;
}

uint32_t
lyht_hash(const char *key, size_t len)
{
    return lyht_hash_multi(lyht_hash_multi(0, key, len), NULL, 0);
}

static struct ly_ht_rec *
record_at(const struct ly_ht *ht, uint32_t index)
{
    return lyht_get_rec(ht->recs, ht->rec_size, index);
}

static uint32_t *
new_lists(uint32_t size)
{
    uint32_t *lists = malloc(size * sizeof *lists);

    return lists ? memset(lists, 0xff, size * sizeof *lists) : NULL;
}

struct ly_ht *
lyht_new(uint32_t size, uint16_t val_size, lyht_value_equal_cb val_equal, void *cb_data, uint16_t resize)
{
    struct ly_ht *ht = calloc(1, sizeof *ht);

    if (!ht) {
        return NULL;
    }
    ht->size = ht->capacity = size < SMALLEST_SIZE ? SMALLEST_SIZE : size;
    ht->val_equal = val_equal;
    ht->cb_data = cb_data;
    ht->resize = resize;
    ht->rec_size = RECORD_HEADER + val_size;
    ht->first_free_rec = LYHT_NO_RECORD;
    ht->recs = malloc(ht->capacity * ht->rec_size);
    ht->lists = new_lists(ht->size);
    if (!ht->recs || !ht->lists) {
        lyht_free(ht, NULL);
        return NULL;
    }
    return ht;
}

struct ly_ht *
lyht_dup(const struct ly_ht *orig)
{
    struct ly_ht *ht = lyht_new(orig->size, orig->rec_size - RECORD_HEADER, orig->val_equal, orig->cb_data, orig->resize);
    unsigned char *recs = ht ? realloc(ht->recs, orig->capacity * orig->rec_size) : NULL;

    if (!recs) {
        lyht_free(ht, NULL);
        return NULL;
    }
    memcpy(recs, orig->recs, orig->fresh * orig->rec_size);
    memcpy(ht->lists, orig->lists, orig->size * sizeof *ht->lists);
    ht->recs = recs;
    ht->capacity = orig->capacity;
    ht->fresh = orig->fresh;
    ht->first_free_rec = orig->first_free_rec;
    ht->used = orig->used;
    return ht;
}

void
lyht_free(struct ly_ht *ht, void (*val_free)(void *val_p))
{
    struct ly_ht_rec *rec;
    uint32_t list, index;

    if (!ht) {
        return;
    }
    if (val_free) {
        LYHT_ITER_ALL_RECS(ht, list, index, rec) {
            val_free(&rec->val);
        }
    }
    free(ht->lists);
    free(ht->recs);
    free(ht);
}

lyht_value_equal_cb
lyht_set_cb(struct ly_ht *ht, lyht_value_equal_cb new_val_equal)
{
    lyht_value_equal_cb before = ht->val_equal;

    ht->val_equal = new_val_equal;
    return before;
}

void *
lyht_set_cb_data(struct ly_ht *ht, void *new_cb_data)
{
    void *before = ht->cb_data;

    ht->cb_data = new_cb_data;
    return before;
}

static void
append(struct ly_ht *ht, uint32_t index)
{
    struct ly_ht_rec *rec = record_at(ht, index);
    uint32_t *last = &ht->lists[rec->hash & (ht->size - 1)];

    if (*last == LYHT_NO_RECORD) {
        rec->next = index;
    } else {
        rec->next = record_at(ht, *last)->next;
        record_at(ht, *last)->next = index;
    }
    *last = index;
}

/* Another number of lists; records stay where they are, and in their order where their hashes are the same. */
static LY_ERR
set_size(struct ly_ht *ht, uint32_t size)
{
    struct ly_ht old = *ht;
    uint32_t *lists = new_lists(size);

    if (!lists) {
        return LY_EMEM;
    }
    ht->lists = lists;
    ht->size = size;
    for (uint32_t list = 0; list < old.size; list++) {
        uint32_t index = lyht_first(&old, list);

        while (index != LYHT_NO_RECORD) {
            uint32_t next = lyht_next(&old, list, index);

            append(ht, index);
            index = next;
        }
    }
    free(old.lists);
    return LY_SUCCESS;
}

/* A smaller table of the same records. */
static LY_ERR
shrink(struct ly_ht *ht)
{
    struct ly_ht *smaller = lyht_new(ht->size / 2, ht->rec_size - RECORD_HEADER, ht->val_equal, ht->cb_data, ht->resize);
    struct ly_ht_rec *rec;
    uint32_t list, index;

    if (!smaller) {
        return LY_EMEM;
    }
    LYHT_ITER_ALL_RECS(ht, list, index, rec) {
        memcpy(record_at(smaller, smaller->fresh), rec, ht->rec_size);
        append(smaller, smaller->fresh++);
    }
    smaller->used = ht->used;
    free(ht->lists);
    free(ht->recs);
    *ht = *smaller;
    free(smaller);
    return LY_SUCCESS;
}

static LY_ERR
make_room(struct ly_ht *ht)
{
    uint32_t capacity = ht->capacity + ht->capacity / 4;
    unsigned char *recs;

    if (ht->resize && ht->used == ht->size && set_size(ht, ht->size * 2)) {
        return LY_EMEM;
    }
    if (ht->first_free_rec != LYHT_NO_RECORD || ht->fresh < ht->capacity) {
        return LY_SUCCESS;
    }
    recs = realloc(ht->recs, capacity * ht->rec_size);
    if (!recs) {
        return LY_EMEM;
    }
    ht->recs = recs;
    ht->capacity = capacity;
    return LY_SUCCESS;
}

static uint32_t
take_record(struct ly_ht *ht)
{
    uint32_t index = ht->first_free_rec;

    if (index == LYHT_NO_RECORD) {
        return ht->fresh++;
    }
    ht->first_free_rec = record_at(ht, index)->next;
    return index;
}

static struct ly_ht_rec *
find(const struct ly_ht *ht, void *val_p, uint32_t hash, ly_bool mod, lyht_value_equal_cb val_equal, uint32_t *found)
{
    uint32_t list = hash & (ht->size - 1), index;
    struct ly_ht_rec *rec;

    LYHT_ITER_LIST_RECS(ht, list, index, rec) {
        if (rec->hash == hash && val_equal(val_p, &rec->val, mod, ht->cb_data)) {
            *found = index;
            return rec;
        }
    }
    return NULL;
}

LY_ERR
lyht_find_with_val_cb(const struct ly_ht *ht, void *val_p, uint32_t hash, lyht_value_equal_cb val_equal, void **match_p)
{
    uint32_t index;
    struct ly_ht_rec *rec = find(ht, val_p, hash, 0, val_equal ? val_equal : ht->val_equal, &index);

    if (match_p) {
        *match_p = rec ? &rec->val : NULL;
    }
    return rec ? LY_SUCCESS : LY_ENOTFOUND;
}

LY_ERR
lyht_find(const struct ly_ht *ht, void *val_p, uint32_t hash, void **match_p)
{
    return lyht_find_with_val_cb(ht, val_p, hash, NULL, match_p);
}

LY_ERR
lyht_find_next_with_collision_cb(const struct ly_ht *ht, void *val_p, uint32_t hash, lyht_value_equal_cb val_equal,
        void **match_p)
{
    lyht_value_equal_cb is_equal = val_equal ? val_equal : ht->val_equal;
    uint32_t list = hash & (ht->size - 1), index;

    if (!find(ht, val_p, hash, 1, is_equal, &index)) {
        return LY_EINT;
    }
    while ((index = lyht_next(ht, list, index)) != LYHT_NO_RECORD) {
        struct ly_ht_rec *rec = record_at(ht, index);

        if (rec->hash == hash && is_equal(val_p, &rec->val, 0, ht->cb_data)) {
            if (match_p) {
                *match_p = &rec->val;
            }
            return LY_SUCCESS;
        }
    }
    return LY_ENOTFOUND;
}

LY_ERR
lyht_find_next(const struct ly_ht *ht, void *val_p, uint32_t hash, void **match_p)
{
    return lyht_find_next_with_collision_cb(ht, val_p, hash, NULL, match_p);
}

LY_ERR
lyht_insert_no_check(struct ly_ht *ht, void *val_p, uint32_t hash, void **match_p)
{
    struct ly_ht_rec *rec;
    uint32_t index;

    if (make_room(ht)) {
        return LY_EMEM;
    }
    index = take_record(ht);
    rec = record_at(ht, index);
    rec->hash = hash;
    memcpy(&rec->val, val_p, ht->rec_size - RECORD_HEADER);
    append(ht, index);
    ht->used++;
    if (ht->resize == 1 && ht->used >= ht->size / 2) {
        ht->resize = 2;
    }
    if (match_p) {
        *match_p = &rec->val;
    }
    return LY_SUCCESS;
}

LY_ERR
lyht_insert(struct ly_ht *ht, void *val_p, uint32_t hash, void **match_p)
{
    uint32_t index;
    struct ly_ht_rec *rec = find(ht, val_p, hash, 1, ht->val_equal, &index);

    if (!rec) {
        return lyht_insert_no_check(ht, val_p, hash, match_p);
    }
    if (match_p) {
        *match_p = &rec->val;
    }
    return LY_EEXIST;
}

/* Growing compares no values, so that it needs no other way to do so. */
LY_ERR
lyht_insert_with_resize_cb(struct ly_ht *ht, void *val_p, uint32_t hash, lyht_value_equal_cb resize_val_equal,
        void **match_p)
{
    return lyht_insert(ht, val_p, hash, match_p);
}

static void
unlink_record(struct ly_ht *ht, uint32_t list, uint32_t removed)
{
    uint32_t before = ht->lists[list];
    struct ly_ht_rec *rec = record_at(ht, removed);

    while (record_at(ht, before)->next != removed) {
        before = record_at(ht, before)->next;
    }
    record_at(ht, before)->next = rec->next;
    if (ht->lists[list] == removed) {
        ht->lists[list] = before == removed ? LYHT_NO_RECORD : before;
    }
}

LY_ERR
lyht_remove(struct ly_ht *ht, void *val_p, uint32_t hash)
{
    uint32_t index;
    struct ly_ht_rec *rec = find(ht, val_p, hash, 1, ht->val_equal, &index);

    if (!rec) {
        return LY_ENOTFOUND;
    }
    unlink_record(ht, hash & (ht->size - 1), index);
    rec->next = ht->first_free_rec;
    ht->first_free_rec = index;
    ht->used--;
    if (ht->resize == 2 && ht->used < ht->size / 4 && ht->size > SMALLEST_SIZE) {
        /* refused, it stays as large as it is */
        shrink(ht);
    }
    return LY_SUCCESS;
}

LY_ERR
lyht_remove_with_resize_cb(struct ly_ht *ht, void *val_p, uint32_t hash, lyht_value_equal_cb resize_val_equal)
{
    return lyht_remove(ht, val_p, hash);
}

uint32_t
lyht_get_fixed_size(uint32_t item_count)
{
    uint32_t size = 1;

    while (size < item_count) {
        size *= 2;
    }
    return size;
}
