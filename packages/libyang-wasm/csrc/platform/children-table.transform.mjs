// The table of a node's children, made to survive a refused allocation: as released, libyang uses a table that it could
// not make, or goes on with one that lacks children. Without a table children are searched one by one, so on failure
// there is none; the next insertion tries again.
export const file = "ly/src/tree_data_hash.c";

export function transform(text, { insertBefore, replace }) {
  const withDrop = insertBefore(text, "LY_ERR\nlyd_insert_hash(struct lyd_node *node)", dropTable);
  const firstChildren = replace(withDrop, addAll, addAllOrDrop);
  return replace(firstChildren, addOne, addOneOrDrop);
}

const dropTable = `\
static LY_ERR
lyd_drop_hash(struct lyd_node_inner *parent)
{
    lyht_free(parent->children_ht, NULL);
    parent->children_ht = NULL;
    return LY_SUCCESS;
}

`;

const addAll = `\
            LY_LIST_FOR(node->parent->child, iter) {
                if (iter->schema) {
                    LY_CHECK_RET(lyd_insert_hash_add(node->parent->children_ht, iter, 1));
                }
            }
`;

const addAllOrDrop = `\
            if (!node->parent->children_ht) {
                return LY_SUCCESS;
            }
            LY_LIST_FOR(node->parent->child, iter) {
                if (iter->schema && lyd_insert_hash_add(node->parent->children_ht, iter, 1)) {
                    return lyd_drop_hash(node->parent);
                }
            }
`;

const addOne = "        LY_CHECK_RET(lyd_insert_hash_add(node->parent->children_ht, node, 0));\n";

const addOneOrDrop = `\
        if (lyd_insert_hash_add(node->parent->children_ht, node, 0)) {
            return lyd_drop_hash(node->parent);
        }
`;
