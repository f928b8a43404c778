/*
 * Pages for small objects that stand in somebody else's memory: in a large text, say, whose beginning was read and will
 * not be read again. The owner lends page after page; the memory is freed when it was released and no page holds an
 * object any more.
 */
#ifndef LYW_LENT_PAGES_H
#define LYW_LENT_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAGE_BYTES = 65536 };

struct lender;

/* `memory` is from malloc and not small. NULL if there is no memory for the record. */
struct lender *lender_new(void *memory, size_t size);

/* The whole pages inside the memory, each lent or not. */
uint32_t lender_page_count(const struct lender *lender);
char *lender_page(const struct lender *lender, uint32_t index);
bool lender_has_lent(const struct lender *lender, uint32_t index);
void lender_lend(struct lender *lender, uint32_t index);

/* In place of free: true if the memory has a lender, which frees it as soon as it can. */
bool lender_release(void *memory);

/* A page without objects, or NULL. */
void *lent_page_take(struct lender **lender);
/* There is no object in the page any more. */
void lent_page_return(struct lender *lender, void *page);

#endif
