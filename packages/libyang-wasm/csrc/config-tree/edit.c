#include "edit.h"

#include "changes.h"
#include "hash_table.h"
#include "text.h"
#include "tree_data_internal.h"
#include "tree_data_sorted.h"
#include "tree_schema_internal.h"

static void edit_node(struct edit_run *run, struct lyd_node *parent, struct lyd_node *node,
        enum edit_operation inherited);

static bool
removes(enum edit_operation operation)
{
    return operation == OPERATION_DELETE || operation == OPERATION_REMOVE;
}

/*
 * Its children are about to go one by one: without the tables that they are looked up and sorted by, which the tree has
 * again for those that it takes.
 */
static void
drop_tables(struct lyd_node *node)
{
    struct lyd_node_inner *inner = (struct lyd_node_inner *)node;
    struct lyd_node *child;

    if (!node->schema || !(node->schema->nodetype & LYD_NODE_INNER) || !inner->children_ht) {
        return;
    }
    lyht_free(inner->children_ht, NULL);
    inner->children_ht = NULL;
    LY_LIST_FOR(inner->child, child) {
        if (child->schema && !(child->prev->next && child->prev->schema == child->schema)) {
            lyds_free_metadata(child);
        }
    }
}

static void
edit_children(struct edit_run *run, struct lyd_node *target, struct lyd_node *node, enum edit_operation operation)
{
    struct lyd_node *child, *next, *entry, *previous = NULL;

    if (!edit_check_siblings(run, lyd_child(node))) {
        return;
    }
    drop_tables(node);
    LY_LIST_FOR_SAFE(lyd_child_no_keys(node), next, child) {
        run->previous_entry = previous && previous->schema == child->schema ? previous : NULL;
        edit_node(run, target, child, operation);
        if (run->stopped) {
            return;
        }
        if (operation == OPERATION_REPLACE && child->schema && lysc_is_userordered(child->schema) &&
                (entry = find_counterpart(run->tree, target, child))) {
            previous = entry;
        }
    }
}

/* A leaf-list has either its defaults or what was configured: where the first is no default, there is none. */
static void
delete_default_instances(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    struct lyd_node *instance = schema->nodetype == LYS_LEAFLIST ? find_instance(tree, parent, schema) : NULL;

    while (instance && (instance->flags & LYD_DEFAULT)) {
        struct lyd_node *next = next_instance(instance);

        tree_delete(tree, instance);
        instance = next;
    }
}

/* The subtree itself becomes part of the tree. */
static void
take_subtree(struct edit_run *run, struct lyd_node *parent, struct lyd_node *node, const struct place *place)
{
    run->root_taken |= !lyd_parent(node);
    lyd_unlink(node);
    edit_strip(node);
    tree_create(run->tree, parent, node, place);
}

static void
create_node(struct edit_run *run, struct lyd_node *parent, struct lyd_node *node, enum edit_operation operation)
{
    struct place place = {0};
    struct lyd_node *created;
    bool plain = operation != OPERATION_NONE && edit_is_plain(node);

    if (!edit_place_of(run, parent, node, &place) || (plain && !edit_check_payload(run, node)) ||
            !edit_evict_other_cases(run, parent, node)) {
        return;
    }
    delete_default_instances(run->tree, parent, node->schema);
    if (plain) {
        take_subtree(run, parent, node, &place);
        return;
    }
    if (lyd_dup_single(node, NULL, LYD_DUP_NO_META, &created)) {
        __builtin_trap();
    }
    edit_strip(created);
    /* A container without presence is a default until something is configured in it. */
    lyd_np_cont_dflt_set(created);
    tree_create(run->tree, parent, created, &place);
    edit_children(run, created, node, operation);
}

/* What a replacement does not name goes; defaults stay, they may be what the node falls back to. */
static void
delete_unnamed(struct config_tree *tree, struct lyd_node *first, const struct lyd_node *named_siblings)
{
    struct lyd_node *node, *next, *named;

    LY_LIST_FOR_SAFE(first, next, node) {
        named = NULL;
        if (node->flags & LYD_DEFAULT) {
            continue;
        }
        if (node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) {
            lyd_find_sibling_first(named_siblings, node, &named);
        } else {
            lyd_find_sibling_schema(named_siblings, node->schema, &named);
        }
        if (!named) {
            tree_delete(tree, node);
        }
    }
}

