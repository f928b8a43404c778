/** Whether two RFC 7951 values say the same. Order counts in lists and not in objects; an absent member equals undefined. */
export function equalValues(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return Array.isArray(one) && Array.isArray(other) && equalLists(one, other);
  return equalObjects(one as Record<string, unknown>, other as Record<string, unknown>);
}

function equalLists(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((element, index) => equalValues(element, other[index]));
}

function equalObjects(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  for (const name of Object.keys(one)) {
    if (!equalValues(one[name], other[name])) return false;
  }
  for (const name of Object.keys(other)) {
    if (other[name] !== undefined && one[name] === undefined) return false;
  }
  return true;
}
