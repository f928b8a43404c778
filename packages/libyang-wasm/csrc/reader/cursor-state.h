/* Inside of the cursor: what building it fills in, and what the walk remembers. */
#ifndef CURSOR_STATE_H
#define CURSOR_STATE_H

#include "cursor.h"

/* One data tree of those that are printed as one document. */
struct part {
    const struct lyd_node *root;
    /* The origin (RFC 8342) of nodes that do not name one; NULL: none is printed. */
    const struct lysc_ident *origin;
    /* Top-level schema nodes that are passed over. */
    const struct lysc_node **excluded;
    uint32_t excluded_count;
    struct selection selection;
};

/* The entries of one list or leaf-list that stand one after another, when only some of them are printed. */
struct sublist {
    const struct lysc_node *schema;
    uint32_t printed;
    /* Those that are left out. */
    uint32_t remaining;
};

/* An inner node whose children are being printed; the first frame is the document. */
struct frame {
    struct item item;
    struct children children;
    struct level level;
    /* The origin that was printed last on the way to here; NULL: none yet. */
    const struct lysc_ident *printed_origin;
    struct sublist sublist;
};

struct cursor {
    const struct ly_ctx *context;
    struct cursor_options options;
    const struct writer *writer;
    const struct lys_module *module;
    /* What is said of the page beside its first entry; its texts are the cursor's. */
    struct page_note page;
    bool page_told;
    struct read_view view;
    struct part *parts;
    uint32_t part_count;
    /* The part that the document's children are taken from now. */
    uint32_t part;
    struct frame *frames;
    uint32_t frame_count;
    uint32_t frame_capacity;
    struct byte_buffer out;
    /* The bytes in `out` were handed out. */
    bool taken;
    bool ended;
    bool failed;
};

/* Whether a part passes over a top-level node. */
bool is_excluded(const struct part *part, const struct lyd_node *top_level);

/* Whether a shown child of a frame is within the limit of its list. Call it once for each, in their order. */
bool sublist_admits(const struct cursor *cursor, struct frame *frame, const struct item *item);

#endif
