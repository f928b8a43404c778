#include "used-text.h"

#include <stdint.h>
#include <string.h>

#include <libyang.h>

#include "platform/lent-pages.h"
#include "in_internal.h"
#include "xml.h"

/*
 * Pages are lent in groups, each when the parser is a page behind it: then nearly all elements whose names stand in the group
 * have ended. What is not lent then is not lent at all.
 */
enum { PAGES_AT_ONCE = 4, PAGES_BEHIND = 1 };

static struct {
    const char *start;
    const char *end;
    struct lender *lender;
    /* those in front of it were lent, or cannot be */
    uint32_t next_page;
    /* where the parser has passed enough pages; NULL: none are left to be lent */
    const char *next_at;
} text;

/* The first page stays: what the envelope has said is looked up there when the content is wrong. */
static void set_next(uint32_t page)
{
    bool is_end = page + PAGES_AT_ONCE + PAGES_BEHIND > lender_page_count(text.lender);

    text.next_page = page;
    text.next_at = is_end ? NULL : lender_page(text.lender, page) + (PAGES_AT_ONCE + PAGES_BEHIND) * PAGE_BYTES;
}

void used_text_begin(char *start, size_t size)
{
    text.start = start;
    text.end = start + size;
    text.lender = lender_new(start, size);
    if (text.lender) {
        set_next(1);
    }
}

void used_text_end(void)
{
    memset(&text, 0, sizeof text);
}

static bool is_part_in(const char *part, size_t length, const char *page)
{
    return length && part < page + PAGE_BYTES && part + length > page;
}

static bool is_referred_to(const char *page, const struct ly_set *elements)
{
    for (uint32_t i = 0; i < elements->count; i++) {
        const struct lyxml_elem *element = elements->objs[i];

        if (is_part_in(element->name, element->name_len, page) ||
                is_part_in(element->prefix, element->prefix_len, page)) {
            return true;
        }
    }
    return false;
}

/*
 * Called by libyang before it parses an element: of the text in front of it only the names of open elements are needed.
 */
void used_text_passed(const struct lyxml_ctx *xml)
{
    const char *at = xml->in->current;

    if (!text.next_at || at < text.next_at || at >= text.end) {
        return;
    }
    for (uint32_t i = 0; i < PAGES_AT_ONCE; i++) {
        if (!is_referred_to(lender_page(text.lender, text.next_page + i), &xml->elements)) {
            lender_lend(text.lender, text.next_page + i);
        }
    }
    set_next(text.next_page + PAGES_AT_ONCE);
}

static void put_part(struct byte_buffer *out, const char *from, const char *to)
{
    if (to > from) {
        buffer_put_separator(out);
        buffer_put_byte(out, '[');
        buffer_put_number(out, from - text.start);
        buffer_put_byte(out, ',');
        buffer_put_number(out, to - from);
        buffer_put_byte(out, ']');
    }
}

void put_remains(struct byte_buffer *out)
{
    const char *from = text.start;

    if (!text.lender || text.next_page <= 1) {
        return;
    }
    buffer_put_member(out, "remains");
    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < text.next_page; i++) {
        if (lender_has_lent(text.lender, i)) {
            put_part(out, from, lender_page(text.lender, i));
            from = lender_page(text.lender, i) + PAGE_BYTES;
        }
    }
    /* without the NUL */
    put_part(out, from, text.end - 1);
    buffer_put_byte(out, ']');
}
