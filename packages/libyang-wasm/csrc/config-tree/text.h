/* The one buffer in which results go out: text made of JSON lines, or raw bytes. It stays valid until the next call. */
#ifndef CONFIG_TREE_TEXT_H
#define CONFIG_TREE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include <libyang.h>

struct config_tree;

void text_reset(void);
const char *text_start(void);
size_t text_length(void);
/* Cuts the text back to a length that it had before. */
void text_cut(size_t length);

/* Takes away what stands in front of a position. */
void text_drop_front(size_t length);

void text_add(const char *text);
void text_add_bytes(const void *bytes, size_t length);
void text_add_number(uint32_t number);
/* A JSON string with its quotes; NULL gives null. */
void text_add_string(const char *string);
void text_add_string_part(const char *string, size_t length);

/* `"name":"value"` with a comma in front of all but the first member; nothing if the value is NULL. */
void text_add_member(const char *name, const char *value);

/* Instance path of a node as a JSON string: /module:container/list[key='v']/leaf. Deleted nodes have theirs too. */
void text_add_path(const struct config_tree *tree, const struct lyd_node *node);

/* For lyd_print_clb. */
ssize_t text_print(void *data, const void *bytes, size_t length);

#endif
