/* The log and the only functions that change a tree. */
#ifndef CONFIG_TREE_CHANGES_H
#define CONFIG_TREE_CHANGES_H

#include "config-tree.h"

/* Links `node` (and takes it over) below `parent`, NULL for the top level. */
void tree_create(struct config_tree *tree, struct lyd_node *parent, struct lyd_node *node, const struct place *place);

/* Unlinks `node`; it is freed when the log is forgotten. */
void tree_delete(struct config_tree *tree, struct lyd_node *node);

/* Copies a value into a leaf that is no key. */
void tree_set_value(struct config_tree *tree, struct lyd_node *leaf, const struct lyd_value *value, bool is_default);

/* Moves an instance of an ordered-by-user list. */
void tree_move(struct config_tree *tree, struct lyd_node *node, const struct place *place);

/* Adds an empty change to the log. */
struct change *log_append(struct config_tree *tree);

/* Where the node of a creation, deletion or move stands or stood: after a creation, before the others. */
struct place change_place(const struct change *change);

/* Changes up to here can be undone apart from later ones. */
uint32_t log_mark(struct config_tree *tree);

/* Takes all changes back, or puts them in again; the log stays. */
void log_flip(struct config_tree *tree);

/* Takes the changes after a mark back and forgets them. The log must not be flipped. */
void log_undo_to(struct config_tree *tree, uint32_t mark);

/* Forgets the log and frees what was deleted. The log must not be flipped. */
void log_accept(struct config_tree *tree);

#endif
