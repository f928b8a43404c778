/* Reads the JSON of a journal line: arrays, strings and small numbers, nothing else. */
#ifndef CONFIG_TREE_JOURNAL_READER_H
#define CONFIG_TREE_JOURNAL_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal_reader {
    const char *at;
    const char *end;
    /* something else stood where a token was expected; nothing is read from then on */
    bool broken;
    /* the last string, decoded, with a terminating zero; valid until the next one */
    char *string;
    size_t string_length;
    size_t string_size;
};

/* Takes the character if it stands next. */
bool reader_take(struct journal_reader *reader, char character);
void reader_expect(struct journal_reader *reader, char character);
/* Is it the next one? */
bool reader_sees(const struct journal_reader *reader, char character);
bool reader_sees_number(const struct journal_reader *reader);
uint32_t reader_number(struct journal_reader *reader);
const char *reader_string(struct journal_reader *reader);
/* To the beginning of the next line; false at the end. Mends a broken reader. */
bool reader_next_line(struct journal_reader *reader);
void reader_release(struct journal_reader *reader);

#endif
