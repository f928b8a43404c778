#include "byte-buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"

static bool make_room(struct byte_buffer *buffer, size_t more)
{
    size_t wanted = buffer->length + more;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    char *bytes;

    if (wanted <= buffer->capacity) {
        return true;
    }
    while (capacity < wanted) {
        capacity *= 2;
    }
    bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void buffer_put(struct byte_buffer *buffer, const void *bytes, size_t length)
{
    if (length && make_room(buffer, length)) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
        buffer->length += length;
    }
}

void buffer_put_text(struct byte_buffer *buffer, const char *text)
{
    buffer_put(buffer, text, strlen(text));
}

void buffer_put_number(struct byte_buffer *buffer, int64_t number)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%lld", (long long)number);
    buffer_put_text(buffer, digits);
}

/* The replacement of one byte, NULL where it stands for itself. */
typedef const char *(*escape_of)(unsigned char byte, char *scratch);

static void put_escaped(struct byte_buffer *buffer, const char *text, size_t length, escape_of escape)
{
    char scratch[8];
    size_t plain_from = 0;

    for (size_t index = 0; index < length; index++) {
        const char *replacement = escape((unsigned char)text[index], scratch);

        if (replacement) {
            buffer_put(buffer, text + plain_from, index - plain_from);
            buffer_put_text(buffer, replacement);
            plain_from = index + 1;
        }
    }
    buffer_put(buffer, text + plain_from, length - plain_from);
}

static inline const char *json_escape(unsigned char byte, char *scratch)
{
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) {
        return NULL;
    }
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        snprintf(scratch, 8, "\\u%04x", byte);
        return scratch;
    }
}

static inline const char *xml_text_escape(unsigned char byte, char *scratch)
{
    (void)scratch;
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        /* A bare carriage return would be read back as a line feed. */
        return "&#13;";
    default:
        return NULL;
    }
}

static inline const char *xml_attribute_escape(unsigned char byte, char *scratch)
{
    switch (byte) {
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\t':
        return "&#9;";
    default:
        return xml_text_escape(byte, scratch);
    }
}

void buffer_put_json_bytes(struct byte_buffer *buffer, const char *text, size_t length)
{
    buffer_put_byte(buffer, '"');
    put_escaped(buffer, text, length, json_escape);
    buffer_put_byte(buffer, '"');
}

void buffer_put_json_string(struct byte_buffer *buffer, const char *text)
{
    if (text) {
        buffer_put_json_bytes(buffer, text, strlen(text));
    } else {
        buffer_put_text(buffer, "null");
    }
}

void buffer_put_separator(struct byte_buffer *buffer)
{
    char last = buffer->length ? buffer->bytes[buffer->length - 1] : '{';

    if (last != '{' && last != '[') {
        buffer_put_byte(buffer, ',');
    }
}

void buffer_put_member(struct byte_buffer *buffer, const char *name)
{
    buffer_put_separator(buffer);
    buffer_put_json_string(buffer, name);
    buffer_put_byte(buffer, ':');
}

void buffer_put_text_member(struct byte_buffer *buffer, const char *name, const char *value)
{
    buffer_put_member(buffer, name);
    buffer_put_json_string(buffer, value);
}

void buffer_put_number_member(struct byte_buffer *buffer, const char *name, int64_t value)
{
    buffer_put_member(buffer, name);
    buffer_put_number(buffer, value);
}

void buffer_put_xml_text(struct byte_buffer *buffer, const char *text)
{
    put_escaped(buffer, text, strlen(text), xml_text_escape);
}

void buffer_put_xml_attribute(struct byte_buffer *buffer, const char *text)
{
    put_escaped(buffer, text, strlen(text), xml_attribute_escape);
}

void buffer_clear(struct byte_buffer *buffer)
{
    buffer->length = 0;
}

void buffer_free(struct byte_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct byte_buffer){0};
}

LY_ERR output_take(struct byte_buffer *buffer)
{
    LY_ERR status = buffer->failed ? LY_EMEM : LY_SUCCESS;

    output_append(buffer->bytes, buffer->length);
    buffer_free(buffer);
    return output_status(status);
}
