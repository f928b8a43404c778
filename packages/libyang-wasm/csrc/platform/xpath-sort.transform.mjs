// libyang brings a node set into document order by bubbles: an axis that goes backwards gives it the worst order there
// is. Here it is sorted in n log n.
export const file = "ly/src/xpath.c";

export function transform(text, { insertBefore, replace }) {
  const [, loop] =
    text.match(/( {4}for \(i = 0; i < set->used; \+\+i\) \{\n {8}inverted = 0;\n.*?\n {4}\}\n)\n#ifndef NDEBUG/s) ?? [];
  const sorted = replace(
    text,
    loop,
    "    ret = 1;\n    qsort(set->val.nodes, set->used, sizeof *set->val.nodes, set_sort_compare_items);\n",
  );
  return insertBefore(sorted, documentation, comparator);
}

const documentation = `\
/**
 * @brief Bubble sort @p set into XPath document order.
`;

const comparator = `\
static int
set_sort_compare_items(const void *left, const void *right)
{
    return set_sort_compare((struct lyxp_set_node *)left, (struct lyxp_set_node *)right);
}

`;
