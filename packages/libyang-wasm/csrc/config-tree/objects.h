/*
 * Objects: instances of chosen schema nodes (list entries, containers), each a unit of change further south.
 *
 * An object is one JSON line: {"schema":ID,"path":"/m:c/list[key='v']","keys":[["list","key","v"],...],
 * "before":{...}|null,"after":{...}|null}. The content is that of RFC 7951 with defaults, without the name around it
 * and without nested objects; a name is qualified where its module differs from its parent's.
 */
#ifndef CONFIG_TREE_OBJECTS_H
#define CONFIG_TREE_OBJECTS_H

#include "config-tree.h"

/* Writes the objects that the log changes, in the order in which it touched them first. */
void objects_write_changed(struct config_tree *tree, const uint32_t *ids, uint32_t id_count);

/* object-walk.c: notes in the schema which nodes are objects, or takes that away. Each call above does so for itself. */
void objects_register(struct config_tree *tree, const uint32_t *ids, uint32_t id_count, bool registered);

/* A walk over all objects of a tree that must not change meanwhile. */
struct object_walk;
struct object_walk *object_walk_new(struct config_tree *tree, const uint32_t *ids, uint32_t id_count);
/* Writes objects until the text is at least `budget` bytes long. False when there are no more. */
bool object_walk_next(struct object_walk *walk, size_t budget);
void object_walk_free(struct object_walk *walk);

/* object-json.c: the content of an object as a JSON value; nothing and false for a container that holds nothing. */
bool object_write_content(const struct lyd_node *object);
/* `"schema":...,"path":...,"keys":[...]` */
void object_write_identity(const struct config_tree *tree, const struct lyd_node *object);

#endif
