/*
 * A resident configuration tree: a libyang data tree with the indexes that make the cost of an edit, its validation,
 * undo and journal follow the size of the change.
 *
 * All changes go through the four functions of changes.c, which write a log of pointers. Undo and redo link and unlink
 * the same nodes; a deleted node lives until the log is forgotten.
 */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include <libyang.h>

#include "constraints.h"
#include "pointer-set.h"
#include "top-level.h"
#include "value-index.h"

enum change_kind { CHANGE_CREATE = 1, CHANGE_DELETE, CHANGE_VALUE, CHANGE_MOVE };

/* Where an instance of an ordered-by-user list stands. Not `placed`: wherever libyang's order puts the node. */
struct place {
    bool placed;
    /* the instance in front of it, NULL: it is the first */
    struct lyd_node *after;
};

struct move {
    struct place before;
    struct place after;
};

/* What a leaf does not hold now: the old value, or the new one while the log is taken back. */
struct held_value {
    struct lyd_value value;
    uint32_t flags;
};

/* Small: a large edit makes hundreds of thousands of them, mostly creations. */
struct change {
    struct lyd_node *node;
    struct lyd_node *parent;
    union {
        /* CREATE and DELETE: as in struct place, of the new node, or of the old one before */
        struct lyd_node *after;
        struct move *move;
        struct held_value *held;
    };
    /* CHANGE_DELETE of a node that this log created: position of that change + 1 */
    uint32_t created_by;
    enum change_kind kind : 8;
    /* CREATE and DELETE: as in struct place */
    bool placed : 1;
    /* made by the server and not asked for: defaults, nodes of another case, nodes whose when became false */
    bool implicit : 1;
    /* defaults of a subtree that is being validated as a whole: there is nothing more to do for them */
    bool settled : 1;
};

/* Blocks stay where they are while the log grows. */
enum { LOG_BLOCK_CHANGES = 256 };

/* A change inside a created subtree during validation: it has no entry of its own in the log. */
struct late_change {
    struct lyd_node *node;
    struct lyd_node *parent;
    bool deleted;
};

struct config_tree {
    struct ly_ctx *context;
    /* first top-level node */
    struct lyd_node *first;

    /* blocks of changes: see change_at */
    struct change **log;
    uint32_t log_blocks;
    uint32_t count;
    /* the log is taken back: the tree shows the state before it */
    bool flipped;
    /* changes before this position have passed validation */
    uint32_t validated;
    /* what `validated` was before: it counts again when the last validation is undone */
    uint32_t validated_before;
    /* changes inside a subtree created at this position or later are part of its creation */
    uint32_t fold_from;
    /* deleted out of created subtrees; nothing refers to them but validation */
    struct ly_set trash;
    /* what the functions of changes.c note on new changes */
    bool implicit;
    bool settling;

    struct top_level top_level;
    /* leaves that constraints look up by value, and instances that they look up by schema node */
    struct value_index values;
    /* list entries by the values of their unique leaves; the tag is the index of the unique statement + 1 */
    struct value_index uniques;
    /* entries whose unique leaves have changed: not in `uniques` until validation has compared them */
    struct pointer_set unique_dirty;
    /* (schema, parent + 1) -> number of instances */
    struct hash_map counts;
    struct validation *validation;
};

/* Takes the nodes over. NULL if defaults could not be added to them. */
struct config_tree *config_tree_new(struct ly_ctx *context, struct lyd_node *first);
struct config_tree *config_tree_clone(const struct config_tree *tree);
void config_tree_free(struct config_tree *tree);

/* Replaces the content by valid data and adds its defaults. The log must be empty. */
LY_ERR config_tree_fill(struct config_tree *tree, struct lyd_node *first);

struct lyd_node *tree_children_of(const struct config_tree *tree, const struct lyd_node *parent);
/* First instance of a schema node below a parent (NULL: top level). */
struct lyd_node *find_instance(const struct config_tree *tree, const struct lyd_node *parent,
        const struct lysc_node *schema);
/* The instance with the keys or value of another node, which may stand in any tree of the context. */
struct lyd_node *find_counterpart(const struct config_tree *tree, const struct lyd_node *parent,
        const struct lyd_node *like);
struct lyd_node *next_instance(const struct lyd_node *node);

/* Links a node without log and indexes. */
void link_node(struct config_tree *tree, struct lyd_node *parent, struct lyd_node *node, const struct place *place);
void unlink_node(struct config_tree *tree, struct lyd_node *node);
struct place place_of(const struct lyd_node *node);

static inline struct change *
change_at(const struct config_tree *tree, uint32_t position)
{
    return &tree->log[position / LOG_BLOCK_CHANGES][position % LOG_BLOCK_CHANGES];
}

/* --- what the log knows about a node --- */

/* Its parent, also while it is deleted. */
struct lyd_node *parent_of(const struct config_tree *tree, const struct lyd_node *node);
/* Is it part of the tree as it is now? */
bool is_attached(const struct lyd_node *node);
/* Position + 1 of the change that created the nearest subtree that the node is part of, 0 if the log created none. */
uint32_t creation_of(const struct config_tree *tree, const struct lyd_node *node);
/* The same, only for creations at `from` or later; looks through nested ones. */
bool is_created_since(const struct config_tree *tree, const struct lyd_node *node, uint32_t from);
void mark_created(struct lyd_node *node, uint32_t position);
void mark_deleted(struct lyd_node *node, uint32_t position);
void mark_trash(struct lyd_node *node);
/* Position + 1 of its own creation, 0 if it was not created by the log or only as part of a subtree. */
uint32_t own_creation(const struct lyd_node *node);

#endif
