#include "read-access.h"

#include <stdlib.h>

#include "node-info.h"

static LY_ERR cover_node(struct read_access *access, const struct lyd_node *node, struct instance_rule rule)
{
    struct instance_rule **place = (struct instance_rule **)node_map_place(&access->covered, node);

    if (!place) {
        return LY_EMEM;
    }
    if (!*place) {
        *place = malloc(sizeof **place);
        if (!*place) {
            return LY_EMEM;
        }
        **place = rule;
    } else if (rule.index < (*place)->index) {
        **place = rule;
    }
    return LY_SUCCESS;
}

LY_ERR access_cover(struct read_access *access, const struct lyd_node *tree, const char *xpath,
        struct instance_rule rule)
{
    struct ly_set *nodes = NULL;
    LY_ERR result = lyd_find_xpath3(NULL, tree, xpath, LY_VALUE_JSON, NULL, NULL, &nodes);

    for (uint32_t index = 0; !result && index < nodes->count; index++) {
        result = cover_node(access, nodes->dnodes[index], rule);
    }
    ly_set_free(nodes, NULL);
    return result;
}

struct instance_rule access_step(const struct read_access *access, struct instance_rule of_parent,
        const struct lyd_node *node)
{
    const struct instance_rule *own = node_map_get(&access->covered, node);

    return own && own->index < of_parent.index ? *own : of_parent;
}

bool access_permits(const struct read_access *access, struct instance_rule covering, const struct lyd_node *node)
{
    const struct node_info *info = node_info_of(node->schema);

    if (!access->first_rule || !info || info->id >= access->count) {
        return !access->first_rule;
    }
    return covering.index < access->first_rule[info->id] ? covering.permit : access->permit[info->id];
}

void access_free(struct read_access *access)
{
    for (uint32_t slot = 0; slot < access->covered.capacity; slot++) {
        free(access->covered.entries[slot].value);
    }
    node_map_free(&access->covered);
    free(access->first_rule);
    free(access->permit);
    *access = (struct read_access){0};
}
