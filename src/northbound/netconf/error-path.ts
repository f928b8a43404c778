/** Instance paths with module names (RFC 7951 6.11) as an XML document has them: prefixes, and what they stand for. */

import { xpathTokens } from "../../operations/filters/xpath-tokens.js";
import type { SchemaTree } from "../../schema/schema-tree.js";

export interface XmlPath {
  readonly path: string;
  /** Prefix and namespace of every module in it. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** Undefined when a module of the path is unknown: half a path would mislead. */
export function xmlPath(instancePath: string, schema: SchemaTree): XmlPath | undefined {
  const prefixes = new Map<string, string>();
  let path = "";
  let depth = 0;
  // A step without a module is in that of the step before; a key in that of its list.
  let stepModule: string | undefined;
  for (const token of xpathTokens(instancePath)) {
    if (token.kind === "other") {
      if (token.text === "[") depth++;
      if (token.text === "]") depth--;
      path += token.text;
      continue;
    }
    const module: string | undefined = token.prefix ?? stepModule;
    if (depth === 0) stepModule = module;
    const prefix = module === undefined ? undefined : prefixOf(module, prefixes, schema);
    if (prefix === undefined) return undefined;
    path += `${prefix}:${token.local}`;
  }
  const namespaces = [...prefixes].map(([module, prefix]) => [prefix, schema.module(module)!.namespace] as const);
  return { path, namespaces: new Map(namespaces) };
}

/** The module's own prefix, with a number behind it where another module of the path has the same. */
function prefixOf(name: string, prefixes: Map<string, string>, schema: SchemaTree): string | undefined {
  const known = prefixes.get(name);
  if (known !== undefined) return known;
  const module = schema.module(name);
  if (module === undefined) return undefined;
  const taken = new Set(prefixes.values());
  let prefix = module.prefix;
  for (let number = 2; taken.has(prefix); number++) prefix = `${module.prefix}${number}`;
  prefixes.set(name, prefix);
  return prefix;
}
