/** The schema path of an instance path: without its predicates, whose values may hold brackets in quotes. */
export function withoutPredicates(path: string): string {
  return path.replace(/\[(?:[^\]"']|"[^"]*"|'[^']*')*\]/g, "");
}
