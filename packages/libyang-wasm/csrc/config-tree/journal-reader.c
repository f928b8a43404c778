#include "journal-reader.h"

#include <stdlib.h>
#include <string.h>

#include "hash-map.h"

static void
skip_space(struct journal_reader *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == ',')) {
        reader->at++;
    }
}

bool
reader_sees(const struct journal_reader *reader, char character)
{
    struct journal_reader ahead = *reader;

    skip_space(&ahead);
    return !reader->broken && ahead.at < ahead.end && *ahead.at == character;
}

bool
reader_sees_number(const struct journal_reader *reader)
{
    struct journal_reader ahead = *reader;

    skip_space(&ahead);
    return !reader->broken && ahead.at < ahead.end && *ahead.at >= '0' && *ahead.at <= '9';
}

bool
reader_take(struct journal_reader *reader, char character)
{
    if (!reader_sees(reader, character)) {
        return false;
    }
    skip_space(reader);
    reader->at++;
    return true;
}

void
reader_expect(struct journal_reader *reader, char character)
{
    if (!reader_take(reader, character)) {
        reader->broken = true;
    }
}

uint32_t
reader_number(struct journal_reader *reader)
{
    uint32_t number = 0;

    if (!reader_sees_number(reader)) {
        reader->broken = true;
        return 0;
    }
    skip_space(reader);
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
        number = number * 10 + (*reader->at++ - '0');
    }
    return number;
}

static void
add_character(struct journal_reader *reader, char character)
{
    if (reader->string_length + 1 >= reader->string_size) {
        reader->string_size = reader->string_size ? reader->string_size * 2 : 256;
        reader->string = resize_or_trap(reader->string, reader->string_size);
    }
    reader->string[reader->string_length++] = character;
}

/* After the backslash. The writer escapes quotes, backslashes and control characters only. */
static void
read_escape(struct journal_reader *reader)
{
    char digits[5] = {0};

    if (reader->end - reader->at < 1) {
        reader->broken = true;
    } else if (*reader->at == 'n') {
        add_character(reader, '\n');
        reader->at++;
    } else if (*reader->at != 'u') {
        add_character(reader, *reader->at++);
    } else if (reader->end - reader->at < 5) {
        reader->broken = true;
    } else {
        memcpy(digits, reader->at + 1, 4);
        add_character(reader, (char)strtoul(digits, NULL, 16));
        reader->at += 5;
    }
}

const char *
reader_string(struct journal_reader *reader)
{
    reader->string_length = 0;
    reader_expect(reader, '"');
    while (!reader->broken && reader->at < reader->end && *reader->at != '"' && *reader->at != '\n') {
        char character = *reader->at++;

        if (character == '\\') {
            read_escape(reader);
        } else {
            add_character(reader, character);
        }
    }
    reader_expect(reader, '"');
    add_character(reader, '\0');
    reader->string_length--;
    return reader->string;
}

bool
reader_next_line(struct journal_reader *reader)
{
    const char *newline = reader->at < reader->end ? memchr(reader->at, '\n', reader->end - reader->at) : NULL;

    reader->broken = false;
    reader->at = newline ? newline + 1 : reader->end;
    return reader->at < reader->end;
}

void
reader_release(struct journal_reader *reader)
{
    free(reader->string);
}
