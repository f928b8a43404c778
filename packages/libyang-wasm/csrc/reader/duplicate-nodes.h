/* Instances that may be there once only but came twice: libyang finds them when it validates, edits are not validated. */
#ifndef DUPLICATE_NODES_H
#define DUPLICATE_NODES_H

#include <libyang.h>

/* The first such node among siblings and all below them, NULL where there is none. */
const struct lyd_node *find_duplicate(const struct lyd_node *siblings);

#endif
