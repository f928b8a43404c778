#include "validate.h"

#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "plugins_types.h"
#include "validation.h"

/* More rounds than whens can depend on each other in practice. */
enum { MAX_ROUNDS = 1000 };

struct validation *
validation_new(const struct ly_ctx *context)
{
    struct validation *validation = resize_or_trap(NULL, sizeof *validation);
    const struct node_table *table = node_info_table(context);

    memset(validation, 0, sizeof *validation);
    lyd_val_getnext_ht_new(&validation->schema_cache);
    for (uint32_t i = 0; table && i < table->count; i++) {
        if (constraints_of(table->nodes[i].schema)->requires_instance) {
            ly_set_add(&validation->instance_identifiers, table->nodes[i].schema, 1, NULL);
        }
    }
    return validation;
}

static void
subject_list_release(struct subject_list *list)
{
    free(list->items);
    map_release(&list->known);
}

void
validation_free(struct validation *validation)
{
    subject_list_release(&validation->whens);
    subject_list_release(&validation->references);
    subject_list_release(&validation->musts);
    subject_list_release(&validation->existences);
    map_release(&validation->triggered);
    ly_set_erase(&validation->when_true, NULL);
    ly_set_erase(&validation->instance_identifiers, NULL);
    lyd_val_getnext_ht_free(validation->schema_cache);
    free(validation->late);
    free(validation);
}

void
validation_note(struct validation *validation, const struct late_change *late)
{
    if (!validation->running) {
        return;
    }
    if (validation->late_count == validation->late_capacity) {
        validation->late_capacity = validation->late_capacity ? validation->late_capacity * 2 : 64;
        validation->late = resize_or_trap(validation->late, validation->late_capacity * sizeof *late);
    }
    validation->late[validation->late_count++] = *late;
}

void
subject_add(struct subject_list *list, struct lyd_node *node, struct lyd_node *parent, const struct lysc_node *schema)
{
    /* The place of an absent node is told from its parent by the odd address. */
    const void *key = node ? (const char *)node : (const char *)parent + 1;

    if (!set_add(&list->known, key, schema)) {
        return;
    }
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 64;
        list->items = resize_or_trap(list->items, list->capacity * sizeof *list->items);
    }
    list->items[list->count++] = (struct subject) {.node = node, .parent = parent, .schema = schema};
}

void
subject_list_clear(struct subject_list *list)
{
    list->count = 0;
    map_clear(&list->known);
}

static bool
has_incomplete_type(const struct lyd_node *node)
{
    return (node->schema->nodetype & LYD_NODE_TERM) &&
            ((const struct lysc_node_leaf *)node->schema)->type->plugin->validate;
}

/* The constraints of a new subtree on itself; its musts are checked with the subtree as a whole. */
static void
collect_subtree(struct validation *validation, struct lyd_node *root)
{
    struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(root, node) {
        if (lysc_has_when(node->schema)) {
            subject_add(&validation->whens, node, NULL, node->schema);
        }
        if (has_incomplete_type(node)) {
            subject_add(&validation->references, node, NULL, node->schema);
        }
        LYD_TREE_DFS_END(root, node);
    }
}

static LY_ERR
process_creation(struct config_tree *tree, struct lyd_node *node, struct lyd_node *parent)
{
    LY_ERR result;

    /* In a subtree that was deleted later. */
    if (!is_attached(node)) {
        return LY_SUCCESS;
    }
    result = settle_subtree(tree, node);
    if (node->schema->parent && node->schema->parent->nodetype == LYS_CASE) {
        result = first_error(result, settle_place(tree, parent, node->schema));
    }
    result = first_error(result, settle_containers(tree, parent));
    if (!is_attached(node)) {
        return result;
    }
    collect_subtree(tree->validation, node);
    trigger_subtree(tree, node, false);
    subject_add(&tree->validation->existences, NULL, parent, node->schema);
    return result;
}

