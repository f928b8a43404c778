#include "platform/lent-pages.h"

#include <stdlib.h>

struct spare_page {
    struct spare_page *next;
};

struct lender {
    struct lender *next;
    void *memory;
    char *first_page;
    uint32_t page_count;
    /* lent pages that hold objects */
    uint32_t used;
    /* lent pages that hold none */
    struct spare_page *spare;
    /* the owner wants the memory freed */
    bool released;
    /* a bit for each page */
    uint8_t lent[];
};

/* Those of live texts, and of released ones that still hold objects: few. */
static struct lender *lenders;

/* Not among the small objects, which may stand in pages that are lent. */
void *__real_calloc(size_t count, size_t size);
void __real_free(void *memory);

struct lender *
lender_new(void *memory, size_t size)
{
    uintptr_t first = ((uintptr_t)memory + PAGE_BYTES - 1) / PAGE_BYTES;
    uintptr_t end = ((uintptr_t)memory + size) / PAGE_BYTES;
    uint32_t page_count = end > first ? end - first : 0;
    struct lender *lender = __real_calloc(1, sizeof *lender + (page_count + 7) / 8);

    if (lender) {
        lender->memory = memory;
        lender->first_page = (char *)(first * PAGE_BYTES);
        lender->page_count = page_count;
        lender->next = lenders;
        lenders = lender;
    }
    return lender;
}

uint32_t
lender_page_count(const struct lender *lender)
{
    return lender->page_count;
}

char *
lender_page(const struct lender *lender, uint32_t index)
{
    return lender->first_page + index * PAGE_BYTES;
}

bool
lender_has_lent(const struct lender *lender, uint32_t index)
{
    return lender->lent[index / 8] & (1 << (index % 8));
}

static void
add_spare(struct lender *lender, void *page)
{
    struct spare_page *spare = page;

    spare->next = lender->spare;
    lender->spare = spare;
}

void
lender_lend(struct lender *lender, uint32_t index)
{
    lender->lent[index / 8] |= 1 << (index % 8);
    add_spare(lender, lender_page(lender, index));
}

static void
free_if_unused(struct lender *lender)
{
    struct lender **link = &lenders;

    if (!lender->released || lender->used) {
        return;
    }
    while (*link != lender) {
        link = &(*link)->next;
    }
    *link = lender->next;
    __real_free(lender->memory);
    __real_free(lender);
}

bool
lender_release(void *memory)
{
    struct lender *lender = lenders;

    while (lender && (lender->memory != memory || lender->released)) {
        lender = lender->next;
    }
    if (!lender) {
        return false;
    }
    for (uint32_t i = 0; i < lender->page_count; i++) {
        if (!lender_has_lent(lender, i)) {
            lender_lend(lender, i);
        }
    }
    lender->released = true;
    free_if_unused(lender);
    return true;
}

void *
lent_page_take(struct lender **taken_from)
{
    for (struct lender *lender = lenders; lender; lender = lender->next) {
        struct spare_page *page = lender->spare;

        if (page) {
            lender->spare = page->next;
            lender->used++;
            *taken_from = lender;
            return page;
        }
    }
    return NULL;
}

void
lent_page_return(struct lender *lender, void *page)
{
    add_spare(lender, page);
    lender->used--;
    free_if_unused(lender);
}
