/* Instances that came twice but may be there once: libyang looks for them when it validates, which edits are not. */
#ifndef DUPLICATE_NODES_H
#define DUPLICATE_NODES_H

#include <libyang.h>

/* `*duplicate`: such a node among siblings and all below them, NULL where there is none. LY_EMEM: not enough memory. */
LY_ERR find_duplicate(const struct lyd_node *siblings, const struct lyd_node **duplicate);

#endif
