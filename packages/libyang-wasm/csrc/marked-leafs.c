/* Leafs of a tree whose schema nodes carry an extension. */
#include <string.h>

#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "node-info.h"
#include "output.h"
#include "tree.h"

static bool is_marked(const struct lysc_node *schema, const char *module, const char *extension)
{
    LY_ARRAY_COUNT_TYPE index;

    LY_ARRAY_FOR(schema->exts, index) {
        const struct lysc_ext *definition = schema->exts[index].def;

        if (!strcmp(definition->name, extension) && !strcmp(definition->module->name, module)) {
            return true;
        }
    }
    return false;
}

static void append_marked(const struct lyd_node *top, const char *module, const char *extension)
{
    const struct lyd_node *node;

    LYD_TREE_DFS_BEGIN(top, node) {
        if (node->schema && node->schema->nodetype == LYS_LEAF && is_marked(node->schema, module, extension)) {
            output_append_pointer(node);
            output_append_u32(node_info_of(node->schema)->id);
            output_append_string(node_value_text(node));
        }
        LYD_TREE_DFS_END(top, node);
    }
}

/* For each leaf in the tree that is marked with the extension of the module: its pointer, the number of its schema
 * node, its value. The context has to be numbered. */
EXPORT(lyw_marked_leafs)
LY_ERR lyw_marked_leafs(const struct lyd_node *tree, const char *module, const char *extension)
{
    const struct lyd_node *top;

    output_reset();
    LY_LIST_FOR(tree, top) {
        append_marked(top, module, extension);
    }
    return output_status(LY_SUCCESS);
}
