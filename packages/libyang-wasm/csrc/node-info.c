#include "node-info.h"

#include <stddef.h>
#include <stdlib.h>

static LY_ERR visit_all(const struct ly_ctx *context, lysc_dfs_clb visit, void *data)
{
    const struct lys_module *module;
    uint32_t index = 0;
    LY_ERR result = LY_SUCCESS;

    while (!result && (module = ly_ctx_get_module_iter(context, &index))) {
        if (module->implemented && module->compiled) {
            result = lysc_module_dfs_full(module, visit, data);
        }
    }
    return result;
}

static LY_ERR count_node(struct lysc_node *node, void *data, ly_bool *skip_children)
{
    (void)node;
    (void)skip_children;
    ++*(uint32_t *)data;
    return LY_SUCCESS;
}

static LY_ERR number_node(struct lysc_node *node, void *data, ly_bool *skip_children)
{
    struct node_table *table = data;
    struct node_info *info = &table->nodes[table->count];

    (void)skip_children;
    info->id = table->count++;
    info->schema = node;
    node->priv = info;
    return LY_SUCCESS;
}

/* Any return value but success ends the walk, so that this one sees the first node alone. */
static LY_ERR keep_first_node(struct lysc_node *node, void *data, ly_bool *skip_children)
{
    (void)skip_children;
    *(struct lysc_node **)data = node;
    return LY_EEXIST;
}

static struct node_table *table_holding(struct node_info *info)
{
    return (struct node_table *)((char *)(info - info->id) - offsetof(struct node_table, nodes));
}

/* Nodes compiled after the numbering have no number; any other one leads to the table. */
static LY_ERR take_number_away(struct lysc_node *node, void *data, ly_bool *skip_children)
{
    (void)skip_children;
    if (node->priv) {
        *(struct node_table **)data = table_holding(node->priv);
        node->priv = NULL;
    }
    return LY_SUCCESS;
}

void node_info_number(struct ly_ctx *context)
{
    uint32_t count = 0;
    struct node_table *table;

    node_info_release(context);
    visit_all(context, count_node, &count);
    table = calloc(1, sizeof *table + count * sizeof *table->nodes);
    if (table) {
        table->change_count = ly_ctx_get_change_count(context);
        visit_all(context, number_node, table);
    }
}

void node_info_release(struct ly_ctx *context)
{
    struct node_table *table = NULL;

    visit_all(context, take_number_away, &table);
    free(table);
}

struct node_table *node_info_table(const struct ly_ctx *context)
{
    struct lysc_node *first = NULL;

    visit_all(context, keep_first_node, &first);
    return first && first->priv ? table_holding(first->priv) : NULL;
}

bool node_info_is_current(const struct ly_ctx *context)
{
    const struct node_table *table = node_info_table(context);

    return table && table->change_count == ly_ctx_get_change_count(context);
}
