/* The walk of a cursor over its trees: from one shown node to the next. */
#include <stdlib.h>

#include "cursor-state.h"

static const struct instance_rule no_instance_rule = {.index = NO_RULE};

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
    if (!(node->schema->nodetype & LYD_NODE_TERM)) {
        return false;
    }
    switch (cursor->options.defaults) {
    case DEFAULTS_REPORT_ALL_TAGGED:
        return node->flags & LYD_DEFAULT;
    case DEFAULTS_REPORT_ALL_TAGGED_BY_VALUE:
        return is_schema_default(node);
    default:
        return false;
    }
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

/* What is said of a list beside its first entry: that of the page, or of the limit for lists inside it. */
static struct page_note note_of(struct cursor *cursor, const struct sublist *sublist, const struct item *item)
{
    struct page_note note = {0};

    if (!(item->node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
        return note;
    }
    if (item->level == 1 && !cursor->page_told) {
        note = cursor->page;
        cursor->page_told = true;
    }
    if (sublist->schema == item->node->schema && sublist->printed == 1) {
        note.remaining = sublist->remaining;
    }
    return note;
}

static void print_item(struct cursor *cursor, const struct item *item)
{
    uint32_t outer_index = cursor->frame_count - 1;
    const struct lysc_ident *printed_origin = cursor->frames[outer_index].printed_origin;
    struct annotations annotations = annotations_of(cursor, item, printed_origin);
    struct frame *frame;

    annotations.page = note_of(cursor, &cursor->frames[outer_index].sublist, item);
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
        if (is_shown(&cursor->view, item) && sublist_admits(cursor, frame, item)) {
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
        if (is_shown(&cursor->view, item) && sublist_admits(cursor, &cursor->frames[0], item)) {
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
