/** Reads a module out of libyang's compiled schema. */

import { identities, type SchemaNode, type SchemaType, type YangContext } from "libyang-wasm";
import type { DescribedModule, DescribedNode } from "./described-module.js";

/** Undefined when the context does not implement such a module. */
export function describeModule(context: YangContext, name: string): DescribedModule | undefined {
  const modules = context.modules().filter(({ implemented }) => implemented);
  if (!modules.some((module) => module.name === name)) return undefined;
  const bases = new Set<string>();
  const nodes = context.topLevel(name).map((node) => describeNode(node, bases));
  const implemented = new Set(modules.map((module) => module.name));
  return { nodes, identities: derivedFrom(context, bases, implemented) };
}

function describeNode(node: SchemaNode, bases: Set<string>): DescribedNode {
  const { kind, module, name, description, units, config, status, mandatory, presence, ...more } = node.describe();
  const { keys, minElements, maxElements, defaults } = more;
  const conditional = more.whens.length > 0;
  const type = kind === "leaf" || kind === "leaf-list" ? node.type() : undefined;
  if (type !== undefined) collectBases(type, bases);
  const children = node.children().map((child) => describeNode(child, bases));
  return {
    ...{ kind, module, name, description, units, config, status, mandatory, conditional, presence },
    ...{ keys, minElements, maxElements, defaults, type, children },
  };
}

function collectBases(type: SchemaType, bases: Set<string>): void {
  if (type.base === "identityref") for (const { module, name } of type.bases) bases.add(`${module}:${name}`);
  if (type.base === "leafref") collectBases(type.target, bases);
  if (type.base === "union") for (const member of type.types) collectBases(member, bases);
}

/** RFC 7950 9.10.2: identities of modules that are not implemented are not values. */
function derivedFrom(
  context: YangContext,
  bases: ReadonlySet<string>,
  implemented: ReadonlySet<string>,
): Record<string, readonly string[]> {
  if (bases.size === 0) return {};
  const directly = new Map(
    identities(context).map(({ module, name, derived }) => [
      `${module}:${name}`,
      derived.map((identity) => `${identity.module}:${identity.name}`),
    ]),
  );
  const found: Record<string, readonly string[]> = {};
  for (const base of bases) {
    // A set grows while it is walked: what is derived from the derived follows.
    const names = new Set(directly.get(base));
    for (const name of names) for (const further of directly.get(name) ?? []) names.add(further);
    found[base] = [...names].filter((name) => implemented.has(name.split(":", 1)[0]!)).sort();
  }
  return found;
}
