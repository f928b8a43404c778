/** Instance paths in the XML form of RFC 7950 9.13: every name with a prefix that is declared beside it. */

import { formatPredicate, parseInstancePath } from "./instance-path.js";
import type { SchemaModule, SchemaTree } from "./schema-tree.js";

export interface PrefixedPath {
  readonly path: string;
  /** Prefix to namespace, for every prefix that the path uses. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** The last step of what an error says of an attribute, with the step's module where it is another. */
const ATTRIBUTE = /\/@(?=(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$)/;

/**
 * "/mod:list[key='v']" becomes "/p:list[p:key='v']", and so does a path that ends at an attribute ("/mod:leaf/@name"); undefined
 * when it is no instance path or has an unknown module.
 */
export function prefixedPath(path: string, schema: SchemaTree): PrefixedPath | undefined {
  const steps = parseInstancePath(path.replace(ATTRIBUTE, "/"));
  if (steps === undefined) return undefined;
  const mark = ATTRIBUTE.test(path) ? "@" : "";
  const namespaces = new Map<string, string>();
  let module: string | undefined;
  let text = "";
  for (const [index, step] of steps.entries()) {
    module = step.module ?? module;
    const known = module === undefined ? undefined : schema.module(module);
    if (known === undefined) return undefined;
    const prefix = declare(known, namespaces);
    const predicates = step.predicates.map(({ key, value }) => predicate(key, value, prefix));
    text += `/${index === steps.length - 1 ? mark : ""}${prefix}:${step.name}${predicates.join("")}`;
  }
  return { path: text, namespaces };
}

/** The prefix of a module; two modules may want the same one, then the later gets a number. */
function declare({ prefix, namespace }: SchemaModule, namespaces: Map<string, string>): string {
  let candidate = prefix;
  for (let number = 2; (namespaces.get(candidate) ?? namespace) !== namespace; number++)
    candidate = `${prefix}${number}`;
  namespaces.set(candidate, namespace);
  return candidate;
}

function predicate(key: string | undefined, value: string, prefix: string): string {
  if (key === undefined) return `[${value}]`;
  return formatPredicate(key === "." ? "." : `${prefix}:${key.replace(/^.*:/, "")}`, value);
}
