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

/* Names and most values are short, and copied faster so than by WebAssembly's instruction for it. */
enum { SHORT_BYTES = 64 };

static void copy(char *to, const char *from, size_t length)
{
    if (length > SHORT_BYTES) {
        memcpy(to, from, length);
        return;
    }
    for (; length >= 8; to += 8, from += 8, length -= 8) {
        memcpy(to, from, 8);
    }
    for (; length; length--) {
        *to++ = *from++;
    }
}

void buffer_put(struct byte_buffer *buffer, const void *bytes, size_t length)
{
    if (length && make_room(buffer, length)) {
        copy(buffer->bytes + buffer->length, bytes, length);
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

enum place { IN_JSON = 1, IN_TEXT = 2, IN_ATTRIBUTE = 4 };

/* The places where a byte does not stand for itself. */
static const uint8_t escaped_in[256] = {
    [0x00 ... 0x08] = IN_JSON,
    ['\t'] = IN_JSON | IN_ATTRIBUTE,
    ['\n'] = IN_JSON | IN_ATTRIBUTE,
    [0x0b ... 0x0c] = IN_JSON,
    ['\r'] = IN_JSON | IN_TEXT | IN_ATTRIBUTE,
    [0x0e ... 0x1f] = IN_JSON,
    ['"'] = IN_JSON | IN_ATTRIBUTE,
    ['&'] = IN_TEXT | IN_ATTRIBUTE,
    ['<'] = IN_TEXT | IN_ATTRIBUTE,
    ['>'] = IN_TEXT | IN_ATTRIBUTE,
    ['\\'] = IN_JSON,
    [0x7f] = IN_JSON,
};

/* The replacement of such a byte. */
typedef const char *(*escape_of)(unsigned char byte, char *scratch);

static void put_escaped(struct byte_buffer *buffer, const char *text, size_t length, enum place place, escape_of escape)
{
    const unsigned char *bytes = (const unsigned char *)text;
    char scratch[8];
    size_t plain_from = 0;

    for (size_t index = 0; index < length; index++) {
        if (escaped_in[bytes[index]] & place) {
            buffer_put(buffer, text + plain_from, index - plain_from);
            buffer_put_text(buffer, escape(bytes[index], scratch));
            plain_from = index + 1;
        }
    }
    buffer_put(buffer, text + plain_from, length - plain_from);
}

static const char *json_escape(unsigned char byte, char *scratch)
{
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

static const char *xml_text_escape(unsigned char byte, char *scratch)
{
    (void)scratch;
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        /* A bare carriage return would be read back as a line feed. */
        return "&#13;";
    }
}

static const char *xml_attribute_escape(unsigned char byte, char *scratch)
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
    put_escaped(buffer, text, length, IN_JSON, json_escape);
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
    put_escaped(buffer, text, strlen(text), IN_TEXT, xml_text_escape);
}

void buffer_put_xml_attribute(struct byte_buffer *buffer, const char *text)
{
    put_escaped(buffer, text, strlen(text), IN_ATTRIBUTE, xml_attribute_escape);
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
