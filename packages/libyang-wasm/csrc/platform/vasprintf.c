/*
 * vasprintf in place of the C library's, which formats everything twice.
 *
 * libyang's printers call it for each token of their output. The formats that they use there (%s %*s %.*s %c %d %u %%)
 * are formatted here in one pass; anything else goes the long way through vsnprintf.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_TEXT 512
#define INT_DIGITS 12

struct text {
    char bytes[SHORT_TEXT];
    size_t length;
};

struct piece {
    const char *start;
    size_t length;
    size_t width;
    char digits[INT_DIGITS];
};

static bool append(struct text *text, const struct piece *piece)
{
    size_t padding = piece->width > piece->length ? piece->width - piece->length : 0;

    if (padding >= SHORT_TEXT || piece->length >= SHORT_TEXT ||
            text->length + padding + piece->length >= SHORT_TEXT) {
        return false;
    }
    memset(text->bytes + text->length, ' ', padding);
    memcpy(text->bytes + text->length + padding, piece->start, piece->length);
    text->length += padding + piece->length;
    return true;
}

static void set_number(struct piece *piece, unsigned magnitude, bool negative)
{
    char *first = piece->digits + INT_DIGITS;

    do {
        *--first = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude);
    if (negative) {
        *--first = '-';
    }
    piece->start = first;
    piece->length = piece->digits + INT_DIGITS - first;
}

static bool set_string(struct piece *piece, const char *string, int precision)
{
    if (!string) {
        return false;
    }
    piece->start = string;
    piece->length = precision >= 0 ? strnlen(string, precision) : strlen(string);
    return true;
}

/* Text up to the next directive; returns what follows it. */
static const char *literal_piece(struct piece *piece, const char *format)
{
    piece->start = format;
    piece->length = strcspn(format, "%");
    return format + piece->length;
}

/* One directive, `format` stands after its percent sign. Returns what follows it, NULL for one not handled here. */
static const char *directive_piece(struct piece *piece, const char *format, va_list *arguments)
{
    int precision = -1, number;

    if (*format == '*') {
        number = va_arg(*arguments, int);
        if (number < 0) {
            return NULL;
        }
        piece->width = number;
        format++;
    }
    if (format[0] == '.' && format[1] == '*') {
        precision = va_arg(*arguments, int);
        format += 2;
    }
    if (*format != 's' && precision >= 0) {
        return NULL;
    }
    switch (*format) {
    case 's':
        return set_string(piece, va_arg(*arguments, const char *), precision) ? format + 1 : NULL;
    case 'c':
        piece->digits[0] = (char)va_arg(*arguments, int);
        piece->start = piece->digits;
        piece->length = 1;
        return format + 1;
    case 'd':
        number = va_arg(*arguments, int);
        set_number(piece, number < 0 ? 0u - (unsigned)number : (unsigned)number, number < 0);
        return format + 1;
    case 'u':
        set_number(piece, va_arg(*arguments, unsigned), false);
        return format + 1;
    case '%':
        piece->start = "%";
        piece->length = 1;
        return format + 1;
    default:
        return NULL;
    }
}

/* False when the text is too long or a directive is not one of ours. */
static bool format_short(struct text *text, const char *format, va_list *arguments)
{
    text->length = 0;
    while (*format) {
        struct piece piece;

        piece.width = 0;
        format = *format == '%' ? directive_piece(&piece, format + 1, arguments) : literal_piece(&piece, format);
        if (!format || !append(text, &piece)) {
            return false;
        }
    }
    return true;
}

static int format_long(char **result, const char *format, va_list arguments)
{
    va_list again;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        return -1;
    }
    *result = malloc((size_t)length + 1);
    if (!*result) {
        return -1;
    }
    return vsnprintf(*result, (size_t)length + 1, format, arguments);
}

int vasprintf(char **result, const char *format, va_list arguments)
{
    struct text text;
    va_list attempt;
    bool formatted;

    va_copy(attempt, arguments);
    formatted = format_short(&text, format, &attempt);
    va_end(attempt);
    if (!formatted) {
        return format_long(result, format, arguments);
    }
    *result = malloc(text.length + 1);
    if (!*result) {
        return -1;
    }
    memcpy(*result, text.bytes, text.length);
    (*result)[text.length] = '\0';
    return (int)text.length;
}

int asprintf(char **result, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vasprintf(result, format, arguments);
    va_end(arguments);
    return length;
}
