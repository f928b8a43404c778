/*
 * malloc and its kin for small objects, on top of wasi-libc's own (the linker wraps them, see compile-jobs.mjs).
 *
 * A data tree is made of millions of objects of a few dozen bytes. dlmalloc gives each a header and rounds it up to 16
 * bytes, a fifth to a half of it. Here objects of one size share pages of 64 KiB, whose beginning says all that there is
 * to know of them. A page without objects goes back to dlmalloc, or to who lent it (lent-pages.h). WebAssembly allows any
 * alignment: 4 bytes suffice.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "platform/lent-pages.h"

enum {
    STEP_BYTES = 4,
    LARGEST_BYTES = 128,
    SIZE_COUNT = LARGEST_BYTES / STEP_BYTES,
    /* So much less than a page that the header of dlmalloc for the next one fits in, and pages stand side by side. */
    REQUESTED_BYTES = PAGE_BYTES - 4,
};

struct page {
    struct page *next;
    struct page *previous;
    /* objects that were given back, each pointing at the next */
    void *returned;
    /* where the objects begin that were never given out */
    uint32_t fresh;
    uint32_t used;
    uint32_t object_bytes;
    /* NULL: the page is dlmalloc's */
    struct lender *lender;
};

enum { FIRST_OBJECT = (sizeof(struct page) + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES };

/* Of each size, the pages with room for another object; the first one is in use. */
static struct page *with_room[SIZE_COUNT];
/* One bit for each 64 KiB of the memory: a page of ours? */
static uint8_t is_page[PAGE_BYTES / 8];

void *__real_malloc(size_t size);
void __real_free(void *memory);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);

static uint32_t page_number(const void *memory)
{
    return (uint32_t)(uintptr_t)memory / PAGE_BYTES;
}

static bool is_small(const void *memory)
{
    uint32_t number = page_number(memory);

    return is_page[number / 8] & (1 << (number % 8));
}

static struct page *page_of(const void *memory)
{
    return (struct page *)((uintptr_t)memory & ~(uintptr_t)(PAGE_BYTES - 1));
}

static struct page **list_of(uint32_t object_bytes)
{
    return &with_room[object_bytes / STEP_BYTES - 1];
}

static bool has_room(const struct page *page)
{
    return page->returned || page->fresh + page->object_bytes <= REQUESTED_BYTES;
}

static void link_page(struct page *page)
{
    struct page **list = list_of(page->object_bytes);

    page->previous = NULL;
    page->next = *list;
    if (page->next) {
        page->next->previous = page;
    }
    *list = page;
}

static void unlink_page(struct page *page)
{
    if (page->next) {
        page->next->previous = page->previous;
    }
    if (page->previous) {
        page->previous->next = page->next;
    } else {
        *list_of(page->object_bytes) = page->next;
    }
}

static struct page *new_page(uint32_t object_bytes)
{
    struct lender *lender = NULL;
    struct page *page = lent_page_take(&lender);

    if (!page && !(page = aligned_alloc(PAGE_BYTES, REQUESTED_BYTES))) {
        return NULL;
    }
    page->lender = lender;
    is_page[page_number(page) / 8] |= 1 << (page_number(page) % 8);
    page->returned = NULL;
    page->fresh = FIRST_OBJECT;
    page->used = 0;
    page->object_bytes = object_bytes;
    link_page(page);
    return page;
}

static void *take_object(struct page *page)
{
    void *object = page->returned;

    if (object) {
        page->returned = *(void **)object;
    } else {
        object = (char *)page + page->fresh;
        page->fresh += page->object_bytes;
    }
    page->used++;
    if (!has_room(page)) {
        unlink_page(page);
    }
    return object;
}

static void free_page(struct page *page)
{
    unlink_page(page);
    is_page[page_number(page) / 8] &= ~(1 << (page_number(page) % 8));
    if (page->lender) {
        lent_page_return(page->lender, page);
    } else {
        __real_free(page);
    }
}

static void return_object(struct page *page, void *object)
{
    bool was_full = !has_room(page);

    *(void **)object = page->returned;
    page->returned = object;
    page->used--;
    if (was_full) {
        link_page(page);
    } else if (!page->used && (page->next || page->previous || page->lender)) {
        /* the last page of a size stays unless it is lent: the next object will want one */
        free_page(page);
    }
}

void *__wrap_malloc(size_t size)
{
    uint32_t object_bytes = size ? (size + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES : STEP_BYTES;
    struct page *page;

    if (size > LARGEST_BYTES) {
        return __real_malloc(size);
    }
    page = *list_of(object_bytes);
    if (!page && !(page = new_page(object_bytes))) {
        /* Not a whole page more, but perhaps this one object. */
        return __real_malloc(size);
    }
    return take_object(page);
}

void __wrap_free(void *memory)
{
    if (is_small(memory)) {
        return_object(page_of(memory), memory);
    } else {
        __real_free(memory);
    }
}

void *__wrap_calloc(size_t count, size_t size)
{
    size_t bytes;
    void *memory;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes > LARGEST_BYTES) {
        return __real_calloc(count, size);
    }
    memory = __wrap_malloc(bytes);
    return memory ? memset(memory, 0, bytes) : NULL;
}

void *__wrap_realloc(void *memory, size_t size)
{
    uint32_t held;
    void *moved;

    if (!memory) {
        return __wrap_malloc(size);
    }
    if (!is_small(memory)) {
        return __real_realloc(memory, size);
    }
    held = page_of(memory)->object_bytes;
    if (size && size <= held && size + STEP_BYTES > held) {
        return memory;
    }
    moved = __wrap_malloc(size);
    if (moved) {
        memcpy(moved, memory, size < held ? size : held);
        __wrap_free(memory);
    }
    return moved;
}
