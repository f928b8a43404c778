// Instance-identifiers with values that hold both kinds of quotes, printed as csrc/literals/literal.c writes them.
export const files = ["ly/src/plugins_types/instanceid.c", "ly/src/plugins_types/node_instanceid.c"];

export function transform(text, { replace, insertBefore }) {
  const declared = insertBefore(text, '#include "compat.h"\n', "char *xpath_literal(const char *value);\n\n");
  const variable = replace(declared, "*result = NULL, quot;", "*result = NULL, *literal;");
  return variable
    .replaceAll(quote, literal)
    .replaceAll("=%c%s%c]", "=%s]")
    .replaceAll("quot, strval, quot", "literal")
    .replaceAll(release, `                free(literal);\n${release}`);
}

const quote = `\
                /* default quote */
                quot = '\\'';
                if (strchr(strval, quot)) {
                    quot = '"';
                }
`;

const literal = `\
                literal = xpath_literal(strval);
                LY_CHECK_ERR_GOTO(!literal, ret = LY_EMEM, cleanup);
`;

const release = "                if (d) {\n";
