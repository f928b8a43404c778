/*
 * Scoped validation: checks what the changes since the last validated state make necessary.
 *
 *   1  structure: defaults come, defaults of other cases go            structure.c
 *   2  whens to a fixpoint; each round may bring new changes for 1     whens.c
 *   3  references, musts, existence, uniqueness on the final tree      checks.c
 *
 * Each change leads to the constraints that read what it touched (triggers.c). They are collected and checked once.
 */
#ifndef CONFIG_TREE_VALIDATE_H
#define CONFIG_TREE_VALIDATE_H

#include "config-tree.h"

/* A node, or the place of one that does not exist. */
struct subject {
    struct lyd_node *node;
    struct lyd_node *parent;
    const struct lysc_node *schema;
};

struct subject_list {
    struct subject *items;
    uint32_t count;
    uint32_t capacity;
    /* (node or parent, schema) of what the list holds already */
    struct hash_map known;
};

struct validation {
    bool running;
    /* position in the log where this validation began: subtrees created since then are checked as a whole */
    uint32_t first;
    struct late_change *late;
    uint32_t late_count;
    uint32_t late_capacity;

    struct subject_list whens;
    struct subject_list references;
    struct subject_list musts;
    struct subject_list existences;
    /* (pivot instance, dependency) whose readers have been collected */
    struct hash_map triggered;
    /* nodes that have become LYD_WHEN_TRUE: no longer, if validation fails */
    struct ly_set when_true;
    /* schema nodes with instance-identifiers that require their target */
    struct ly_set instance_identifiers;
    bool instance_identifiers_added;
    /* libyang's cache of the children of schema nodes */
    struct ly_ht *schema_cache;
};

struct validation *validation_new(const struct ly_ctx *context);
void validation_free(struct validation *validation);

/* From changes.c: a change without an entry of its own in the log. Ignored while no validation runs. */
void validation_note(struct validation *validation, const struct late_change *late);

/*
 * LY_SUCCESS, or an error with all that was found in the context's list of errors. Changes that validation made stay
 * in the log either way: undo to a mark set before to be rid of them.
 */
LY_ERR validate(struct config_tree *tree);

/* --- parts of it --- */

void subject_add(struct subject_list *list, struct lyd_node *node, struct lyd_node *parent,
        const struct lysc_node *schema);
void subject_list_clear(struct subject_list *list);

/* First error wins; validation errors do not stop the search for more. */
static inline LY_ERR
first_error(LY_ERR before, LY_ERR now)
{
    return before ? before : now;
}

/* structure.c */
LY_ERR settle_subtree(struct config_tree *tree, struct lyd_node *root);
/* What may stand in for a node that was deleted, or goes because the node was created. */
LY_ERR settle_place(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema);
/* A container without presence is configured as long as something in it is: the choices around it follow. */
LY_ERR settle_containers(struct config_tree *tree, struct lyd_node *container);
/* Its when is true now: it comes to life if it has a default. */
void create_default_if_active(struct config_tree *tree, struct lyd_node *parent, const struct lysc_node *schema);

/* A leaf or leaf-list with a default, or a container that exists by itself. */
bool schema_has_default(const struct lysc_node *schema);

/* triggers.c */
void trigger_node(struct config_tree *tree, struct lyd_node *node);
void trigger_subtree(struct config_tree *tree, struct lyd_node *root, bool deleted);
void trigger_referrers(struct config_tree *tree, const struct lysc_node *target, const char *value);
void trigger_instance_identifiers(struct config_tree *tree);

/* whens.c: evaluates the collected whens once. Sets `progress` if one of them was decided. */
LY_ERR evaluate_whens(struct config_tree *tree, bool *progress);

/* checks.c */
LY_ERR run_checks(struct config_tree *tree);

#endif
