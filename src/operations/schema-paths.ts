/** What part of the schema a selection is about, for those who give state. */

import { withoutPredicates } from "../schema/without-predicates.js";

const SIMPLE_PATH = /^(?:\/(?:[\w.-]+:)?[\w.-]+)+$/;

/**
 * Schema paths as the schema tree writes them (the module where it changes), without predicates.
 * Undefined when an XPath is too free to say (`//`, `*`, axes, functions): it may be about anything.
 * @param select XPaths with module names as prefixes, on every step or where they change
 */
export function schemaPathsOf(select: readonly string[] | undefined): readonly string[] | undefined {
  if (select === undefined) return undefined;
  const paths = select.map(withoutPredicates);
  if (!paths.every((path) => SIMPLE_PATH.test(path))) return undefined;
  return paths.map(withoutRepeatedModules);
}

/** A path with the module where it changes. */
export function withoutRepeatedModules(path: string): string {
  let module = "";
  return path.replace(/\/(?:([\w.-]+):)?([\w.-]+)/g, (_step, prefix: string | undefined, name: string) => {
    if (prefix === undefined || prefix === module) return `/${name}`;
    module = prefix;
    return `/${prefix}:${name}`;
  });
}
