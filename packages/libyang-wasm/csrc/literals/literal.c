#include "literal.h"

#include <stdlib.h>
#include <string.h>

/* What a single quote becomes: the end of one argument, one for itself, the beginning of the next. */
static const char between[] = "', \"'\", '";

static char *
concatenated(const char *value)
{
    size_t apostrophes = 0;
    char *result, *out;

    for (const char *in = value; *in; in++) {
        apostrophes += *in == '\'';
    }
    result = malloc(strlen(value) + apostrophes * (sizeof between - 2) + sizeof "concat('')");
    if (!result) {
        return NULL;
    }
    out = stpcpy(result, "concat('");
    for (const char *in = value; *in; in++) {
        if (*in == '\'') {
            out = stpcpy(out, between);
        } else {
            *out++ = *in;
        }
    }
    strcpy(out, "')");
    return result;
}

char *
xpath_literal(const char *value)
{
    const char quote = strchr(value, '\'') ? '"' : '\'';
    size_t length = strlen(value);
    char *result;

    if (strchr(value, quote)) {
        return concatenated(value);
    }
    result = malloc(length + 3);
    if (result) {
        result[0] = quote;
        memcpy(result + 1, value, length);
        result[length + 1] = quote;
        result[length + 2] = '\0';
    }
    return result;
}
