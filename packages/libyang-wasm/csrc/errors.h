/* The start of every call that may fail. */
#ifndef LYW_ERRORS_H
#define LYW_ERRORS_H

#include <context.h>

/* Empties output and results, forgets a refused allocation and the context's list of errors, so that what is there
 * afterwards belongs to this call. */
void operation_begin(const struct ly_ctx *context);

#endif
