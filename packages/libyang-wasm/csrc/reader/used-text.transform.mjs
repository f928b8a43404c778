// Before libyang parses an element of XML data it tells how far it has come, so that what is in front of it can be used up
// (csrc/reader/used-text.c).
export const file = "ly/src/parser_xml.c";

export function transform(text, { insertBefore, replace }) {
  const declared = replace(text, '#include "xml.h"\n', `#include "xml.h"\n\n${declaration}`);
  return insertBefore(declared, place, "    used_text_passed(xmlctx);\n\n");
}

const declaration = "void used_text_passed(const struct lyxml_ctx *xmlctx);\n";

const place =
  "    /* remember element prefix and name */\n    prefix = xmlctx->prefix;\n    prefix_len = xmlctx->prefix_len;\n    name = xmlctx->name;\n";
