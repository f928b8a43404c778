/* Choices and defaults: which nodes stand in the tree without having been configured. */
#include "validate.h"

#include "changes.h"
#include "ly_common.h"
#include "tree_data_internal.h"
#include "validation.h"

static LY_ERR settle_choice(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *choice);

static const struct place anywhere;

static void
create_default_leaf_list(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema,
        uint32_t flags)
{
    struct lyd_value **values = ((const struct lysc_node_leaflist *)schema)->dflts;
    struct lyd_node *node = NULL;
    LY_ARRAY_COUNT_TYPE i;

    LY_ARRAY_FOR(values, i) {
        lyd_create_term2(schema, values[i], &node);
        node->flags = flags;
        tree_create(tree, parent, node, &anywhere);
    }
}

static void
create_default(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    uint32_t flags = LYD_DEFAULT | (lysc_has_when(schema) ? LYD_WHEN_TRUE : 0);
    struct lyd_node *node = NULL;

    if (schema->nodetype == LYS_LEAFLIST) {
        create_default_leaf_list(tree, parent, schema, flags);
    } else if (schema->nodetype == LYS_LEAF) {
        lyd_create_term2(schema, ((const struct lysc_node_leaf *)schema)->dflt, &node);
    } else {
        lyd_create_inner(schema, &node);
    }
    if (node) {
        node->flags = flags;
        tree_create(tree, parent, node, &anywhere);
    }
}

bool
schema_has_default(const struct lysc_node *schema)
{
    switch (schema->nodetype) {
    case LYS_LEAF:
        return ((const struct lysc_node_leaf *)schema)->dflt;
    case LYS_LEAFLIST:
        return ((const struct lysc_node_leaflist *)schema)->dflts;
    default:
        return lysc_is_np_cont(schema);
    }
}

static void
add_default(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    if ((schema->flags & LYS_CONFIG_R) || !schema_has_default(schema) || find_instance(tree, parent, schema)) {
        return;
    }
    if (lysc_has_when(schema)) {
        subject_add(&tree->validation->whens, NULL, parent, schema);
    } else {
        create_default(tree, parent, schema);
    }
}

static bool
case_is_configured(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *of_case)
{
    const struct lysc_node *schema = NULL;

    while ((schema = lys_getnext(schema, of_case, NULL, 0))) {
        for (struct lyd_node *node = find_instance(tree, parent, schema); node; node = next_instance(node)) {
            if (!(node->flags & LYD_DEFAULT)) {
                return true;
            }
        }
    }
    return false;
}

/* The case that holds configured nodes, else the default one; LY_EVALID if there are two. */
static LY_ERR
active_case(const struct config_tree *tree, const struct lyd_node *parent, const struct lysc_node *choice,
        const struct lysc_node **active)
{
    const struct lysc_node *of_case;

    *active = NULL;
    LY_LIST_FOR(lysc_node_child(choice), of_case) {
        if (!case_is_configured(tree, parent, of_case)) {
            continue;
        }
        if (*active) {
            LOG_LOCSET(choice, NULL);
            LOGVAL(tree->context, LY_VCODE_DUPCASE, (*active)->name, of_case->name);
            LOG_LOCBACK(1, 0);
            return LY_EVALID;
        }
        *active = of_case;
    }
    if (!*active) {
        *active = (const struct lysc_node *)((const struct lysc_node_choice *)choice)->dflt;
    }
    return LY_SUCCESS;
}

static void
delete_defaults_of_case(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *of_case)
{
    const struct lysc_node *schema = NULL;
    struct lyd_node *node, *next;

    while ((schema = lys_getnext(schema, of_case, NULL, 0))) {
        for (node = find_instance(tree, parent, schema); node; node = next) {
            next = next_instance(node);
            tree_delete(tree, node);
        }
    }
}

static LY_ERR
add_defaults_of_case(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *of_case)
{
    const struct lysc_node *schema = NULL;
    LY_ERR result = LY_SUCCESS;

    while ((schema = lys_getnext(schema, of_case, NULL, LYS_GETNEXT_WITHCHOICE))) {
        if (schema->nodetype == LYS_CHOICE) {
            result = first_error(result, settle_choice(tree, parent, schema));
        } else {
            add_default(tree, parent, schema);
        }
    }
    return result;
}

static LY_ERR
settle_choice(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *choice)
{
    const struct lysc_node *active, *of_case;
    LY_ERR result = active_case(tree, parent, choice, &active);

    if (result) {
        return result;
    }
    LY_LIST_FOR(lysc_node_child(choice), of_case) {
        if (of_case != active) {
            delete_defaults_of_case(tree, parent, of_case);
        }
    }
    return active ? add_defaults_of_case(tree, parent, active) : LY_SUCCESS;
}

static LY_ERR
settle_children(struct config_tree *tree, struct lyd_node *parent)
{
    const struct lysc_node **choices, **others;
    LY_ERR result = lyd_val_getnext_get(parent->schema, NULL, NULL, 0, tree->validation->schema_cache, &choices,
            &others);

    for (; !result && choices && *choices; choices++) {
        result = settle_choice(tree, parent, *choices);
    }
    for (; !result && others && *others; others++) {
        add_default(tree, parent, *others);
    }
    return result;
}

static LY_ERR
settle_recursively(struct config_tree *tree, struct lyd_node *node)
{
    LY_ERR result = settle_children(tree, node);
    struct lyd_node *child;

    LY_LIST_FOR(lyd_child(node), child) {
        if (child->schema->nodetype & (LYS_CONTAINER | LYS_LIST)) {
            result = first_error(result, settle_recursively(tree, child));
        }
    }
    return result;
}

LY_ERR
settle_subtree(struct config_tree *tree, struct lyd_node *root)
{
    LY_ERR result;

    if (!(root->schema->nodetype & (LYS_CONTAINER | LYS_LIST))) {
        return LY_SUCCESS;
    }
    tree->settling = true;
    result = settle_recursively(tree, root);
    tree->settling = false;
    return result;
}

static const struct lysc_node *
outermost_choice(const struct lysc_node *schema)
{
    const struct lysc_node *choice = NULL;

    while (schema->parent && schema->parent->nodetype == LYS_CASE) {
        choice = schema = schema->parent->parent;
    }
    return choice;
}

LY_ERR
settle_place(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    const struct lysc_node *choice = outermost_choice(schema);

    if (choice) {
        return settle_choice(tree, parent, choice);
    }
    add_default(tree, parent, schema);
    return LY_SUCCESS;
}

LY_ERR
settle_containers(struct config_tree *tree, struct lyd_node *container)
{
    LY_ERR result = LY_SUCCESS;

    while (container && lysc_is_np_cont(container->schema)) {
        struct lyd_node *parent = lyd_parent(container);

        if (outermost_choice(container->schema)) {
            result = first_error(result, settle_place(tree, parent, container->schema));
        }
        container = parent;
    }
    return result;
}

void
create_default_if_active(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema)
{
    const struct lysc_node *inner = schema, *active;

    for (; inner->parent && inner->parent->nodetype == LYS_CASE; inner = inner->parent->parent) {
        if (active_case(tree, parent, inner->parent->parent, &active) || active != inner->parent) {
            return;
        }
    }
    if (schema_has_default(schema)) {
        create_default(tree, parent, schema);
    }
}
