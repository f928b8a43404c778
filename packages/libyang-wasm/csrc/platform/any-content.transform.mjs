// What an anydata holds may be named like a node at the top of a schema and be another one, further down: the value of a
// difference, say. As released, libyang takes it for the one at the top and fails where it is written in another way;
// what cannot be that one is kept as it is.
export const file = "ly/src/parser_json.c";

export function transform(text, { insertBefore }) {
  const withCheck = insertBefore(text, function_, check);
  return insertBefore(withCheck, place, otherwise);
}

const function_ = `\
static LY_ERR
lydjson_subtree_r(struct lyd_json_ctx *lydctx, struct lyd_node *parent, struct lyd_node **first_p, struct ly_set *parsed)
{
`;

const check = `\
static ly_bool
lydjson_is_written_as(const struct lysc_node *snode, enum LYJSON_PARSER_STATUS status)
{
    switch (snode->nodetype) {
    case LYS_LEAFLIST:
    case LYS_LIST:
        return status == LYJSON_ARRAY;
    case LYS_LEAF:
        return status != LYJSON_OBJECT;
    case LYS_ANYDATA:
    case LYS_ANYXML:
        return 1;
    default:
        return status == LYJSON_OBJECT;
    }
}

`;

const place = "        /* check the representation according to the nodetype and then continue with the content */\n";

const otherwise = `\
        if ((lydctx->int_opts & LYD_INTOPT_ANY) && !parent && !lydjson_is_written_as(snode, status)) {
            enum LYJSON_PARSER_STATUS inner = status;

            if (status == LYJSON_ARRAY) {
                LY_CHECK_ERR_GOTO(r = lyjson_ctx_next(lydctx->jsonctx, &inner), rc = r, cleanup);
            }
            r = lydjson_parse_opaq(lydctx, name, name_len, prefix, prefix_len, parent, &status, &inner, first_p, &node);
            LY_CHECK_ERR_GOTO(r, rc = r, cleanup);
            goto node_parsed;
        }

`;