static LY_ERR
process_deletion(struct config_tree *tree, struct lyd_node *node, struct lyd_node *parent)
{
    LY_ERR result;

    trigger_subtree(tree, node, true);
    trigger_instance_identifiers(tree);
    if (parent && !is_attached(parent)) {
        return LY_SUCCESS;
    }
    subject_add(&tree->validation->existences, NULL, parent, node->schema);
    result = settle_place(tree, parent, node->schema);
    return first_error(result, settle_containers(tree, parent));
}

static LY_ERR
process_value(struct config_tree *tree, struct lyd_node *leaf, struct lyd_node *parent, struct lyd_value *old)
{
    struct validation *validation = tree->validation;

    if (!is_attached(leaf)) {
        return LY_SUCCESS;
    }
    trigger_node(tree, leaf);
    trigger_referrers(tree, leaf->schema, lyd_value_get_canonical(tree->context, old));
    subject_add(&validation->musts, leaf, NULL, leaf->schema);
    if (has_incomplete_type(leaf)) {
        subject_add(&validation->references, leaf, NULL, leaf->schema);
    }
    if (leaf->schema->parent && leaf->schema->parent->nodetype == LYS_CASE) {
        subject_add(&validation->existences, NULL, parent, leaf->schema);
    }
    return settle_containers(tree, parent);
}

static LY_ERR
process_change(struct config_tree *tree, uint32_t position)
{
    const struct change *change = change_at(tree, position);

    switch (change->kind) {
    case CHANGE_CREATE:
        return change->settled ? LY_SUCCESS : process_creation(tree, change->node, change->parent);
    case CHANGE_DELETE:
        return process_deletion(tree, change->node, change->parent);
    case CHANGE_VALUE:
        return process_value(tree, change->node, change->parent, &change->held->value);
    case CHANGE_MOVE:
        if (is_attached(change->node)) {
            trigger_node(tree, change->node);
        }
        break;
    }
    return LY_SUCCESS;
}

static LY_ERR
process_late(struct config_tree *tree, uint32_t index)
{
    struct late_change late = tree->validation->late[index];

    return late.deleted ? process_deletion(tree, late.node, late.parent) :
            process_creation(tree, late.node, late.parent);
}

/* Structure and whens, until neither changes anything. */
static LY_ERR
reach_fixpoint(struct config_tree *tree)
{
    struct validation *validation = tree->validation;
    uint32_t position = validation->first, late = 0;
    LY_ERR result = LY_SUCCESS;
    bool progress = true;

    for (uint32_t round = 0; progress && round < MAX_ROUNDS; round++) {
        while (position < tree->count || late < validation->late_count) {
            LY_ERR error = position < tree->count ? process_change(tree, position++) : process_late(tree, late++);

            result = first_error(result, error);
        }
        if (!validation->whens.count) {
            return result;
        }
        result = first_error(result, evaluate_whens(tree, &progress));
    }
    return first_error(result, LY_EVALID);
}

static void
finish(struct config_tree *tree, LY_ERR result)
{
    struct validation *validation = tree->validation;

    if (result) {
        for (uint32_t i = 0; i < validation->when_true.count; i++) {
            validation->when_true.dnodes[i]->flags &= ~LYD_WHEN_TRUE;
        }
    } else {
        if (tree->validated < tree->count) {
            tree->validated_before = tree->validated;
            tree->validated = tree->count;
        }
    }
    validation->when_true.count = 0;
    validation->late_count = 0;
    subject_list_clear(&validation->whens);
    subject_list_clear(&validation->references);
    subject_list_clear(&validation->musts);
    subject_list_clear(&validation->existences);
    map_clear(&validation->triggered);
    validation->instance_identifiers_added = false;
    validation->running = false;
    tree->implicit = false;
}

LY_ERR
validate(struct config_tree *tree)
{
    LY_ERR result;

    ly_err_clean(tree->context, NULL);
    tree->validation->first = tree->validated;
    tree->validation->running = true;
    tree->implicit = true;
    result = reach_fixpoint(tree);
    /* The checks read the whole tree: on one that is not settled they would complain about the consequences too. */
    if (!result) {
        result = run_checks(tree);
    }
    finish(tree, result);
    return result;
}
