// Paths and instance-identifiers may put a value together by concat(), as XPath does: a value that holds both kinds of quotes
// has no other notation.
export const file = "ly/src/path.c";

export function transform(text, { insertBefore, replace }) {
  const functions = insertBefore(text, check, readConcat);
  const ofKeys = replace(functions, keySyntax, keySyntaxWithConcat);
  const ofValues = replace(ofKeys, valueSyntax, valueSyntaxWithConcat);
  const compiledKeys = replace(ofValues, isLiteral(16), orJoined(16));
  const compiledValues = replace(compiledKeys, isLiteral(8), orJoined(8));
  return replace(replace(compiledValues, variables, `${variables}    char *joined = NULL;\n`), end, endWithFree);
}

const check = `\
/**
 * @brief Check predicate syntax.
`;

const readConcat = `\
/* concat() of literals */
static LY_ERR
ly_path_next_concat(const struct lyxp_expr *exp, uint32_t *tok_idx)
{
    uint32_t next = *tok_idx;

    if (lyxp_check_token(NULL, exp, next, LYXP_TOKEN_FUNCNAME) || (exp->tok_len[next] != strlen("concat")) ||
            strncmp(exp->expr + exp->tok_pos[next], "concat", strlen("concat"))) {
        return LY_ENOT;
    }
    ++next;
    LY_CHECK_RET(lyxp_next_token(NULL, exp, &next, LYXP_TOKEN_PAR1));
    do {
        LY_CHECK_RET(lyxp_next_token(NULL, exp, &next, LYXP_TOKEN_LITERAL));
    } while (!lyxp_next_token(NULL, exp, &next, LYXP_TOKEN_COMMA));
    LY_CHECK_RET(lyxp_next_token(NULL, exp, &next, LYXP_TOKEN_PAR2));
    *tok_idx = next;
    return LY_SUCCESS;
}

/* The value of a checked concat(), in new memory; goes to its last token. */
static LY_ERR
ly_path_joined(const struct lyxp_expr *exp, uint32_t *tok_idx, char **joined)
{
    char *end;

    free(*joined);
    /* it is written longer than it is */
    *joined = end = malloc(strlen(exp->expr + exp->tok_pos[*tok_idx]));
    if (!end) {
        return LY_EMEM;
    }
    for (; exp->tokens[*tok_idx] != LYXP_TOKEN_PAR2; ++(*tok_idx)) {
        if (exp->tokens[*tok_idx] == LYXP_TOKEN_LITERAL) {
            memcpy(end, exp->expr + exp->tok_pos[*tok_idx] + 1, exp->tok_len[*tok_idx] - 2);
            end += exp->tok_len[*tok_idx] - 2;
        }
    }
    *end = '\\0';
    return LY_SUCCESS;
}

`;

const keySyntax = `\
                if (lyxp_next_token(NULL, exp, tok_idx, LYXP_TOKEN_LITERAL) &&
`;

const keySyntaxWithConcat = `\
                if (ly_path_next_concat(exp, tok_idx) && lyxp_next_token(NULL, exp, tok_idx, LYXP_TOKEN_LITERAL) &&
`;

const valueSyntax = `\
            LY_CHECK_GOTO(lyxp_next_token2(ctx, exp, tok_idx, LYXP_TOKEN_LITERAL, LYXP_TOKEN_NUMBER), token_error);
`;

const valueSyntaxWithConcat = `\
            LY_CHECK_GOTO(ly_path_next_concat(exp, tok_idx) &&
                    lyxp_next_token2(ctx, exp, tok_idx, LYXP_TOKEN_LITERAL, LYXP_TOKEN_NUMBER), token_error);
`;

const isLiteral = (indent) =>
  indented(indent, ["if (expr->tokens[*tok_idx] == LYXP_TOKEN_LITERAL) {", "    /* skip quotes */"]);

const orJoined = (indent) =>
  indented(indent, [
    "if (expr->tokens[*tok_idx] == LYXP_TOKEN_FUNCNAME) {",
    "    LY_CHECK_GOTO(rc = ly_path_joined(expr, tok_idx, &joined), cleanup);",
    "    val = joined;",
    "    val_len = strlen(joined);",
    "} else if (expr->tokens[*tok_idx] == LYXP_TOKEN_LITERAL) {",
    "    /* skip quotes */",
  ]);

function indented(indent, lines) {
  return lines.map((line) => `${" ".repeat(indent)}${line}\n`).join("");
}

const variables = `\
    const char *val;
    size_t val_len, key_count;
`;

const end = `\
cleanup:
    if (rc) {
        ly_path_predicates_free(ctx_node->module->ctx, *predicates);
`;

const endWithFree = end.replace("cleanup:\n", "cleanup:\n    free(joined);\n");
