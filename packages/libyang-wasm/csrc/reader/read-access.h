/*
 * Which nodes a reader may see (RFC 8341), given as masks that were worked out before.
 *
 * Of the rules that speak of a node, the first in the list decides. Rules by schema path are known per schema node
 * (`first_rule`, `permit`); rules by instance path cover the nodes that an XPath selects and all that is below them.
 */
#ifndef READ_ACCESS_H
#define READ_ACCESS_H

#include "node-map.h"

/* No rule: the default of the schema node's `permit` decides. */
#define NO_RULE UINT16_MAX

struct instance_rule {
    uint16_t index;
    bool permit;
};

struct read_access {
    /* Everything may be read while these are NULL. Both have one element for each schema id. */
    uint16_t *first_rule;
    uint8_t *permit;
    uint32_t count;
    /* From the root of a covered subtree to its first rule. */
    struct node_map covered;
};

/* Covers what the expression selects in one tree. A tree without such nodes is left as it is. */
LY_ERR access_cover(struct read_access *access, const struct lyd_node *tree, const char *xpath,
        struct instance_rule rule);

/* The first instance rule that covers a node, given the one of its parent. */
struct instance_rule access_step(const struct read_access *access, struct instance_rule of_parent,
        const struct lyd_node *node);

/* Whether the node itself may be read, given the first instance rule that covers it. */
bool access_permits(const struct read_access *access, struct instance_rule covering, const struct lyd_node *node);

void access_free(struct read_access *access);

#endif
