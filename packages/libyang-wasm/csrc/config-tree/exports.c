/* The functions that JavaScript calls. Results that are more than a number stand in the text buffer. */

#include "export.h"
#include "accesses.h"
#include "changes.h"
#include "edit.h"
#include "index.h"
#include "objects.h"
#include "replay.h"
#include "text.h"
#include "tree_data_internal.h"
#include "validate.h"

#define CT_VALIDATE_OPTIONS (LYD_VALIDATE_NO_STATE | LYD_VALIDATE_MULTI_ERROR)

EXPORT(lyw_config_text) const char *
lyw_config_text(void)
{
    return text_start();
}

EXPORT(lyw_config_text_length) size_t
lyw_config_text_length(void)
{
    return text_length();
}

EXPORT(lyw_config_new) struct config_tree *
lyw_config_new(struct ly_ctx *context, struct lyd_node *first)
{
    return config_tree_new(context, first);
}

EXPORT(lyw_config_free) void
lyw_config_free(struct config_tree *tree)
{
    config_tree_free(tree);
}

/* The text: ids of the schema nodes with constraints that could not be scoped, as a JSON array. */
EXPORT(lyw_config_unscoped_constraints) void
lyw_config_unscoped_constraints(struct config_tree *tree)
{
    const struct node_table *table = node_info_table(tree->context);
    bool wrote = false;

    text_reset();
    text_add("[");
    for (uint32_t id = 0; table && id < table->count; id++) {
        if (constraints_of(table->nodes[id].schema)->unscoped) {
            text_add(wrote ? "," : "");
            text_add_number(id);
            wrote = true;
        }
    }
    text_add("]");
}

EXPORT(lyw_config_root) struct lyd_node *
lyw_config_root(struct config_tree *tree)
{
    return tree->first;
}

/* Errors of libyang as JSON lines. One may be there more than once. */
static void
write_errors(const struct ly_ctx *context)
{
    const struct ly_err_item *item;

    text_reset();
    for (item = ly_err_first(context); item; item = item->next) {
        if (item->level != LY_LLERR) {
            continue;
        }
        text_add("{");
        text_add_member("message", item->msg);
        text_add_member("path", item->data_path ? item->data_path : "/");
        text_add_member("schemaPath", item->schema_path);
        text_add_member("appTag", item->apptag);
        text_add("}\n");
    }
}

EXPORT(lyw_config_load) int
lyw_config_load(struct config_tree *tree, const char *text, size_t length, LYD_FORMAT format, int validated)
{
    struct ly_in *in = NULL;
    struct lyd_node *first = NULL;
    uint32_t options = LYD_PARSE_ONLY | LYD_PARSE_STRICT | LYD_PARSE_NO_STATE;
    LY_ERR result = ly_in_new_memory(text, &in);

    ly_err_clean(tree->context, NULL);
    text_reset();
    if (!result) {
        result = lyd_parse_data(tree->context, NULL, in, format, options, 0, &first);
    }
    ly_in_free(in, 0);
    if (!result && validated) {
        result = lyd_validate_all(&first, tree->context, CT_VALIDATE_OPTIONS, NULL);
    }
    if (result) {
        lyd_free_all(first);
        write_errors(tree->context);
        return result;
    }
    return config_tree_fill(tree, first);
}

EXPORT(lyw_config_edit) uint32_t
lyw_config_edit(struct config_tree *tree, struct lyd_node *edit, int default_operation, int error_option,
        int tells_unchanged)
{
    return edit_apply(tree, edit, default_operation, error_option, tells_unchanged);
}

EXPORT(lyw_config_validate) int
lyw_config_validate(struct config_tree *tree)
{
    LY_ERR result = validate(tree);

    write_errors(tree->context);
    return result;
}

