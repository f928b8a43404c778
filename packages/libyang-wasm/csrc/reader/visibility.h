/*
 * Which nodes a reader gets: selection, access, RFC 6243 defaults, RFC 8040 content and depth, decided node by node.
 * Nothing here prints; the cursor asks for each node that it comes to.
 */
#ifndef VISIBILITY_H
#define VISIBILITY_H

#include "origin.h"
#include "read-access.h"
#include "selection.h"

/* RFC 6243 3 */
enum defaults_mode {
    DEFAULTS_REPORT_ALL,
    /* What nobody has set is marked: the default data of the basic mode "explicit". */
    DEFAULTS_REPORT_ALL_TAGGED,
    DEFAULTS_TRIM,
    DEFAULTS_EXPLICIT,
    /* RFC 8526 3.1.1.2, of the operational datastore: every value that is the schema's default is marked. */
    DEFAULTS_REPORT_ALL_TAGGED_BY_VALUE,
};

/* RFC 8040 4.8.1 */
enum content_kind {
    CONTENT_ALL,
    CONTENT_CONFIG,
    CONTENT_NONCONFIG,
};

struct read_view {
    enum defaults_mode defaults;
    enum content_kind content;
    /* The deepest level that is shown; a selected node itself has level 1. */
    uint32_t depth;
    bool targets;
    struct read_access access;
    struct origins origins;
    /* By schema id, for CONTENT_NONCONFIG: whether state may stand at or below the node. NULL otherwise. */
    uint8_t *holds_state;
};

/* A data node as the reader comes to it. */
struct item {
    const struct lyd_node *node;
    /* Where only a part of the node is selected; NULL: all of it. */
    const struct pick *pick;
    /* 0 above what is selected. */
    uint32_t level;
    struct instance_rule covering;
    const struct lysc_ident *origin;
};

/* The children of an item, one after another. */
struct children {
    const struct lyd_node *sibling;
    bool keys_only;
    const struct pick *pick;
    uint32_t next_pick;
};

/* Works out `holds_state` where the view needs it. */
LY_ERR view_prepare(struct read_view *view, const struct ly_ctx *context);
void view_free(struct read_view *view);

/*
 * Whether a leaf or leaf-list value is its schema default, set or not. A value of a leaf-list by itself never is: its
 * defaults stand together, for when there are no values (RFC 7950 7.7.2).
 */
bool is_schema_default(const struct lyd_node *node);

bool is_list_key(const struct lyd_node *node);

struct children children_of(const struct read_view *view, const struct item *item);

/* The next child as an item of its own; false when there is none. */
bool next_child(const struct read_view *view, const struct item *parent, struct children *children, struct item *child);

/*
 * For an item in the middle of a tree: takes over what its ancestors say of it, given in `item` what is said above the
 * tree. False: one of them may not be read.
 */
bool inherit_from_ancestors(const struct read_view *view, struct item *item);

bool is_shown(const struct read_view *view, const struct item *item);

#endif
