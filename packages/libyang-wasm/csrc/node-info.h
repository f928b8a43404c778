/*
 * Numbers for compiled schema nodes.
 *
 * Every data node, choice, case, rpc, action, input, output and notification of the implemented modules gets a number
 * (its index in one table) and a place where other parts hang what they know about it. The table is reached from a
 * schema node through its `priv` member, which libyang leaves to its user.
 */
#ifndef NODE_INFO_H
#define NODE_INFO_H

#include <stdbool.h>
#include <stdint.h>

#include <libyang.h>

struct node_info {
    uint32_t id;
    const struct lysc_node *schema;
    /* Owned by the constraint tables of the configuration trees; NULL until they are built. */
    void *constraints;
};

struct node_table {
    uint32_t count;
    /* State of the context that was numbered. */
    uint16_t change_count;
    /* Parents stand before their children: ids grow downwards in the schema tree. */
    struct node_info nodes[];
};

/*
 * Numbers all schema nodes of a complete context (all modules implemented, compiled). Call it again after the context
 * has grown: the table is then made anew and `constraints` are NULL again. On lack of memory no node has a number.
 */
void node_info_number(struct ly_ctx *context);

/* Frees the table; call it before the context is destroyed. What `constraints` point to is not freed. */
void node_info_release(struct ly_ctx *context);

/* The whole table, NULL while the context is not numbered. */
struct node_table *node_info_table(const struct ly_ctx *context);

/* Whether the context is numbered and has not changed since then. */
bool node_info_is_current(const struct ly_ctx *context);

static inline struct node_info *node_info_of(const struct lysc_node *schema)
{
    return schema ? (struct node_info *)schema->priv : NULL;
}

#endif
