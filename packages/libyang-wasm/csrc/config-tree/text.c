#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config-tree.h"
#include "literals/literal.h"

enum { FIRST_SIZE = 4096, MAX_DEPTH = 512 };

static char *buffer;
static size_t used;
static size_t size;

void
text_reset(void)
{
    used = 0;
}

const char *
text_start(void)
{
    return buffer;
}

size_t
text_length(void)
{
    return used;
}

void
text_cut(size_t length)
{
    used = length;
}

void
text_drop_front(size_t length)
{
    used -= length;
    memmove(buffer, buffer + length, used);
}

void
text_add_bytes(const void *bytes, size_t length)
{
    if (used + length > size) {
        size = size ? size : FIRST_SIZE;
        while (size < used + length) {
            size *= 2;
        }
        buffer = resize_or_trap(buffer, size);
    }
    memcpy(buffer + used, bytes, length);
    used += length;
}

void
text_add(const char *text)
{
    text_add_bytes(text, strlen(text));
}

void
text_add_number(uint32_t number)
{
    char digits[12];

    text_add_bytes(digits, snprintf(digits, sizeof digits, "%u", (unsigned)number));
}

static void
add_escaped(unsigned char character)
{
    char escape[8];

    if (character == '"' || character == '\\') {
        escape[0] = '\\';
        escape[1] = character;
        text_add_bytes(escape, 2);
    } else if (character == '\n') {
        text_add_bytes("\\n", 2);
    } else {
        text_add_bytes(escape, snprintf(escape, sizeof escape, "\\u%04x", character));
    }
}

/* The characters of a JSON string without its quotes. */
static void
add_characters(const char *string, size_t length)
{
    size_t clean = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char character = string[i];

        if (character < 0x20 || character == '"' || character == '\\') {
            text_add_bytes(string + clean, i - clean);
            add_escaped(character);
            clean = i + 1;
        }
    }
    text_add_bytes(string + clean, length - clean);
}

void
text_add_string_part(const char *string, size_t length)
{
    text_add_bytes("\"", 1);
    add_characters(string, length);
    text_add_bytes("\"", 1);
}

void
text_add_string(const char *string)
{
    if (string) {
        text_add_string_part(string, strlen(string));
    } else {
        text_add("null");
    }
}

void
text_add_member(const char *name, const char *value)
{
    if (!value) {
        return;
    }
    if (used && buffer[used - 1] != '{') {
        text_add_bytes(",", 1);
    }
    text_add_string(name);
    text_add_bytes(":", 1);
    text_add_string(value);
}

static void
add_literal(const char *value)
{
    char *literal = xpath_literal(value);

    if (!literal) {
        __builtin_trap();
    }
    add_characters(literal, strlen(literal));
    free(literal);
}

static void
add_predicates(const struct lyd_node *node)
{
    const struct lyd_node *key;

    if (node->schema->nodetype == LYS_LEAFLIST) {
        text_add("[.=");
        add_literal(lyd_get_value(node));
        text_add("]");
    } else if (node->schema->nodetype == LYS_LIST) {
        for (key = lyd_child(node); key && lysc_is_key(key->schema); key = key->next) {
            text_add("[");
            text_add(key->schema->name);
            text_add("=");
            add_literal(lyd_get_value(key));
            text_add("]");
        }
    }
}

void
text_add_path(const struct config_tree *tree, const struct lyd_node *node)
{
    const struct lyd_node *steps[MAX_DEPTH];
    const struct lys_module *module = NULL;
    uint32_t depth = 0;

    for (; node && depth < MAX_DEPTH; node = parent_of(tree, node)) {
        steps[depth++] = node;
    }
    text_add("\"");
    while (depth--) {
        const struct lysc_node *schema = steps[depth]->schema;

        text_add("/");
        if (schema->module != module) {
            text_add(schema->module->name);
            text_add(":");
            module = schema->module;
        }
        text_add(schema->name);
        add_predicates(steps[depth]);
    }
    text_add("\"");
}

ssize_t
text_print(void *data, const void *bytes, size_t length)
{
    (void)data;
    text_add_bytes(bytes, length);
    return length;
}
