/** From an instance path back to the path of a request URI (RFC 8040 3.5.3), for the Location field. */

import { type PathStep, parseInstancePath } from "../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";

/**
 * Percent-encoded path below ".../data": "/mod:list[key='a/b']" becomes "/mod:list=a%2Fb".
 * Throws when the path is not an instance path: the engine made it, so that is a defect of ours.
 */
export function resourceUri(path: string, schema: SchemaTree): string {
  const steps = parseInstancePath(path);
  if (steps === undefined) throw new Error(`not an instance path: ${path}`);
  let node: SchemaNode | undefined;
  let uri = "";
  for (const step of steps) {
    const module: string | undefined = step.module ?? node?.module;
    node = module === undefined ? undefined : schema.child(node, module, step.name);
    uri += `/${stepName(step)}${keyValues(step, node)}`;
  }
  return uri;
}

function stepName({ module, name }: PathStep): string {
  return module === undefined ? name : `${module}:${name}`;
}

/** The URI has the values in the order of the "key" statement, whatever the order of the predicates. */
function keyValues({ predicates }: PathStep, node: SchemaNode | undefined): string {
  if (predicates.length === 0) return "";
  const byKey = new Map(predicates.map(({ key, value }) => [key?.replace(/^.*:/, ""), value]));
  const keys = node?.kind === "list" ? node.keys : [...byKey.keys()];
  return `=${keys.map((key) => encodeKey(byKey.get(key) ?? "")).join(",")}`;
}

/** encodeURIComponent leaves these sub-delimiters alone; in a key value the RFC wants every reserved character encoded. */
function encodeKey(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
