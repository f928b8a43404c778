/*
 * How nodes become text: one writer for XML, one for JSON (RFC 7951). The walk over the tree tells a writer which nodes
 * to open, print and close; the writer knows nothing of selection.
 */
#ifndef WRITER_H
#define WRITER_H

#include <libyang.h>

#include "byte-buffer.h"

/* What is said about the list around an entry. draft-ietf-netconf-list-pagination 3.1, 3.2 */
struct page_note {
    /* Entries that a limit has left out; 0: none. */
    uint32_t remaining;
    /* Cursors of the pages around, and the locale that entries were sorted in; NULL where there is none. */
    const char *next;
    const char *previous;
    const char *locale;
};

/* What is said about a node beside its value. */
struct annotations {
    /* NULL where it is that of the parent. RFC 8342 */
    const struct lysc_ident *origin;
    /* Report the value as a default. RFC 6243, report-all-tagged */
    bool is_default;
    struct page_note page;
};

/* What a writer remembers about one open inner node, or about the document. */
struct level {
    /* Of the inner node; NULL for the document. */
    const struct lys_module *module;
    bool is_document;
    bool has_content;
    uint32_t indent;
    /* JSON: the list or leaf-list whose array is open, with its number of values so far. */
    const struct lysc_node *array;
    uint32_t array_count;
    /* JSON: what is said about the values of an open leaf-list; empty as long as nothing is. */
    struct byte_buffer array_annotations;
};

struct writer {
    void (*begin)(struct byte_buffer *out, struct level *document, bool pretty);
    void (*end)(struct byte_buffer *out, struct level *document, bool pretty);
    /* An inner node begins below `outer`; fills `inner`. */
    void (*open)(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
            const struct annotations *annotations, struct level *inner, bool pretty);
    void (*close)(struct byte_buffer *out, const struct lyd_node *node, struct level *inner, bool pretty);
    /* A leaf, leaf-list value, anydata or anyxml. */
    void (*value)(struct byte_buffer *out, struct level *outer, const struct lyd_node *node,
            const struct annotations *annotations, bool pretty);
};

extern const struct writer xml_writer;
extern const struct writer json_writer;

/* Whether there is anything to say. */
static inline bool has_page_note(const struct annotations *annotations)
{
    const struct page_note *note = &annotations->page;

    return note->remaining || note->next || note->previous || note->locale;
}

/* Two spaces for each step of indentation. */
void put_indent(struct byte_buffer *out, uint32_t indent);

/* Whether an annotation in the data is printed: not libyang's own, and not the origin, which `annotations` hold. */
bool is_printed_metadata(const struct lyd_meta *meta);

/* A callback for libyang's printers that appends to the struct byte_buffer `user_data`. */
ssize_t append_printed(void *user_data, const void *bytes, size_t length);

#endif