/* Replaced content takes the order of the request, other content moves only where an insert attribute says so. */
static bool
move_entry(struct edit_run *run, struct lyd_node *target, const struct lyd_node *node, enum edit_operation operation)
{
    struct place place = {0};

    if (!lysc_is_userordered(node->schema) || operation == OPERATION_NONE) {
        return true;
    }
    if (!edit_place_of(run, lyd_parent(target), node, &place)) {
        return false;
    }
    if (!place.placed && operation == OPERATION_REPLACE && lyd_parent(node)) {
        place = (struct place) {.placed = true, .after = run->previous_entry};
    }
    if (place.placed) {
        tree_move(run->tree, target, &place);
    }
    return true;
}

static void
replace_any(struct edit_run *run, struct lyd_node *target, struct lyd_node *node, enum edit_operation operation)
{
    struct lyd_node *parent = lyd_parent(target);

    if (operation != OPERATION_NONE && lyd_compare_single(target, node, 0)) {
        tree_delete(run->tree, target);
        create_node(run, parent, node, operation);
    }
}

static void
change_node(struct edit_run *run, struct lyd_node *target, struct lyd_node *node, enum edit_operation operation)
{
    switch (node->schema->nodetype) {
    case LYS_ANYDATA:
    case LYS_ANYXML:
        replace_any(run, target, node, operation);
        break;
    case LYS_LEAF:
        if (operation != OPERATION_NONE) {
            tree_set_value(run->tree, target, &((struct lyd_node_term *)node)->value, false);
        }
        break;
    case LYS_LEAFLIST:
        move_entry(run, target, node, operation);
        break;
    default:
        if (!move_entry(run, target, node, operation)) {
            return;
        }
        if (operation == OPERATION_REPLACE) {
            delete_unnamed(run->tree, lyd_child_no_keys(target), lyd_child(node));
        }
        edit_children(run, target, node, operation);
    }
}

/* Schema node of an edit node, also where its value or content could not be parsed. */
static const struct lysc_node *
schema_of(const struct edit_run *run, const struct lyd_node *parent, const struct lyd_node *node)
{
    const struct lyd_node_opaq *opaque = (const struct lyd_node_opaq *)node;
    const struct lys_module *module = NULL;

    if (node->schema) {
        return node->schema;
    }
    if (opaque->format == LY_VALUE_XML && opaque->name.module_ns) {
        module = ly_ctx_get_module_implemented_ns(run->tree->context, opaque->name.module_ns);
    } else if (opaque->format == LY_VALUE_JSON && opaque->name.module_name) {
        module = ly_ctx_get_module_implemented(run->tree->context, opaque->name.module_name);
    }
    return module ? lys_find_child(parent ? parent->schema : NULL, module, opaque->name.name, 0, 0, 0) : NULL;
}

/* A leaf may be deleted without naming its value: libyang keeps an empty element opaque if the type refuses it. */
static bool
is_bare_deletion(const struct lyd_node *node, const struct lysc_node *schema, enum edit_operation operation)
{
    const struct lyd_node_opaq *opaque = (const struct lyd_node_opaq *)node;

    return removes(operation) && (schema->nodetype & (LYS_LEAF | LYS_ANYDATA | LYS_ANYXML)) &&
            !(opaque->value && opaque->value[0]) && !opaque->child;
}

/* The keys have served to find the entry; all that is left to do is to refuse to take one away. */
static bool
check_keys(struct edit_run *run, const struct lyd_node *node)
{
    const struct edit_error error = {.tag = "operation-not-supported",
        .message = "A list key cannot be deleted apart from its entry"};
    enum edit_operation operation = OPERATION_NONE;
    const struct lyd_node *key;

    if (node->schema->nodetype != LYS_LIST) {
        return true;
    }
    for (key = lyd_child(node); key && key->schema && lysc_is_key(key->schema); key = key->next) {
        if (key->meta && !edit_operation_of(run, key, OPERATION_NONE, &operation)) {
            return false;
        }
        if (removes(operation)) {
            return edit_fails(run, key, &error);
        }
    }
    return true;
}

