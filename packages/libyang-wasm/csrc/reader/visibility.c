#include "visibility.h"

#include <stdlib.h>

#include "node-info.h"

LY_ERR view_prepare(struct read_view *view, const struct ly_ctx *context)
{
    struct node_table *table = node_info_table(context);

    if (view->content != CONTENT_NONCONFIG || !table) {
        return LY_SUCCESS;
    }
    view->holds_state = calloc(table->count ? table->count : 1, 1);
    if (!view->holds_state) {
        return LY_EMEM;
    }
    /* Children stand behind their parents, so that each node is complete when its parent is told. */
    for (uint32_t id = table->count; id-- > 0;) {
        const struct lysc_node *schema = table->nodes[id].schema;

        if (schema->flags & LYS_CONFIG_R) {
            view->holds_state[id] = 1;
        }
        if (view->holds_state[id] && schema->parent) {
            view->holds_state[node_info_of(schema->parent)->id] = 1;
        }
    }
    return LY_SUCCESS;
}

void view_free(struct read_view *view)
{
    access_free(&view->access);
    origins_free(&view->origins);
    free(view->holds_state);
    view->holds_state = NULL;
}

bool is_schema_default(const struct lyd_node *node)
{
    if (node->flags & LYD_DEFAULT) {
        return true;
    }
    return node->schema->nodetype == LYS_LEAF && lyd_is_default(node);
}

bool is_list_key(const struct lyd_node *node)
{
    return node->schema && (node->schema->flags & LYS_KEY) && node->schema->nodetype == LYS_LEAF;
}

static struct children all_children_of(const struct item *item)
{
    if (item->pick) {
        return (struct children){.sibling = lyd_child(item->node), .keys_only = true, .pick = item->pick};
    }
    return (struct children){.sibling = lyd_child(item->node)};
}

struct children children_of(const struct read_view *view, const struct item *item)
{
    struct children children = all_children_of(item);

    if (item->level >= view->depth) {
        children.keys_only = true;
        children.pick = NULL;
    }
    return children;
}

static bool next_node(struct children *children, struct item *child)
{
    const struct lyd_node *node = children->sibling;

    if (node && children->keys_only && !is_list_key(node)) {
        /* Keys stand before everything else in an entry. */
        node = children->sibling = NULL;
    }
    if (node) {
        children->sibling = node->next;
        *child = (struct item){.node = node};
        return true;
    }
    if (children->pick && children->next_pick < children->pick->count) {
        const struct pick *pick = children->pick->children[children->next_pick++];

        *child = (struct item){.node = pick->node, .pick = pick->whole ? NULL : pick};
        return true;
    }
    return false;
}

bool next_child(const struct read_view *view, const struct item *parent, struct children *children, struct item *child)
{
    if (!next_node(children, child)) {
        return false;
    }
    child->level = child->pick && !view->targets ? 0 : parent->level + 1;
    child->covering = access_step(&view->access, parent->covering, child->node);
    child->origin = origin_step(&view->origins, parent->origin, child->node);
    return true;
}

/* Whether a node and all above it may be read; `item` takes over what is said of the node. As deep as the schema. */
static bool inherit(const struct read_view *view, const struct lyd_node *node, struct item *item)
{
    if (!node) {
        return true;
    }
    if (!inherit(view, lyd_parent(node), item)) {
        return false;
    }
    item->covering = access_step(&view->access, item->covering, node);
    item->origin = origin_step(&view->origins, item->origin, node);
    return access_permits(&view->access, item->covering, node);
}

bool inherit_from_ancestors(const struct read_view *view, struct item *item)
{
    if (!inherit(view, lyd_parent(item->node), item)) {
        return false;
    }
    item->covering = access_step(&view->access, item->covering, item->node);
    item->origin = origin_step(&view->origins, item->origin, item->node);
    return true;
}

/* Levels are not counted here: a container that is cut off by the depth is there nevertheless. */
static bool has_shown_child(const struct read_view *view, const struct item *item)
{
    struct children children = all_children_of(item);
    struct item child;

    if (item->pick && item->pick->key_selected) {
        return true;
    }
    while (next_child(view, item, &children, &child)) {
        if (!is_list_key(child.node) && is_shown(view, &child)) {
            return true;
        }
    }
    return false;
}

static bool is_hidden_default(const struct read_view *view, const struct lyd_node *node)
{
    switch (view->defaults) {
    case DEFAULTS_TRIM:
        return is_schema_default(node);
    case DEFAULTS_EXPLICIT:
        /* State that has its default value was reported, not configured. */
        return (node->flags & LYD_DEFAULT) && !(node->schema->flags & LYS_CONFIG_R);
    default:
        return false;
    }
}

/* Filters by origin speak of configuration only. */
static bool is_of_wanted_origin(const struct read_view *view, const struct item *item)
{
    return !(item->node->schema->flags & LYS_CONFIG_W) || origin_is_wanted(&view->origins, item->origin);
}

/* Inner nodes without a meaning of their own are shown for what is in them. */
static bool needs_content(const struct read_view *view, const struct item *item)
{
    const struct lysc_node *schema = item->node->schema;
    bool is_target = view->targets && item->level == 1;

    if (is_target) {
        return false;
    }
    if (item->pick || (schema->nodetype == LYS_CONTAINER && !(schema->flags & LYS_PRESENCE))) {
        return true;
    }
    if (view->content == CONTENT_NONCONFIG && (schema->flags & LYS_CONFIG_W)) {
        return true;
    }
    return !is_of_wanted_origin(view, item);
}

static bool is_wanted_content(const struct read_view *view, const struct lyd_node *node)
{
    const struct node_info *info = node_info_of(node->schema);

    switch (view->content) {
    case CONTENT_CONFIG:
        return !(node->schema->flags & LYS_CONFIG_R);
    case CONTENT_NONCONFIG:
        if (view->holds_state && info) {
            return view->holds_state[info->id];
        }
        return !(node->schema->flags & LYS_CONFIG_W) || (node->schema->nodetype & LYD_NODE_INNER);
    default:
        return true;
    }
}

bool is_shown(const struct read_view *view, const struct item *item)
{
    const struct lyd_node *node = item->node;

    if (!node->schema) {
        return false;
    }
    /* An entry that may be read is never without its keys; as a target a key is a leaf like others. */
    if (is_list_key(node) && !(view->targets && item->level == 1)) {
        return true;
    }
    if (!access_permits(&view->access, item->covering, node) || !is_wanted_content(view, node)) {
        return false;
    }
    if (node->schema->nodetype & LYD_NODE_ANY) {
        return is_of_wanted_origin(view, item);
    }
    if (node->schema->nodetype & LYD_NODE_TERM) {
        return is_of_wanted_origin(view, item) && !is_hidden_default(view, node);
    }
    return !needs_content(view, item) || has_shown_child(view, item);
}
