/*
 * A large document that is used up while it is parsed: pages of its text that the parser has left behind become pages
 * for the nodes that are made of it. What the parser still refers to stays: names of open elements.
 */
#ifndef USED_TEXT_H
#define USED_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "byte-buffer.h"

/* `text` (`size` bytes from malloc) is about to be parsed, and not needed afterwards. One text at a time. */
void used_text_begin(char *text, size_t size);

/* Puts "remains", [place, length] of each part that is left of the text, unless all of it is. */
void put_remains(struct byte_buffer *out);

/* The text stays as it is from now on. */
void used_text_end(void);

#endif