static void
delete_node(struct edit_run *run, struct lyd_node *target, const struct lyd_node *node, enum edit_operation operation)
{
    const struct edit_error missing = {.tag = "data-missing", .message = "The node to delete does not exist"};

    if (!edit_check_deletion(run, node)) {
        return;
    }
    if (target && !(target->flags & LYD_DEFAULT)) {
        tree_delete(run->tree, target);
    } else if (operation == OPERATION_DELETE) {
        edit_fails(run, node, &missing);
    }
}

/* None, merge, replace and create. What exists by default only counts as not existing. */
static void
create_or_change(struct edit_run *run, struct lyd_node *parent, struct lyd_node *target, struct lyd_node *node,
        enum edit_operation operation)
{
    const struct edit_error exists = {.tag = "data-exists", .message = "The node to create exists already"};
    const struct edit_error missing = {.tag = "data-missing", .message = "The node does not exist"};
    bool by_default = target && (target->flags & LYD_DEFAULT);

    if (operation == OPERATION_CREATE && target && !by_default) {
        edit_fails(run, node, &exists);
    } else if (operation == OPERATION_NONE && !target && !lysc_is_np_cont(node->schema)) {
        edit_fails(run, node, &missing);
    } else if (!target || (by_default && node->schema->nodetype == LYS_LEAFLIST && operation != OPERATION_NONE)) {
        create_node(run, parent, node, operation);
    } else if (!by_default || operation == OPERATION_NONE || edit_evict_other_cases(run, parent, node)) {
        change_node(run, target, node, operation);
    }
}

static void
edit_parsed(struct edit_run *run, struct lyd_node *parent, struct lyd_node *node, enum edit_operation operation)
{
    struct lyd_node *target = find_counterpart(run->tree, parent, node);

    if (edit_is_tagged(node)) {
        edit_return_to_default(run, parent, target, node, operation);
    } else if (removes(operation)) {
        delete_node(run, target, node, operation);
    } else {
        create_or_change(run, parent, target, node, operation);
    }
}

static void
edit_node(struct edit_run *run, struct lyd_node *parent, struct lyd_node *node, enum edit_operation inherited)
{
    const struct edit_error state = {.tag = "unknown-element", .bad_element = LYD_NAME(node),
        .message = "State data cannot be configured"};
    const struct lysc_node *schema = schema_of(run, parent, node);
    uint32_t changes = run->tree->count, errors = run->error_count;
    enum edit_operation operation;

    if (!edit_operation_of(run, node, inherited, &operation)) {
        return;
    }
    if (!schema || (!node->schema && !is_bare_deletion(node, schema, operation))) {
        edit_fails_opaque(run, node, schema);
    } else if (schema->flags & LYS_CONFIG_R) {
        edit_fails(run, node, &state);
    } else if (!node->schema) {
        delete_node(run, find_instance(run->tree, parent, schema), node, operation);
    } else if (check_keys(run, node)) {
        edit_parsed(run, parent, node, operation);
    }
    if (run->tells_unchanged && changes == run->tree->count && errors == run->error_count) {
        edit_tell_unchanged(node, schema, operation);
    }
}

uint32_t
edit_apply(struct config_tree *tree, struct lyd_node *edit, enum edit_operation default_operation,
        enum error_option error_option, bool tells_unchanged)
{
    struct edit_run run = {.tree = tree, .error_option = error_option, .start = tree->count,
        .tells_unchanged = tells_unchanged};

    text_reset();
    ly_err_clean(tree->context, NULL);
    if (error_option == ROLLBACK_ON_ERROR) {
        log_mark(tree);
    }
    edit_check_siblings(&run, edit);
    if (default_operation == OPERATION_REPLACE && !run.stopped) {
        delete_unnamed(tree, tree->first, edit);
    }
    while (edit && !run.stopped) {
        struct lyd_node *node = edit;

        edit = edit->next;
        /* A tree of its own, so that it can be freed wherever its parts end. */
        lyd_unlink(node);
        run.root_taken = false;
        edit_node(&run, NULL, node, default_operation);
        if (!run.root_taken) {
            lyd_free_tree(node);
        }
    }
    lyd_free_all(edit);
    if (run.error_count && error_option == ROLLBACK_ON_ERROR) {
        log_undo_to(tree, run.start);
    }
    return run.error_count;
}
