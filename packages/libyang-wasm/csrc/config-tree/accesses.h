/* What access control has to decide about the changes of a log. */
#ifndef CONFIG_TREE_ACCESSES_H
#define CONFIG_TREE_ACCESSES_H

#include "config-tree.h"

/*
 * Writes {"schemaId":ID,"operation":"create"|"update"|"delete","path":"..."} lines: one for each node that was asked
 * to be created, changed or deleted, or, without `instances`, one for each schema node and operation with one path as
 * a sample. What the server did by itself is left out: defaults, nodes of other cases, nodes whose when became false
 * (RFC 8341 3.4.5 asks for no permission there). `since`: a mark; changes before it are not looked at.
 */
void accesses_write(struct config_tree *tree, bool instances, uint32_t since);

#endif
