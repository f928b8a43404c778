/* Making, filling and releasing a configuration tree; finding and linking nodes. */
#include "config-tree.h"

#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "hash_table.h"
#include "index.h"
#include "tree_data_internal.h"
#include "tree_data_sorted.h"
#include "validate.h"

/* A list of this many entries gets its sorting tree when it is loaded: building it at the first insert is a spike. */
enum { LONG_LIST = 64 };

static struct config_tree *
empty_tree(struct ly_ctx *context)
{
    struct config_tree *tree = resize_or_trap(NULL, sizeof *tree);

    memset(tree, 0, sizeof *tree);
    tree->context = context;
    constraints_acquire(context);
    tree->validation = validation_new(context);
    return tree;
}

struct config_tree *
config_tree_new(struct ly_ctx *context, struct lyd_node *first)
{
    struct config_tree *tree = empty_tree(context);

    if (config_tree_fill(tree, first)) {
        config_tree_free(tree);
        return NULL;
    }
    return tree;
}

void
config_tree_free(struct config_tree *tree)
{
    if (tree->flipped) {
        log_flip(tree);
    }
    log_accept(tree);
    lyd_free_all(tree->first);
    top_level_release(&tree->top_level);
    top_level_release(&tree->top_level);
    index_release(tree);
    validation_free(tree->validation);
    ly_set_erase(&tree->trash, NULL);
    constraints_release(tree->context);
    while (tree->log_blocks) {
        free(tree->log[--tree->log_blocks]);
    }
    free(tree->log);
    free(tree);
}

/* Taking the second entry out and in again makes libyang build the tree that it sorts by. */
static void
build_sorting_tree(struct config_tree *tree, struct lyd_node *leader)
{
    struct lyd_node *second = leader->next;
    struct lyd_node *entry = leader;
    uint32_t count = 0;

    while (entry && entry->schema == leader->schema && count < LONG_LIST) {
        entry = entry->next;
        count++;
    }
    if (count == LONG_LIST && lyds_is_supported(leader)) {
        struct lyd_node *parent = lyd_parent(leader);
        struct place anywhere = {0};

        unlink_node(tree, second);
        link_node(tree, parent, second, &anywhere);
    }
}

/* Given content is held to be valid: its whens are true, nothing in it is new. */
static void
adopt_node(struct config_tree *tree, struct lyd_node *node)
{
    node->flags &= ~LYD_NEW;
    if (lysc_has_when(node->schema)) {
        node->flags |= LYD_WHEN_TRUE;
    }
    node->priv = NULL;
    if ((node->schema->nodetype & (LYS_LIST | LYS_LEAFLIST)) &&
            (!node->prev->next || node->prev->schema != node->schema)) {
        build_sorting_tree(tree, node);
    }
}

/* A tree that was validated without LYD_VALIDATE_NO_STATE holds containers of state data. */
static struct lyd_node *
without_state(struct lyd_node *first)
{
    struct ly_set state = {0};
    struct lyd_node *top, *node;

    LY_LIST_FOR(first, top) {
        LYD_TREE_DFS_BEGIN(top, node) {
            if (node->schema->flags & LYS_CONFIG_R) {
                ly_set_add(&state, node, 1, NULL);
                LYD_TREE_DFS_continue = 1;
            }
            LYD_TREE_DFS_END(top, node);
        }
    }
    for (uint32_t i = 0; i < state.count; i++) {
        if (state.dnodes[i] == first) {
            first = first->next;
        }
        lyd_free_tree(state.dnodes[i]);
    }
    ly_set_erase(&state, NULL);
    return first;
}

static void
adopt_nodes(struct config_tree *tree, struct lyd_node *first)
{
    struct lyd_node *top, *node;

    tree->first = first;
    top_level_fill(tree);
    LY_LIST_FOR(tree->first, top) {
        LYD_TREE_DFS_BEGIN(top, node) {
            adopt_node(tree, node);
            LYD_TREE_DFS_END(top, node);
        }
        index_subtree(tree, top, NULL);
    }
    /* Held to be valid, so no two entries are the same: this only takes them into the index. */
    unique_check(tree);
}

LY_ERR
config_tree_fill(struct config_tree *tree, struct lyd_node *first)
{
    LY_ERR result = lyd_new_implicit_all(&first, tree->context, LYD_IMPLICIT_NO_STATE, NULL);

    if (result) {
        lyd_free_all(first);
        return result;
    }
    lyd_free_all(tree->first);
    top_level_release(&tree->top_level);
    index_release(tree);
    adopt_nodes(tree, without_state(lyd_first_sibling(first)));
    return LY_SUCCESS;
}

struct config_tree *
config_tree_clone(const struct config_tree *tree)
{
    struct config_tree *clone = empty_tree(tree->context);
    struct lyd_node *copy = NULL;

    if (tree->first && lyd_dup_siblings(tree->first, NULL, LYD_DUP_RECURSIVE | LYD_DUP_WITH_FLAGS, &copy)) {
        __builtin_trap();
    }
    adopt_nodes(clone, copy);
    return clone;
}

struct lyd_node *
tree_children_of(const struct config_tree *tree, const struct lyd_node *parent)
{
    return parent ? lyd_child(parent) : tree->first;
}

struct lyd_node *
find_instance(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *schema)
{
    struct lyd_node *found = NULL;

    if (!parent) {
        return top_level_first(tree, schema);
    }
    lyd_find_sibling_schema(lyd_child(parent), schema, &found);
    return found;
}

struct lyd_node *
find_counterpart(const struct config_tree *tree, const struct lyd_node *parent, const struct lyd_node *like)
{
    struct lyd_node *found = NULL;

    if (!(like->schema->nodetype & (LYS_LIST | LYS_LEAFLIST))) {
        return find_instance(tree, parent, like->schema);
    }
    if (!parent) {
        return top_level_find(tree, like);
    }
    lyd_find_sibling_first(lyd_child(parent), like, &found);
    return found;
}

struct lyd_node *
next_instance(const struct lyd_node *node)
{
    return node->next && node->next->schema == node->schema ? node->next : NULL;
}

struct place
place_of(const struct lyd_node *node)
{
    struct place place = {.placed = lysc_is_userordered(node->schema)};

    if (place.placed && node->prev->next && node->prev->schema == node->schema) {
        place.after = node->prev;
    }
    return place;
}

void
link_node(struct config_tree *tree, struct lyd_node *parent, struct lyd_node *node, const struct place *place)
{
    struct lyd_node *first = NULL;

    if (!parent) {
        top_level_link(tree, node, place);
    } else if (place->placed && place->after) {
        lyd_insert_after_node(NULL, place->after, node);
        lyd_insert_hash(node);
    } else if (place->placed && (first = find_instance(tree, parent, node->schema))) {
        lyd_insert_before_node(first, node);
        lyd_insert_hash(node);
    } else {
        lyd_insert_node(parent, NULL, node, LYD_INSERT_NODE_DEFAULT);
    }
}

void
unlink_node(struct config_tree *tree, struct lyd_node *node)
{
    if (node->parent) {
        lyd_unlink(node);
    } else {
        top_level_unlink(tree, node);
    }
}
