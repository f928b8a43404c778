// Lets XPath look a list entry up by hash where the key is compared with a path from current().
//
// libyang evaluates such a predicate once, instead of for each entry, only if it is sure that its value is the same for
// all of them. It takes a child of the list that current() leads to for a child of the entry being tested, which makes
// `../entry[name=current()/peer]` a walk over all entries when the constraint stands in that list itself.
// A path from current() never depends on the entry. Its value is one node as long as the path goes down through
// containers and leaves only, and anything goes above the current node.
export const file = "ly/src/xpath.c";

const place =
  /\n {4}\/\* check whether we can compile a single predicate \(evaluation result value is always the same\) \*\/\n/;
const loopHead =
  /( {4}for \(i = 0; i < set2\.used; \+\+i\) \{\n)( {8}if \(\(set2\.val\.scnodes\[i\]\.type != LYXP_NODE_ELEM\))/;

const isFixedPath = `
/* A plain path from current(): up any number of times, then down by names that are no list or leaf-list. */
static ly_bool
is_fixed_path(const struct lyxp_expr *exp, uint32_t first, uint32_t last, const struct lyxp_set *atoms)
{
    uint32_t i, k;

    if ((last < first + 2) || (exp->tokens[first] != LYXP_TOKEN_FUNCNAME) || (exp->tok_len[first] != 7) ||
            strncmp(exp->expr + exp->tok_pos[first], "current", 7)) {
        return 0;
    }
    for (i = first + 3; i <= last; ++i) {
        const char *name = exp->expr + exp->tok_pos[i], *colon;
        uint32_t length = exp->tok_len[i];

        if ((exp->tokens[i] == LYXP_TOKEN_OPER_PATH) || (exp->tokens[i] == LYXP_TOKEN_DDOT)) {
            continue;
        } else if (exp->tokens[i] != LYXP_TOKEN_NAMETEST) {
            return 0;
        }
        if ((colon = memchr(name, ':', length))) {
            length -= colon + 1 - name;
            name = colon + 1;
        }
        for (k = 0; k < atoms->used; ++k) {
            const struct lysc_node *atom = (atoms->val.scnodes[k].type == LYXP_NODE_ELEM) ? atoms->val.scnodes[k].scnode : NULL;

            if (atom && (atom->nodetype & (LYS_LIST | LYS_LEAFLIST)) && (strlen(atom->name) == length) &&
                    !strncmp(atom->name, name, length)) {
                return 0;
            }
        }
        if (memchr(name, '*', length)) {
            return 0;
        }
    }
    return 1;
}
`;

/** @param text libyang's xpath.c */
export function transform(text) {
  const start = text.search(place);
  if (start < 0) throw new Error("xpath.c: the check of a predicate's value is not where it is expected");
  const changed =
    text.slice(0, start) +
    text
      .slice(start)
      .replace(
        loopHead,
        "    for (i = is_fixed_path(exp, tok_idx, end_tok_idx, &set2) ? set2.used : 0; i < set2.used; ++i) {\n$2",
      );
  return insertBefore(changed, "eval_name_test_try_compile_predicate_append(const struct lyxp_expr", isFixedPath);
}

/** Inserts a function in front of the (documented, static) one whose definition begins with `signature`. */
function insertBefore(text, signature, addition) {
  const at = text.indexOf(signature);
  const comment = at < 0 ? -1 : text.lastIndexOf("/**", at);
  if (comment < 0) throw new Error(`xpath.c: no definition of ${signature}`);
  return `${text.slice(0, comment)}${addition.trimStart()}\n${text.slice(comment)}`;
}
