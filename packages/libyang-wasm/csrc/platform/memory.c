/*
 * sbrk for wasi-libc's malloc, in place of its own.
 *
 * V8 accounts the whole memory anew at every growth, so 64 KiB steps make the first parse of a large tree take
 * seconds: we grow by a quarter. The host sets the largest size; beyond it, malloc fails.
 */
#include "platform/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "export.h"
#include "platform/lent-pages.h"

#define PAGE_SIZE ((uint64_t)65536)
#define SMALLEST_STEP_PAGES ((uint64_t)256)  /* 16 MiB */
#define LARGEST_STEP_PAGES ((uint64_t)4096)  /* 256 MiB */
#define LARGEST_MEMORY_PAGES ((uint64_t)65535) /* one page less than 4 GiB, so that no end address wraps to 0 */

static uint64_t limit_pages = LARGEST_MEMORY_PAGES;
static bool refused;

static uint64_t memory_pages(void)
{
    return __builtin_wasm_memory_size(0);
}

/* Grows to hold `wanted` pages, if possible by a larger step than asked for. */
static bool grow_to(uint64_t wanted)
{
    uint64_t have = memory_pages();
    uint64_t step = have / 4;

    if (wanted > limit_pages) {
        return false;
    }
    if (step < SMALLEST_STEP_PAGES) {
        step = SMALLEST_STEP_PAGES;
    }
    if (step > LARGEST_STEP_PAGES) {
        step = LARGEST_STEP_PAGES;
    }
    if (step > limit_pages - have) {
        step = limit_pages - have;
    }
    if (have + step >= wanted && __builtin_wasm_memory_grow(0, step) != (size_t)-1) {
        return true;
    }
    return __builtin_wasm_memory_grow(0, wanted - have) != (size_t)-1;
}

void *sbrk(intptr_t increment)
{
    static uint64_t end;
    uint64_t start, wanted;

    if (!end) {
        end = memory_pages() * PAGE_SIZE;
    }
    if (increment < 0) {
        errno = ENOMEM;
        return (void *)-1;
    }
    start = end;
    /* increments of 2 GiB and more are negative as intptr_t and were refused above */
    wanted = (start + (uint64_t)increment + PAGE_SIZE - 1) / PAGE_SIZE;
    if (wanted > memory_pages() && !grow_to(wanted)) {
        refused = true;
        errno = ENOMEM;
        return (void *)-1;
    }
    end = start + (uint64_t)increment;
    return (void *)(uintptr_t)start;
}

bool memory_take_refusal(void)
{
    bool was_refused = refused;

    refused = false;
    return was_refused;
}

/* Sets the largest size of the memory in pages of 64 KiB. What is in use already stays. */
EXPORT(lyw_memory_set_limit) void lyw_memory_set_limit(uint32_t pages)
{
    limit_pages = pages < LARGEST_MEMORY_PAGES ? pages : LARGEST_MEMORY_PAGES;
}

EXPORT(lyw_memory_take_refusal) int lyw_memory_take_refusal(void)
{
    return memory_take_refusal();
}

EXPORT(lyw_malloc) void *lyw_malloc(size_t size)
{
    return malloc(size);
}

EXPORT(lyw_free) void lyw_free(void *memory)
{
    if (!lender_release(memory)) {
        free(memory);
    }
}
