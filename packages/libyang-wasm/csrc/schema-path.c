/* See schema-path.h. */
#include "schema-path.h"

#include <stdlib.h>
#include <string.h>

#include <libyang.h>

/* The end of a predicate that begins at `text`; brackets inside quotes do not count. */
static const char *after_predicate(const char *text)
{
    char quote = '\0';

    for (; *text; text++) {
        if (quote) {
            quote = *text == quote ? '\0' : quote;
        } else if (*text == '\'' || *text == '"') {
            quote = *text;
        } else if (*text == ']') {
            return text + 1;
        }
    }
    return text;
}

static char *without_predicates(const char *path)
{
    char *result = malloc(strlen(path) + 1), *end = result;

    if (!result) {
        return NULL;
    }
    while (*path) {
        if (*path == '[') {
            path = after_predicate(path);
        } else {
            *end++ = *path++;
        }
    }
    *end = '\0';
    return result;
}

static const struct lysc_node *find_node(const struct ly_ctx *context, const char *path)
{
    const struct lysc_node *node = lys_find_path(context, NULL, path, 0);

    return node ? node : lys_find_path(context, NULL, path, 1);
}

char *schema_path_of(const struct ly_ctx *context, const char *data_path)
{
    uint32_t log_nothing = 0;
    const struct lysc_node *node;
    char *plain = without_predicates(data_path), *result = NULL;

    if (!plain) {
        return NULL;
    }
    /* looking for a node that is not there would add to the very list of errors that is being read */
    ly_temp_log_options(&log_nothing);
    node = find_node(context, plain);
    if (node) {
        result = lysc_path(node, LYSC_PATH_LOG, NULL, 0);
    }
    ly_temp_log_options(NULL);
    free(plain);
    return result;
}
