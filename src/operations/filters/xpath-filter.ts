/** XPath expressions of clients, with the prefixes of their XML document, as XPaths with module names (RFC 6241 8.9). */

import { ManagementError } from "../../errors/management-error.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { xpathTokens } from "./xpath-tokens.js";

/**
 * Replaces each prefix by the name of the module whose namespace it stands for. Names without a prefix stay as they
 * are: the reader takes them in the module of their parent.
 * @param namespaces declarations in scope of the filter, by prefix
 * @throws ManagementError invalid-value for a prefix that is not declared, unknown-namespace for one of no module
 */
export function moduleQualifiedXPath(
  expression: string,
  namespaces: ReadonlyMap<string, string>,
  schema: SchemaTree,
): string {
  let qualified = "";
  for (const token of xpathTokens(expression)) {
    if (token.kind === "other") qualified += token.text;
    else if (token.prefix === undefined) qualified += token.local;
    else qualified += `${moduleOfPrefix(token.prefix, namespaces, schema)}:${token.local}`;
  }
  return qualified;
}

function moduleOfPrefix(prefix: string, namespaces: ReadonlyMap<string, string>, schema: SchemaTree): string {
  const namespace = namespaces.get(prefix);
  if (namespace === undefined) {
    throw new ManagementError("invalid-value", {
      type: "protocol",
      message: `XPath filter uses the prefix "${prefix}", which is not declared`,
      badElement: "filter",
      badAttribute: "select",
    });
  }
  const module = schema.moduleOfNamespace(namespace);
  if (module === undefined) {
    throw new ManagementError("unknown-namespace", {
      type: "protocol",
      message: `XPath filter uses the prefix "${prefix}" for a namespace of no module here`,
      badElement: "filter",
      badNamespace: namespace,
    });
  }
  return module.name;
}
