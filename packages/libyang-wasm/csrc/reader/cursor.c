#include "cursor.h"

#include <stdlib.h>

/* An inner node whose children are being printed; the first frame is the document. */
struct frame {
    struct item item;
    struct children children;
    struct level level;
    /* The origin that was printed last on the way to here; NULL: none yet. */
    const struct lysc_ident *printed_origin;
};

struct cursor {
    const struct ly_ctx *context;
    struct cursor_options options;
    const struct writer *writer;
    const struct lys_module *module;
    struct read_view view;
    struct part *parts;
    uint32_t part_count;
    /* The part that the document's children are taken from now. */
    uint32_t part;
    struct frame *frames;
    uint32_t frame_count;
    uint32_t frame_capacity;
    struct byte_buffer out;
    /* The bytes in `out` were handed out. */
    bool taken;
    bool ended;
    bool failed;
};

static const struct instance_rule no_instance_rule = {.index = NO_RULE};

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
    *part = (struct part){.root = root, .selection = {.targets = cursor->options.targets}};
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

static bool is_excluded(const struct part *part, const struct lyd_node *top_level)
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

static struct frame *push_frame(struct cursor *cursor)
{
    if (cursor->frame_count == cursor->frame_capacity) {
        uint32_t capacity = cursor->frame_capacity ? cursor->frame_capacity * 2 : 16;
        struct frame *frames = realloc(cursor->frames, capacity * sizeof *frames);

        if (!frames) {
            cursor->failed = true;
            return NULL;
        }
        cursor->frames = frames;
        cursor->frame_capacity = capacity;
    }
    cursor->frames[cursor->frame_count] = (struct frame){0};
    return &cursor->frames[cursor->frame_count++];
}

/* The document's children are those of one part after another. */
static void enter_part(struct cursor *cursor, uint32_t index)
{
    struct frame *document = &cursor->frames[0];
    const struct part *part = &cursor->parts[index];

    cursor->part = index;
    document->children = cursor->options.everything ? (struct children){.sibling = part->root}
            : (struct children){.pick = &part->selection.top};
    document->item.origin = part->origin;
}

static bool next_top_item(struct cursor *cursor, struct item *item)
{
    struct frame *document = &cursor->frames[0];

    for (;;) {
        while (next_child(&cursor->view, &document->item, &document->children, item)) {
            if (cursor->options.targets || !is_excluded(&cursor->parts[cursor->part], item->node)) {
                return true;
            }
        }
        if (cursor->part + 1 >= cursor->part_count) {
            return false;
        }
        enter_part(cursor, cursor->part + 1);
    }
}

static bool is_tagged_default(const struct cursor *cursor, const struct lyd_node *node)
{
    return cursor->options.defaults == DEFAULTS_REPORT_ALL_TAGGED && (node->schema->nodetype & LYD_NODE_TERM) &&
           is_schema_default(node);
}

static struct annotations annotations_of(const struct cursor *cursor, const struct item *item,
        const struct lysc_ident *printed_origin)
{
    struct annotations annotations = {.is_default = is_tagged_default(cursor, item->node)};
    bool is_configuration = item->node->schema->flags & LYS_CONFIG_W;

    if (cursor->options.with_origin && is_configuration && item->origin != printed_origin) {
        annotations.origin = item->origin;
    }
    return annotations;
}

static void print_item(struct cursor *cursor, const struct item *item)
{
    uint32_t outer_index = cursor->frame_count - 1;
    const struct lysc_ident *printed_origin = cursor->frames[outer_index].printed_origin;
    struct annotations annotations = annotations_of(cursor, item, printed_origin);
    struct frame *frame;

    if (item->node->schema->nodetype & (LYD_NODE_TERM | LYD_NODE_ANY)) {
        cursor->writer->value(&cursor->out, &cursor->frames[outer_index].level, item->node, &annotations,
                cursor->options.pretty);
        return;
    }
    frame = push_frame(cursor);
    if (!frame) {
        return;
    }
    frame->item = *item;
    frame->children = children_of(&cursor->view, item);
    frame->printed_origin = annotations.origin ? annotations.origin : printed_origin;
    cursor->writer->open(&cursor->out, &cursor->frames[outer_index].level, item->node, &annotations, &frame->level,
            cursor->options.pretty);
}

static void leave_frame(struct cursor *cursor)
{
    struct frame *frame = &cursor->frames[cursor->frame_count - 1];

    if (cursor->frame_count == 1) {
        cursor->writer->end(&cursor->out, &frame->level, cursor->options.pretty);
        cursor->ended = true;
    } else {
        cursor->writer->close(&cursor->out, frame->item.node, &frame->level, cursor->options.pretty);
    }
    cursor->frame_count--;
}

/* The next child of the innermost open node that is shown. */
static bool next_shown_item(struct cursor *cursor, struct item *item)
{
    struct frame *frame = &cursor->frames[cursor->frame_count - 1];

    while (next_child(&cursor->view, &frame->item, &frame->children, item)) {
        if (is_shown(&cursor->view, item)) {
            return true;
        }
    }
    return false;
}

/* A target has no frames above it that know what its ancestors say. */
static bool start_in_middle(struct cursor *cursor, struct item *target)
{
    target->covering = no_instance_rule;
    target->origin = cursor->parts[cursor->part].origin;
    return inherit_from_ancestors(&cursor->view, target);
}

static bool next_shown_top_item(struct cursor *cursor, struct item *item)
{
    while (next_top_item(cursor, item)) {
        if (cursor->options.targets && !start_in_middle(cursor, item)) {
            continue;
        }
        if (is_shown(&cursor->view, item)) {
            return true;
        }
    }
    return false;
}

/* Prints one node, or the end of one. */
static void step(struct cursor *cursor)
{
    bool is_document = cursor->frame_count == 1;
    struct item item;

    if (is_document ? next_shown_top_item(cursor, &item) : next_shown_item(cursor, &item)) {
        print_item(cursor, &item);
    } else {
        leave_frame(cursor);
    }
}

LY_ERR cursor_start(struct cursor *cursor, bool *empty)
{
    struct frame *document;

    for (uint32_t index = 0; index < cursor->part_count; index++) {
        selection_finish(&cursor->parts[index].selection);
    }
    document = view_prepare(&cursor->view, cursor->context) ? NULL : push_frame(cursor);
    if (!document) {
        return LY_EMEM;
    }
    document->item.covering = no_instance_rule;
    document->level.is_document = true;
    document->level.module = cursor->module;
    if (cursor->part_count) {
        enter_part(cursor, 0);
    }
    cursor->writer->begin(&cursor->out, &document->level, cursor->options.pretty);
    step(cursor);
    *empty = cursor->ended;
    return cursor->failed || cursor->out.failed ? LY_EMEM : LY_SUCCESS;
}

LY_ERR cursor_next(struct cursor *cursor, size_t budget, const struct byte_buffer **chunk)
{
    if (cursor->taken) {
        buffer_clear(&cursor->out);
    }
    while (!cursor->ended && !cursor->failed && !cursor->out.failed && cursor->out.length < budget) {
        step(cursor);
    }
    cursor->taken = true;
    *chunk = cursor->out.length ? &cursor->out : NULL;
    return cursor->failed || cursor->out.failed ? LY_EMEM : LY_SUCCESS;
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
    view_free(&cursor->view);
    buffer_free(&cursor->out);
    free(cursor->frames);
    free(cursor->parts);
    free(cursor);
}
