/** Reads a module out of libyang's compiled schema. */

import { identities, type SchemaNode, type SchemaType, type YangContext } from "libyang-wasm";
import type { DescribedModule, DescribedNode, DescribedPiece } from "./described-module.js";

/** Nodes of a piece; with more of them the readers of the engine would have to wait for too long. */
const PIECE = 150;

/**
 * @param from number of the first node that is wanted, in the order of the walk
 * @returns undefined when the context does not implement such a module
 */
export function describePiece(context: YangContext, name: string, from: number): DescribedPiece | undefined {
  const modules = context.modules().filter(({ implemented }) => implemented);
  if (!modules.some((module) => module.name === name)) return undefined;
  const bases = new Set<string>();
  const nodes: { depth: number; node: Omit<DescribedNode, "children"> }[] = [];
  let next: number | undefined;
  let at = 0;
  for (const { node, depth } of walk(context.topLevel(name), 0)) {
    if (nodes.length === PIECE) {
      next = at;
      break;
    }
    if (at++ >= from) nodes.push({ depth, node: describeNode(node, bases) });
  }
  const implemented = new Set(modules.map((module) => module.name));
  return { nodes, identities: derivedFrom(context, bases, implemented), next };
}

/** Puts a module together from its pieces; undefined when it is not there, or has gone meanwhile. */
export async function describeModule(
  piece: (from: number) => Promise<DescribedPiece | undefined>,
): Promise<DescribedModule | undefined> {
  const top: DescribedNode[] = [];
  const identities: Record<string, readonly string[]> = {};
  const above: DescribedNode[][] = [top];
  for (let from: number | undefined = 0; from !== undefined; ) {
    const described: DescribedPiece | undefined = await piece(from);
    if (described === undefined) return undefined;
    for (const { depth, node } of described.nodes) {
      const children: DescribedNode[] = [];
      above[depth]!.push({ ...node, children });
      above[depth + 1] = children;
    }
    Object.assign(identities, described.identities);
    from = described.next;
  }
  return { nodes: top, identities };
}

function* walk(nodes: readonly SchemaNode[], depth: number): Generator<{ node: SchemaNode; depth: number }> {
  for (const node of nodes) {
    yield { node, depth };
    yield* walk(node.children(), depth + 1);
  }
}

function describeNode(node: SchemaNode, bases: Set<string>): Omit<DescribedNode, "children"> {
  const { kind, module, name, description, units, config, status, mandatory, presence, ...more } = node.describe();
  const { keys, minElements, maxElements, defaults } = more;
  const conditional = more.whens.length > 0;
  const type = kind === "leaf" || kind === "leaf-list" ? node.type() : undefined;
  if (type !== undefined) collectBases(type, bases);
  return {
    ...{ kind, module, name, description, units, config, status, mandatory, conditional, presence },
    ...{ keys, minElements, maxElements, defaults, type },
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
