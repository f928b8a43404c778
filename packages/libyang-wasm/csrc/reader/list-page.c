/*
 * A page of a list: some entries that stand one after another, found without looking at what is in the others. Entries of a
 * list are neighbours among their siblings, so that skipping and counting follow one pointer for each entry.
 */
#include <stdlib.h>

#include "byte-buffer.h"
#include "errors.h"
#include "export.h"
#include "output.h"

static const struct lyd_node *next_entry(const struct lyd_node *entry)
{
    return entry->next && entry->next->schema == entry->schema ? entry->next : NULL;
}

/* The `prev` of a first sibling is the last one. */
static const struct lyd_node *previous_entry(const struct lyd_node *entry)
{
    const struct lyd_node *previous = entry->prev;

    return previous->next && previous->schema == entry->schema ? previous : NULL;
}

static const struct lyd_node *step(const struct lyd_node *entry, bool backwards)
{
    return backwards ? previous_entry(entry) : next_entry(entry);
}

static uint32_t entries_behind(const struct lyd_node *entry, bool backwards)
{
    uint32_t count = 0;

    while (entry && (entry = step(entry, backwards))) {
        count++;
    }
    return count;
}

static const struct lyd_node *last_entry(const struct lyd_node *entry)
{
    const struct lyd_node *next;

    while ((next = next_entry(entry))) {
        entry = next;
    }
    return entry;
}

static void put_path(struct byte_buffer *out, const struct lyd_node *entry)
{
    char *path = lyd_path(entry, LYD_PATH_STD, NULL, 0);

    out->failed = out->failed || !path;
    buffer_put_json_string(out, path);
    free(path);
}

static void put_path_member(struct byte_buffer *out, const char *name, const struct lyd_node *entry)
{
    if (entry) {
        buffer_put_member(out, name);
        put_path(out, entry);
    }
}

/* NULL: the list has no entries, or there is no such parent. `parent` NULL: the list stands at the top. */
static const struct lyd_node *first_entry(const struct lyd_node *tree, const char *parent, const char *module,
        const char *name)
{
    const struct lys_module *owner = ly_ctx_get_module_implemented(LYD_CTX(tree), module);
    struct lyd_node *above = NULL, *first = NULL;
    const struct lysc_node *schema;

    if (!owner || (parent && lyd_find_path(tree, parent, 0, &above))) {
        return NULL;
    }
    schema = lys_find_child(above ? above->schema : NULL, owner, name, 0, 0, 0);
    if (!schema || lyd_find_sibling_val(above ? lyd_child(above) : tree, schema, NULL, 0, &first)) {
        return NULL;
    }
    return first;
}

/* The first entry of the page: that of a path, or the one behind `offset` others. NULL: there is none. */
static const struct lyd_node *page_start(const struct lyd_node *first, const char *start, uint32_t offset, bool backwards)
{
    const struct lyd_node *entry = backwards ? last_entry(first) : first;
    struct lyd_node *match = NULL;

    if (start) {
        return lyd_find_path(first, start, 0, &match) || match->schema != first->schema ? NULL : match;
    }
    while (offset-- && entry) {
        entry = step(entry, backwards);
    }
    return entry;
}

/* The entry where the page before begins; NULL: this one is the first. */
static const struct lyd_node *previous_page(const struct lyd_node *entry, uint32_t limit, bool backwards)
{
    const struct lyd_node *before = entry, *further;

    for (uint32_t count = 0; count < limit && (further = step(before, !backwards)); count++) {
        before = further;
    }
    return before == entry ? NULL : before;
}

/*
 * The output: {"total":n,"behind":n,"entries":["path",...],"next":"path","previous":"path"}. `behind` counts what follows the page;
 * `next` and `previous` are where the pages around it begin, if there are any. `limit` 0: no limit.
 */
EXPORT(lyw_list_page)
LY_ERR lyw_list_page(const struct lyd_node *tree, const char *parent, const char *module, const char *name,
        const char *start, uint32_t offset, uint32_t limit, uint32_t backwards)
{
    const struct lyd_node *first, *begin, *entry, *last = NULL;
    struct byte_buffer out = {0};

    operation_begin(LYD_CTX(tree));
    first = first_entry(tree, parent, module, name);
    begin = first ? page_start(first, start, offset, backwards) : NULL;
    buffer_put_byte(&out, '{');
    buffer_put_number_member(&out, "total", first ? entries_behind(first, false) + 1 : 0);
    buffer_put_member(&out, "entries");
    buffer_put_byte(&out, '[');
    entry = begin;
    for (uint32_t count = 0; entry && (!limit || count < limit); count++) {
        buffer_put_separator(&out);
        put_path(&out, entry);
        last = entry;
        entry = step(entry, backwards);
    }
    buffer_put_byte(&out, ']');
    buffer_put_number_member(&out, "behind", last ? entries_behind(last, backwards) : 0);
    put_path_member(&out, "next", entry);
    put_path_member(&out, "previous", begin ? previous_page(begin, limit, backwards) : NULL);
    buffer_put_byte(&out, '}');
    return output_take(&out);
}
