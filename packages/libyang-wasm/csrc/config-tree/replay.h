/* A tree's log taken to another tree: directly, or as text that outlives the process. */
#ifndef CONFIG_TREE_REPLAY_H
#define CONFIG_TREE_REPLAY_H

#include "config-tree.h"

/*
 * Makes the changes of a log in another tree of the same context that equals the state before them. They are logged
 * there like an edit. False if the trees did not fit; the other tree is then as it was.
 */
bool replay_onto(const struct config_tree *from, struct config_tree *to);

/* Is the change part of the creation of a subtree that is in the log, too? Its final content tells it already. */
bool change_is_covered(const struct config_tree *tree, uint32_t position);

/*
 * Writes the log into the text buffer, one JSON array a line:
 *
 *   ["create",PATH,NODE]        PATH of the parent; or ["create",PATH,NODE,KEYS] for an entry ordered by the user:
 *                               the keys (or value) of the entry in front, [] for the first place
 *   ["delete",PATH]
 *   ["value",PATH,VALUE,FLAGS]
 *   ["move",PATH,KEYS]
 *
 * PATH is an array of steps from the top: "module:name", or ["module:name",KEY,...] for a list entry and
 * ["module:name",VALUE] for a leaf-list entry; the module stands where it differs from the parent's.
 * NODE is [NAME,VALUE] for a leaf and [NAME,NODE,...] for a container or list entry; where a flag is set, a number
 * follows NAME: 1 default, 2 the when is known to be true. Anydata is [NAME,FLAGS,TYPE,TEXT].
 */
void journal_write(const struct config_tree *tree);

/* The same for what takes the log back: for a tree that equals the state after it. */
void journal_write_inverse(const struct config_tree *tree);

/*
 * Makes the changes of a journal, logged like an edit. Returns 0, or the number of the first line that did not fit;
 * with `tolerant` such lines are passed over, a node to be created that exists is merged with it, and only text that is
 * no journal ends it.
 */
uint32_t journal_apply(struct config_tree *tree, const char *text, size_t length, bool tolerant);

#endif
