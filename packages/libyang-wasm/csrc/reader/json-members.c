#include "json-members.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct name {
    const char *text;
    size_t length;
};

/* Names of all open objects, one behind the other; `starts` tells where those of each begin. Arrays have none. */
struct open_objects {
    struct name *names;
    size_t name_count;
    size_t name_capacity;
    size_t *starts;
    size_t depth;
    size_t depth_capacity;
};

static bool push_name(struct open_objects *open, struct name name)
{
    if (open->name_count == open->name_capacity) {
        size_t capacity = open->name_capacity ? open->name_capacity * 2 : 64;
        struct name *names = realloc(open->names, capacity * sizeof *names);

        if (!names) {
            return false;
        }
        open->names = names;
        open->name_capacity = capacity;
    }
    open->names[open->name_count++] = name;
    return true;
}

static bool enter(struct open_objects *open)
{
    if (open->depth == open->depth_capacity) {
        size_t capacity = open->depth_capacity ? open->depth_capacity * 2 : 16;
        size_t *starts = realloc(open->starts, capacity * sizeof *starts);

        if (!starts) {
            return false;
        }
        open->starts = starts;
        open->depth_capacity = capacity;
    }
    open->starts[open->depth++] = open->name_count;
    return true;
}

static int compare_names(const void *one, const void *other)
{
    const struct name *first = one, *second = other;

    if (first->length != second->length) {
        return first->length < second->length ? -1 : 1;
    }
    return memcmp(first->text, second->text, first->length);
}

/* Forgets the innermost object or array; the repeated name among those of the object, if there is one. */
static struct name leave(struct open_objects *open)
{
    size_t start = open->depth ? open->starts[--open->depth] : 0;
    size_t count = open->name_count - start;
    struct name *names = open->names + start;

    open->name_count = start;
    if (count > 1) {
        qsort(names, count, sizeof *names, compare_names);
    }
    for (size_t index = 1; index < count; index++) {
        if (!compare_names(&names[index - 1], &names[index])) {
            return names[index];
        }
    }
    return (struct name){0};
}

/* The string whose opening quotation mark is at `start`; its closing one is behind the result. */
static struct name string_at(const char *start, const char *end)
{
    const char *text = start + 1;
    const char *next = text;

    while (next < end && *next != '"') {
        next += *next == '\\' ? 2 : 1;
    }
    return (struct name){.text = text, .length = (next < end ? next : end) - text};
}

static bool is_member_name(const struct name *string, const char *end)
{
    const char *next = string->text + string->length + 1;

    while (next < end && strchr(" \t\r\n", *next)) {
        next++;
    }
    return next < end && *next == ':';
}

LY_ERR find_repeated_member(const char *text, size_t length, const char **name, size_t *name_length)
{
    const char *end = text + length;
    struct open_objects open = {0};
    struct name repeated = {0};
    bool enough_memory = true;

    for (const char *next = text; next < end && enough_memory && !repeated.text; next++) {
        if (*next == '"') {
            struct name string = string_at(next, end);

            if (is_member_name(&string, end)) {
                enough_memory = push_name(&open, string);
            }
            next = string.text + string.length;
        } else if (*next == '{' || *next == '[') {
            enough_memory = enter(&open);
        } else if (*next == '}' || *next == ']') {
            repeated = leave(&open);
        }
    }
    free(open.names);
    free(open.starts);
    *name = repeated.text;
    *name_length = repeated.length;
    return enough_memory ? LY_SUCCESS : LY_EMEM;
}
