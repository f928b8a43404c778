/*
 * The parts of a hash table of libyang as csrc/platform/hash-table.c makes them; included by libyang's
 * hash_table_internal.h, which has declared the record.
 */
#ifndef HASH_TABLE_LAYOUT_H
#define HASH_TABLE_LAYOUT_H

#define LYHT_NO_RECORD UINT32_MAX

struct ly_ht {
    /* records in the table */
    uint32_t used;
    /* number of lists: a power of 2 */
    uint32_t size;
    lyht_value_equal_cb val_equal;
    void *cb_data;
    /* 0: the number of lists stays as it is; 1: it grows; 2: it shrinks, too, since the table has been half full */
    uint16_t resize;
    uint16_t rec_size;
    /* records that were removed, each with the index of the next */
    uint32_t first_free_rec;
    /* records from here on were never used */
    uint32_t fresh;
    uint32_t capacity;
    /* of each list the index of the last record, whose `next` is the first one */
    uint32_t *lists;
    unsigned char *recs;
};

static inline struct ly_ht_rec *
lyht_get_rec(unsigned char *recs, uint16_t rec_size, uint32_t index)
{
    return (struct ly_ht_rec *)&recs[index * rec_size];
}

/* The first record of a list, and the one behind another; LYHT_NO_RECORD where there is none. */
static inline uint32_t
lyht_first(const struct ly_ht *ht, uint32_t list)
{
    uint32_t last = ht->lists[list];

    return last == LYHT_NO_RECORD ? last : lyht_get_rec(ht->recs, ht->rec_size, last)->next;
}

static inline uint32_t
lyht_next(const struct ly_ht *ht, uint32_t list, uint32_t index)
{
    return index == ht->lists[list] ? LYHT_NO_RECORD : lyht_get_rec(ht->recs, ht->rec_size, index)->next;
}

#define LYHT_ITER_LIST_RECS(ht, list, index, rec)                                                              \
    for (index = lyht_first(ht, list);                                                                         \
            index != LYHT_NO_RECORD && ((rec = lyht_get_rec((ht)->recs, (ht)->rec_size, index)), 1);           \
            index = lyht_next(ht, list, index))

#define LYHT_ITER_ALL_RECS(ht, list, index, rec) \
    for (list = 0; list < (ht)->size; list++)    \
        LYHT_ITER_LIST_RECS(ht, list, index, rec)

#endif
