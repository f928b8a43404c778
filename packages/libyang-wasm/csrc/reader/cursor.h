/*
 * A cursor prints what a reader gets from one or several data trees, piece by piece and without copying the trees.
 *
 * It walks with a stack of its own: between two calls it holds pointers into the trees, which must not change until it
 * is freed.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include "visibility.h"
#include "writer.h"

struct cursor;

struct cursor_options {
    bool json;
    bool pretty;
    /* Selected nodes are the top themselves (RESTCONF); otherwise they stand inside their ancestors (NETCONF). */
    bool targets;
    /* Print everything; otherwise what cursor_select adds. */
    bool everything;
    bool with_origin;
    /* Selected nodes are printed in the order of the expressions that select them. */
    bool keep_order;
    /* The sublist limit is also for lists that are selected themselves, or stand above what is. */
    bool limit_selected;
    enum defaults_mode defaults;
    enum content_kind content;
    uint32_t depth;
    /* Entries that are printed of each list and leaf-list; 0: all. */
    uint32_t sublist_limit;
};

/* NULL on lack of memory. */
struct cursor *cursor_new(const struct ly_ctx *context, const struct cursor_options *options);

const struct ly_ctx *cursor_context(const struct cursor *cursor);

/* Adds a tree by its first top-level node (NULL: an empty one). All parts come before the first expression. */
LY_ERR cursor_add_part(struct cursor *cursor, const struct lyd_node *root, const char *origin);

/* The module whose names need no prefix at the top; NULL, as it is at first: none. */
void cursor_set_module(struct cursor *cursor, const struct lys_module *module);

/* Passes over a top-level node of the last part. A name that the schema does not have changes nothing. */
LY_ERR cursor_exclude(struct cursor *cursor, const char *module, const char *name);

LY_ERR cursor_select(struct cursor *cursor, const char *xpath);
LY_ERR cursor_narrow(struct cursor *cursor, const char *field);

/* Shows configuration of the wanted origins only; `negated`: of all but these. LY_ENOTFOUND: no such origin. */
LY_ERR cursor_want_origin(struct cursor *cursor, const char *name, bool negated);

/*
 * What is said of a page beside its first entry, which is the first selected list entry or leaf-list value. Texts are
 * copied; NULL and 0: nothing. LY_EMEM on lack of memory.
 */
LY_ERR cursor_describe_page(struct cursor *cursor, const struct page_note *note);

/* Takes over both arrays, of one element for each schema id. */
void cursor_restrict(struct cursor *cursor, uint16_t *first_rule, uint8_t *permit, uint32_t count);
LY_ERR cursor_add_instance_rule(struct cursor *cursor, const char *xpath, uint16_t index, bool permit);

/* Walks on to the first node, once the request is complete. `*empty` tells whether there is none. */
LY_ERR cursor_start(struct cursor *cursor, bool *empty);

/*
 * Prints until at least `budget` bytes are there or the document ends; a node is never cut. The bytes hold until the
 * next call; `*chunk` is NULL when the document has ended.
 */
LY_ERR cursor_next(struct cursor *cursor, size_t budget, const struct byte_buffer **chunk);

void cursor_free(struct cursor *cursor);

#endif
