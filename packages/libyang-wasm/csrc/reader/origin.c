#include "origin.h"

#include <stdlib.h>
#include <string.h>

#include <plugins_types.h>

const struct lysc_ident *origin_named(const struct ly_ctx *context, const char *name)
{
    const char *colon = strchr(name, ':');
    const struct lys_module *module;
    LY_ARRAY_COUNT_TYPE index;
    uint32_t next = 0;

    while (colon && (module = ly_ctx_get_module_iter(context, &next))) {
        size_t length = strlen(module->name);

        if (!module->implemented || length != (size_t)(colon - name) || strncmp(module->name, name, length)) {
            continue;
        }
        LY_ARRAY_FOR(module->identities, index) {
            if (!strcmp(module->identities[index].name, colon + 1)) {
                return &module->identities[index];
            }
        }
    }
    return NULL;
}

LY_ERR origins_want(struct origins *origins, const struct lysc_ident *origin)
{
    const struct lysc_ident **wanted = realloc(origins->wanted, (origins->wanted_count + 1) * sizeof *wanted);

    if (!wanted) {
        return LY_EMEM;
    }
    origins->used = true;
    origins->wanted = wanted;
    origins->wanted[origins->wanted_count++] = origin;
    return LY_SUCCESS;
}

static const struct lysc_ident *own_origin(const struct origins *origins, const struct lyd_node *node)
{
    const struct lyd_meta *meta = node->meta ? lyd_find_meta(node->meta, NULL, "ietf-origin:origin") : NULL;

    if (meta) {
        return meta->value.ident;
    }
    return (node->flags & LYD_DEFAULT) && (node->schema->nodetype & LYD_NODE_TERM) ? origins->of_defaults : NULL;
}

const struct lysc_ident *origin_step(const struct origins *origins, const struct lysc_ident *of_parent,
        const struct lyd_node *node)
{
    const struct lysc_ident *own;

    if (!origins->used || !node->schema || !(node->schema->flags & LYS_CONFIG_W)) {
        return of_parent;
    }
    own = own_origin(origins, node);
    return own ? own : of_parent;
}

bool origin_is_wanted(const struct origins *origins, const struct lysc_ident *origin)
{
    bool is_listed = false;

    for (uint32_t index = 0; origin && index < origins->wanted_count && !is_listed; index++) {
        const struct lysc_ident *wanted = origins->wanted[index];

        is_listed = origin == wanted || !lyplg_type_identity_isderived(wanted, origin);
    }
    return !origins->wanted_count || is_listed != origins->negated;
}

void origins_free(struct origins *origins)
{
    free(origins->wanted);
    *origins = (struct origins){0};
}
