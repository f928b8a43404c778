// XPath looks an entry up by its hash with predicates that libyang prints for itself, values of concat() among them.
export const file = "ly/src/xpath.c";

export function transform(text, { insertBefore, replace }) {
  const declared = insertBefore(text, '#include "compat.h"\n', "char *xpath_literal(const char *value);\n\n");
  const variable = replace(declared, "    char quot;\n", "    char *literal = NULL;\n");
  const printed = replace(variable, print, printLiteral);
  return replace(printed, end, `    free(literal);\n${end}`);
}

const print = `\
    *pred = ly_realloc(*pred, *pred_len + 1 + strlen(pred_node->name) + 2 + strlen(set2.val.str) + 3);
    LY_CHECK_ERR_GOTO(!*pred, LOGMEM(set->ctx); rc = LY_EMEM, cleanup);
    quot = strchr(set2.val.str, '\\'') ? '\\"' : '\\'';
    *pred_len += sprintf(*pred + *pred_len, "[%s=%c%s%c]", pred_node->name, quot, set2.val.str, quot);
`;

const printLiteral = `\
    literal = xpath_literal(set2.val.str);
    LY_CHECK_ERR_GOTO(!literal, rc = LY_EMEM, cleanup);
    *pred = ly_realloc(*pred, *pred_len + strlen(pred_node->name) + strlen(literal) + 4);
    LY_CHECK_ERR_GOTO(!*pred, LOGMEM(set->ctx); rc = LY_EMEM, cleanup);
    *pred_len += sprintf(*pred + *pred_len, "[%s=%s]", pred_node->name, literal);
`;

const end = `\
    lyxp_expr_free(set->ctx, val_exp);
    lyxp_set_free_content(&set2);
    return rc;
`;
