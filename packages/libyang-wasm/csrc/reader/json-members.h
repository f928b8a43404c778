/* RFC 7493 2.3: no object of a JSON text has two members of one name. libyang's parser does not look for that. */
#ifndef JSON_MEMBERS_H
#define JSON_MEMBERS_H

#include <stddef.h>

#include <log.h>

/*
 * Looks for a repeated member name in a text that libyang has parsed, thus well-formed. `*name` (inside the text, with
 * its length) is the first one, or NULL. Escapes in names are compared as they are written: names of YANG need none.
 */
LY_ERR find_repeated_member(const char *text, size_t length, const char **name, size_t *name_length);

#endif
