/* How many entries of the lists inside an answer are printed. draft-ietf-netconf-list-pagination 3.2 */
#include "cursor-state.h"

static bool is_limited(const struct cursor *cursor, const struct item *item)
{
    bool is_list = item->node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST);

    return cursor->options.sublist_limit && is_list && (item->level > 1 || cursor->options.limit_selected);
}

/* Shown entries of the same list that follow the one that the frame came to last. */
static uint32_t count_behind(const struct read_view *view, const struct frame *frame, const struct lysc_node *schema)
{
    struct children children = frame->children;
    struct item sibling;
    uint32_t count = 0;

    /* Entries of one list stand together. */
    while (next_child(view, &frame->item, &children, &sibling) && sibling.node->schema == schema) {
        count += is_shown(view, &sibling);
    }
    return count;
}

bool sublist_admits(const struct cursor *cursor, struct frame *frame, const struct item *item)
{
    const struct lysc_node *schema = item->node->schema;
    struct sublist *sublist = &frame->sublist;
    uint32_t limit = cursor->options.sublist_limit;

    if (!is_limited(cursor, item)) {
        return true;
    }
    if (sublist->schema != schema) {
        uint32_t behind = count_behind(&cursor->view, frame, schema);

        *sublist = (struct sublist){.schema = schema, .remaining = behind >= limit ? behind - limit + 1 : 0};
    }
    if (sublist->printed == limit) {
        return false;
    }
    sublist->printed++;
    return true;
}
