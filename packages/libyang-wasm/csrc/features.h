/* A list of feature names as the host passes it: one name a line, "*" for all. NULL leaves the features as they are. */
#ifndef LYW_FEATURES_H
#define LYW_FEATURES_H

#include <stdbool.h>

struct feature_list {
    const char **names; /* ends with a NULL; NULL itself when the host gave none */
};

/* Cuts `text` at its line ends, in place: the names point into it. False when there is no memory. */
bool feature_list_read(struct feature_list *list, char *text);

void feature_list_free(struct feature_list *list);

#endif