/* libyang's own validation, of a copy: it frees nodes that the log refers to. */
EXPORT(lyw_config_validated_copy) struct lyd_node *
lyw_config_validated_copy(struct config_tree *tree)
{
    struct lyd_node *copy = NULL;
    LY_ERR result = LY_SUCCESS;

    ly_err_clean(tree->context, NULL);
    if (tree->first) {
        result = lyd_dup_siblings(tree->first, NULL, LYD_DUP_RECURSIVE | LYD_DUP_WITH_FLAGS, &copy);
    }
    if (!result) {
        result = lyd_validate_all(&copy, tree->context, CT_VALIDATE_OPTIONS, NULL);
    }
    write_errors(tree->context);
    if (result) {
        lyd_free_all(copy);
        return NULL;
    }
    return copy;
}

EXPORT(lyw_config_free_nodes) void
lyw_config_free_nodes(struct lyd_node *first)
{
    lyd_free_all(first);
}

EXPORT(lyw_config_change_count) uint32_t
lyw_config_change_count(struct config_tree *tree)
{
    return tree->count;
}

EXPORT(lyw_config_mark) uint32_t
lyw_config_mark(struct config_tree *tree)
{
    return log_mark(tree);
}

EXPORT(lyw_config_undo_to) void
lyw_config_undo_to(struct config_tree *tree, uint32_t mark)
{
    log_undo_to(tree, mark);
}

EXPORT(lyw_config_flip) void
lyw_config_flip(struct config_tree *tree)
{
    log_flip(tree);
}

EXPORT(lyw_config_accept) void
lyw_config_accept(struct config_tree *tree)
{
    log_accept(tree);
}

EXPORT(lyw_config_journal) void
lyw_config_journal(struct config_tree *tree)
{
    journal_write(tree);
}

EXPORT(lyw_config_inverse_journal) void
lyw_config_inverse_journal(struct config_tree *tree)
{
    journal_write_inverse(tree);
}

EXPORT(lyw_config_apply_journal) uint32_t
lyw_config_apply_journal(struct config_tree *tree, const char *text, size_t length, int tolerant)
{
    return journal_apply(tree, text, length, tolerant);
}

EXPORT(lyw_config_replay_onto) int
lyw_config_replay_onto(struct config_tree *from, struct config_tree *to)
{
    return replay_onto(from, to);
}

EXPORT(lyw_config_accesses) void
lyw_config_accesses(struct config_tree *tree, int instances, uint32_t since)
{
    accesses_write(tree, instances, since);
}

EXPORT(lyw_config_objects) void
lyw_config_objects(struct config_tree *tree, const uint32_t *ids, uint32_t count)
{
    objects_write_changed(tree, ids, count);
}

EXPORT(lyw_config_object_walk_new) struct object_walk *
lyw_config_object_walk_new(struct config_tree *tree, const uint32_t *ids, uint32_t count)
{
    return object_walk_new(tree, ids, count);
}

EXPORT(lyw_config_object_walk_next) int
lyw_config_object_walk_next(struct object_walk *walk, size_t budget)
{
    return object_walk_next(walk, budget);
}

EXPORT(lyw_config_object_walk_free) void
lyw_config_object_walk_free(struct object_walk *walk)
{
    object_walk_free(walk);
}

EXPORT(lyw_config_equals) int
lyw_config_equals(const struct lyd_node *first, const struct lyd_node *second)
{
    return !lyd_compare_siblings(first, second, LYD_COMPARE_FULL_RECURSION | LYD_COMPARE_DEFAULTS);
}

EXPORT(lyw_config_check_indexes) uint32_t
lyw_config_check_indexes(struct config_tree *tree)
{
    return index_differences(tree);
}

EXPORT(lyw_config_clone) struct config_tree *
lyw_config_clone(struct config_tree *tree)
{
    return config_tree_clone(tree);
}

EXPORT(lyw_config_print) int
lyw_config_print(struct config_tree *tree, LYD_FORMAT format, uint32_t options)
{
    text_reset();
    return tree->first ? lyd_print_clb(text_print, NULL, tree->first, format, options | LYD_PRINT_WITHSIBLINGS) : 0;
}
