/** Member paths ("ietf-ip:ipv4/mtu") into RFC 7951 values: picking, dropping and merging parts of them. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The named members of a value in the shape they have there; undefined when none is there. */
export function pickMembers(value: JsonObject, paths: readonly (readonly string[])[]): JsonObject | undefined {
  let picked: Record<string, unknown> | undefined;
  for (const path of paths) {
    const member = memberAt(value, path);
    if (member === undefined) continue;
    picked ??= {};
    putMember(picked, path, member);
  }
  return picked;
}

/** The value less the named members. The same object when none of them is there. */
export function dropMembers(value: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  return paths.reduce(dropMember, value);
}

/** Both values as one; where both say something, the second counts. Lists are taken whole. */
export function mergeValues(first: JsonObject, second: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, member] of Object.entries(second)) {
    const other = merged[name];
    merged[name] = isObject(other) && isObject(member) ? mergeValues(other, member) : member;
  }
  return merged;
}

/** The value less members that hold nothing: a container without presence says the same as none. */
export function dropEmpty(value: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const inner = isObject(member) ? dropEmpty(member) : member;
    if (!isObject(inner) || Object.keys(inner).length > 0) kept[name] = inner;
  }
  return kept;
}

export function memberAt(value: JsonObject, path: readonly string[]): unknown {
  let at: unknown = value;
  for (const name of path) {
    if (!isObject(at)) return undefined;
    at = at[name];
  }
  return at;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function putMember(target: Record<string, unknown>, path: readonly string[], member: unknown): void {
  let at = target;
  for (const name of path.slice(0, -1)) {
    at[name] ??= {};
    at = at[name] as Record<string, unknown>;
  }
  at[path.at(-1)!] = member;
}

function dropMember(value: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined || value[name] === undefined) return value;
  if (rest.length === 0) {
    const { [name]: _dropped, ...others } = value;
    return others;
  }
  const member = value[name];
  return isObject(member) ? { ...value, [name]: dropMember(member, rest) } : value;
}
