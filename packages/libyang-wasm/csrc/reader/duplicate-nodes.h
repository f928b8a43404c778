/* Instances that came twice but may be there once: libyang looks for them when it validates, which edits are not. */
#ifndef DUPLICATE_NODES_H
#define DUPLICATE_NODES_H

#include <libyang.h>

/* The first such node among siblings and all below them, NULL where there is none. */
const struct lyd_node *find_duplicate(const struct lyd_node *siblings);

#endif
