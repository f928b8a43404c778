/* Where configuration comes from: the origin annotation of RFC 8342, and the filters of RFC 8526 that ask for it. */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <stdbool.h>

#include <libyang.h>

struct origins {
    /* Worked out only where it is asked for. */
    bool used;
    /* Of nodes that validation added, NULL without ietf-origin. */
    const struct lysc_ident *of_defaults;
    /* Only nodes of these origins, or of those derived from them, are shown; `negated`: only the others. */
    const struct lysc_ident **wanted;
    uint32_t wanted_count;
    bool negated;
};

/* The identity of a name such as "ietf-origin:intended", NULL where there is none. */
const struct lysc_ident *origin_named(const struct ly_ctx *context, const char *name);

LY_ERR origins_want(struct origins *origins, const struct lysc_ident *origin);

/* What a node's origin is, given that of its parent. State has none, and hands on that of its parent. */
const struct lysc_ident *origin_step(const struct origins *origins, const struct lysc_ident *of_parent,
        const struct lyd_node *node);

/* Whether a filter, if there is one, lets a node of configuration through. */
bool origin_is_wanted(const struct origins *origins, const struct lysc_ident *origin);

void origins_free(struct origins *origins);

#endif
