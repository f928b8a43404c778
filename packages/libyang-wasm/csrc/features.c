/* See features.h. */
#include "features.h"

#include <stdlib.h>
#include <string.h>

bool feature_list_read(struct feature_list *list, char *text)
{
    size_t count = 0, lines = 1;

    list->names = NULL;
    if (!text) {
        return true;
    }
    for (const char *c = text; *c; c++) {
        lines += *c == '\n';
    }
    list->names = calloc(lines + 1, sizeof *list->names);
    if (!list->names) {
        return false;
    }
    for (char *name = strtok(text, "\n"); name; name = strtok(NULL, "\n")) {
        list->names[count++] = name;
    }
    return true;
}

void feature_list_free(struct feature_list *list)
{
    free(list->names);
    list->names = NULL;
}
