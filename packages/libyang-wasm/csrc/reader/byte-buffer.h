/* A growing buffer of bytes. Lack of memory is remembered in `failed`, so that writers need not check each step. */
#ifndef BYTE_BUFFER_H
#define BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <log.h>

struct byte_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    bool failed;
};

void buffer_put(struct byte_buffer *buffer, const void *bytes, size_t length);
void buffer_put_text(struct byte_buffer *buffer, const char *text);
void buffer_put_number(struct byte_buffer *buffer, int64_t number);

static inline void buffer_put_byte(struct byte_buffer *buffer, char byte)
{
    if (buffer->length < buffer->capacity) {
        buffer->bytes[buffer->length++] = byte;
    } else {
        buffer_put(buffer, &byte, 1);
    }
}

/* Text as a JSON string with its quotation marks; NULL becomes null. */
void buffer_put_json_string(struct byte_buffer *buffer, const char *text);
void buffer_put_json_bytes(struct byte_buffer *buffer, const char *text, size_t length);

/* The comma before a member or element of JSON, unless it is the first one. */
void buffer_put_separator(struct byte_buffer *buffer);
/* "name": with the comma before it. */
void buffer_put_member(struct byte_buffer *buffer, const char *name);
void buffer_put_text_member(struct byte_buffer *buffer, const char *name, const char *value);
void buffer_put_number_member(struct byte_buffer *buffer, const char *name, int64_t value);

/* Text as XML character data, or as the inside of a quoted attribute value. */
void buffer_put_xml_text(struct byte_buffer *buffer, const char *text);
void buffer_put_xml_attribute(struct byte_buffer *buffer, const char *text);

/* Empties the buffer and keeps its memory. */
void buffer_clear(struct byte_buffer *buffer);
void buffer_free(struct byte_buffer *buffer);

/* Moves the bytes into the output of the current call (output.h). LY_EMEM where a byte is missing. */
LY_ERR output_take(struct byte_buffer *buffer);

#endif
