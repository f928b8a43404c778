/* A hash map from data nodes (by address) to pointers. */
#ifndef NODE_MAP_H
#define NODE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include <libyang.h>

struct node_map_entry {
    const struct lyd_node *node;
    void *value;
};

struct node_map {
    struct node_map_entry *entries;
    uint32_t capacity;
    uint32_t count;
};

/* The place for a node's value, NULL inside when the node is new. Returns NULL on lack of memory. */
void **node_map_place(struct node_map *map, const struct lyd_node *node);

/* The value of a node, NULL where it has none. */
void *node_map_get(const struct node_map *map, const struct lyd_node *node);

/* The values stay: they belong to the user of the map. */
void node_map_free(struct node_map *map);

#endif
