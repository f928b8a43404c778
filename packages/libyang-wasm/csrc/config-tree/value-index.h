/*
 * From a value to the data nodes that hold it.
 *
 * Nodes with the same value are linked both ways: a node leaves the index in constant time, even when 100,000 others
 * share its value. The few values that have a head in common are linked together, too. Values are told apart by hash
 * only, so that a reader compares what it finds.
 */
#ifndef CONFIG_TREE_VALUE_INDEX_H
#define CONFIG_TREE_VALUE_INDEX_H

#include "hash-map.h"

struct lyd_node;

struct value_index {
    /* (node, tag) -> hash of its value; the slot is the node's place in the two arrays below */
    struct hash_map owners;
    /* by the lowest bits of a hash: the slot where nodes with such hashes begin */
    uint32_t *heads;
    uint32_t head_count;
    uint32_t *previous;
    uint32_t *next;
    uint32_t capacity;
};

/* One node may be in the index once for each tag. */
void value_index_add(struct value_index *index, uint32_t hash, const struct lyd_node *node, const void *tag);
void value_index_remove(struct value_index *index, const struct lyd_node *node, const void *tag);

/* Slots of the nodes with this hash; 0 ends them. */
uint32_t value_index_first(const struct value_index *index, uint32_t hash);
uint32_t value_index_next(const struct value_index *index, uint32_t slot);
struct lyd_node *value_index_node(const struct value_index *index, uint32_t slot);
const void *value_index_tag(const struct value_index *index, uint32_t slot);

void value_index_release(struct value_index *index);

#endif
