/** Fragments of modules, made when first asked for and kept until the schema changes. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Management } from "../../../operations/management.js";
import type { SchemaNode, SchemaTree } from "../../../schema/schema-tree.js";
import { type Fragment, moduleFragment } from "./module-fragment.js";

/** How long a fragment may be worked on before others have their turn. */
const SLICE_MS = 5;

/** One tree: all of it, or what another module adds to it. */
export interface FragmentKey {
  readonly tree: string;
  readonly only?: string | undefined;
}

export class Fragments {
  #contentId = "";
  readonly #made = new Map<string, Promise<Fragment | undefined>>();

  constructor(readonly management: Pick<Management, "schema" | "describeModule">) {}

  /** Undefined when the module has gone meanwhile. */
  get({ tree, only }: FragmentKey): Promise<Fragment | undefined> {
    const { schema } = this.management;
    if (this.#contentId !== schema.contentId) this.#made.clear();
    this.#contentId = schema.contentId;
    const key = `${tree} ${only ?? ""}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(tree, only, schema);
    this.#made.set(key, made);
    // What failed is tried again by the next who asks.
    made.catch(() => this.#made.delete(key));
    return made;
  }

  async #make(tree: string, only: string | undefined, schema: SchemaTree): Promise<Fragment | undefined> {
    const described = await this.management.describeModule(tree);
    return described && inSlices(moduleFragment(described, schema, only));
  }
}

/**
 * The trees that a document is made of: those of the modules, and of others what the modules add to them.
 * @param modules undefined: all that there are
 */
export function fragmentKeys(schema: SchemaTree, modules: readonly string[] | undefined): readonly FragmentKey[] {
  if (modules === undefined) return modulesWithResources(schema).map((tree) => ({ tree }));
  const wanted = new Set(modules);
  const keys = new Map<string, FragmentKey>();
  for (const node of schema.nodes) {
    if (!wanted.has(node.module)) continue;
    const tree = topOf(node).module;
    const only = wanted.has(tree) ? undefined : node.module;
    keys.set(`${tree} ${only ?? ""}`, { tree, only });
  }
  return [...keys.values()];
}

/** Names of modules that have nodes at the top, in order. */
export function modulesWithResources(schema: SchemaTree): readonly string[] {
  const names = schema.nodes.filter(({ parent, kind }) => parent === undefined && kind !== "notification");
  return [...new Set(names.map(({ module }) => module))].sort();
}

function topOf(node: SchemaNode): SchemaNode {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return top;
}

async function inSlices<Result>(work: Generator<undefined, Result>): Promise<Result> {
  for (let end = performance.now() + SLICE_MS; ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() < end) continue;
    await nextTurn();
    end = performance.now() + SLICE_MS;
  }
}
