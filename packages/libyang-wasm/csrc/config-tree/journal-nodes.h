/* Reads the paths, nodes and places of a journal line, see replay.h for their form. */
#ifndef CONFIG_TREE_JOURNAL_NODES_H
#define CONFIG_TREE_JOURNAL_NODES_H

#include "config-tree.h"
#include "journal-reader.h"

enum { FLAG_DEFAULT = 1, FLAG_WHEN_TRUE = 2 };

struct applier {
    /* what does not fit is passed over, and what exists already is merged with what was to be created */
    bool tolerant;
    struct config_tree *tree;
    struct journal_reader reader;
    /* Text of the last path and the node found: neighbouring lines mostly have the same parent. */
    const char *path;
    size_t path_length;
    struct lyd_node *at_path;
};

/* The path that stands next: false if there is no such node. The empty path gives NULL, the top level. */
bool journal_read_path(struct applier *applier, struct lyd_node **node);

/* The new node that stands next, to be linked below an instance of `parent`; NULL if it does not fit the schema. */
struct lyd_node *journal_read_node(struct applier *applier, const struct lysc_node *parent);

/* The place of an entry ordered by the user: keys of the entry in front, or [] for the first place. */
bool journal_read_place(struct applier *applier, struct lyd_node *parent, const struct lysc_node *schema,
        struct place *place);

/* A leaf with this value; NULL if its type does not take it. */
struct lyd_node *journal_new_term(const struct lysc_node *schema, const char *value, size_t length);

#endif
