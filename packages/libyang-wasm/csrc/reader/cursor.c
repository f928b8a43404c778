#include "cursor-state.h"

#include <stdlib.h>
#include <string.h>

struct cursor *cursor_new(const struct ly_ctx *context, const struct cursor_options *options)
{
    struct cursor *cursor = calloc(1, sizeof *cursor);

    if (!cursor) {
        return NULL;
    }
    cursor->context = context;
    cursor->options = *options;
    cursor->writer = options->json ? &json_writer : &xml_writer;
    cursor->view.defaults = options->defaults;
    cursor->view.content = options->content;
    cursor->view.depth = options->depth;
    cursor->view.targets = options->targets;
    cursor->view.origins.used = options->with_origin;
    cursor->view.origins.of_defaults = origin_named(context, "ietf-origin:default");
    return cursor;
}

const struct ly_ctx *cursor_context(const struct cursor *cursor)
{
    return cursor->context;
}

LY_ERR cursor_add_part(struct cursor *cursor, const struct lyd_node *root, const char *origin)
{
    struct part *parts = realloc(cursor->parts, (cursor->part_count + 1) * sizeof *parts);
    struct part *part;

    if (!parts) {
        return LY_EMEM;
    }
    cursor->parts = parts;
    part = &parts[cursor->part_count++];
    *part = (struct part){.root = root, .selection = {
        .targets = cursor->options.targets, .keeps_order = cursor->options.keep_order}};
    part->origin = origin ? origin_named(cursor->context, origin) : NULL;
    return LY_SUCCESS;
}

void cursor_set_module(struct cursor *cursor, const struct lys_module *module)
{
    cursor->module = module;
}

LY_ERR cursor_exclude(struct cursor *cursor, const char *module_name, const char *name)
{
    struct part *part = &cursor->parts[cursor->part_count - 1];
    const struct lys_module *module = ly_ctx_get_module_implemented(cursor->context, module_name);
    const struct lysc_node *schema = module ? lys_find_child(NULL, module, name, 0, 0, 0) : NULL;
    const struct lysc_node **excluded;

    if (!schema) {
        return LY_SUCCESS;
    }
    excluded = realloc(part->excluded, (part->excluded_count + 1) * sizeof *excluded);
    if (!excluded) {
        return LY_EMEM;
    }
    part->excluded = excluded;
    part->excluded[part->excluded_count++] = schema;
    return LY_SUCCESS;
}

bool is_excluded(const struct part *part, const struct lyd_node *top_level)
{
    for (uint32_t index = 0; index < part->excluded_count; index++) {
        if (part->excluded[index] == top_level->schema) {
            return true;
        }
    }
    return false;
}

static bool is_selectable(const struct lyd_node *node, const void *part)
{
    while (lyd_parent(node)) {
        node = lyd_parent(node);
    }
    return !is_excluded(part, node);
}

LY_ERR cursor_select(struct cursor *cursor, const char *xpath)
{
    LY_ERR result = LY_SUCCESS;

    for (uint32_t index = 0; index < cursor->part_count && !result; index++) {
        struct part *part = &cursor->parts[index];

        if (part->root) {
            result = selection_add(&part->selection, part->root, xpath, is_selectable, part);
        }
    }
    return result;
}

LY_ERR cursor_narrow(struct cursor *cursor, const char *field)
{
    LY_ERR result = LY_SUCCESS;

    for (uint32_t index = 0; index < cursor->part_count && !result; index++) {
        result = selection_narrow(&cursor->parts[index].selection, field);
    }
    return result;
}

static bool copy_text(const char **copy, const char *text)
{
    *copy = text ? strdup(text) : NULL;
    return !text || *copy;
}

LY_ERR cursor_describe_page(struct cursor *cursor, const struct page_note *note)
{
    struct page_note *page = &cursor->page;
    bool is_whole;

    page->remaining = note->remaining;
    is_whole = copy_text(&page->next, note->next) && copy_text(&page->previous, note->previous) &&
               copy_text(&page->locale, note->locale);
    return is_whole ? LY_SUCCESS : LY_EMEM;
}

LY_ERR cursor_want_origin(struct cursor *cursor, const char *name, bool negated)
{
    const struct lysc_ident *origin = origin_named(cursor->context, name);

    cursor->view.origins.negated = negated;
    return origin ? origins_want(&cursor->view.origins, origin) : LY_ENOTFOUND;
}

void cursor_restrict(struct cursor *cursor, uint16_t *first_rule, uint8_t *permit, uint32_t count)
{
    cursor->view.access.first_rule = first_rule;
    cursor->view.access.permit = permit;
    cursor->view.access.count = count;
}

LY_ERR cursor_add_instance_rule(struct cursor *cursor, const char *xpath, uint16_t index, bool permit)
{
    struct instance_rule rule = {.index = index, .permit = permit};
    LY_ERR result = LY_SUCCESS;

    for (uint32_t part = 0; part < cursor->part_count && !result; part++) {
        if (cursor->parts[part].root) {
            result = access_cover(&cursor->view.access, cursor->parts[part].root, xpath, rule);
        }
    }
    return result;
}

static void free_part(struct part *part)
{
    selection_free(&part->selection);
    free(part->excluded);
}

void cursor_free(struct cursor *cursor)
{
    for (uint32_t index = 0; index < cursor->part_count; index++) {
        free_part(&cursor->parts[index]);
    }
    for (uint32_t index = 0; index < cursor->frame_count; index++) {
        buffer_free(&cursor->frames[index].level.array_annotations);
    }
    free((char *)cursor->page.next);
    free((char *)cursor->page.previous);
    free((char *)cursor->page.locale);
    view_free(&cursor->view);
    buffer_free(&cursor->out);
    free(cursor->frames);
    free(cursor->parts);
    free(cursor);
}
