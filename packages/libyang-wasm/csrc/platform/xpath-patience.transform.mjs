// An expression may look at a node for every pair of nodes, or worse: hours on a large tree, in which the engine would
// answer nobody. Here evaluation asks from time to time whether it has taken too long (csrc/xpath-patience.c).
export const file = "ly/src/xpath.c";

export function transform(text, { replace }) {
  const declared = replace(text, '#include "xpath.h"\n', `#include "xpath.h"\n\n${declaration}`);
  const steps = replace(declared, step, `            ${check("rc", "cleanup")}${step}`);
  const descendants = replace(steps, descendant, `            LY_CHECK_RET(xpath_patience(set->ctx));\n${descendant}`);
  return replace(descendants, comparison, `${comparison}    LY_CHECK_RET(xpath_patience(set1->ctx));\n\n`);
}

const declaration = "LY_ERR xpath_patience(const struct ly_ctx *ctx);\n";

const check = (result, label) => `LY_CHECK_GOTO(${result} = xpath_patience(set->ctx), ${label});\n`;

const step = "            r = moveto_node_check(iter, iter_type, set, ncname, moveto_mod, options);\n";

const descendant = "            rc = moveto_node_check(elem, LYXP_NODE_ELEM, set, ncname, moveto_mod, options);\n";

const comparison = `\
    struct lyxp_set tmp1 = {0};
    LY_ERR rc = LY_SUCCESS;

    assert(set1->type == LYXP_SET_NODE_SET);

    /* cast set1 */
`;
