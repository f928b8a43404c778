/**
 * A string as an XPath 1.0 expression. XPath has no escapes, so a string with both kinds of quotes is put together
 * from parts by concat().
 */
export function xpathLiteral(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  const parts = text.split("'").map((part) => `'${part}'`);
  return `concat(${parts.join(`, "'", `)})`;
}
