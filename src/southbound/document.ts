/** Builds RFC 7951 documents out of objects: each object's value goes to its place in the tree. */

import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { type JsonObject, mergeValues } from "./member-path.js";
import type { RegisteredTranslator } from "./registry.js";
import type { ObjectKey } from "./translator.js";

type Members = Record<string, unknown>;

/** One document that grows object by object. List entries are found by hash, so that adding costs the same in long lists. */
export class StateDocument {
  readonly #schema: SchemaTree;
  readonly #root: Members = {};
  readonly #listEntries = new Map<unknown, Map<string, Members>>();
  readonly #steps = new Map<string, readonly Step[]>();

  constructor(schema: SchemaTree) {
    this.#schema = schema;
  }

  /** Adds members to the unit of an object, made on the way with its parents. Returns the unit. */
  add({ translator, keySteps }: RegisteredTranslator, key: ObjectKey, members: JsonObject): Members {
    const keyValues = new Map(keySteps.map(([name, list, leaf]) => [`${list}/${leaf}`, key[name]]));
    let at = this.#root;
    for (const step of this.#stepsTo(translator.path)) at = this.#enter(at, step, keyValues);
    Object.assign(at, mergeValues(at, members));
    return at;
  }

  /** The document. */
  get root(): JsonObject {
    return this.#root;
  }

  #enter(parent: Members, { member, node }: Step, keyValues: ReadonlyMap<string, string | undefined>): Members {
    if (node.kind !== "list") {
      parent[member] ??= {};
      return parent[member] as Members;
    }
    parent[member] ??= [];
    const list = parent[member] as Members[];
    const entries = this.#listEntries.get(list) ?? new Map<string, Members>();
    this.#listEntries.set(list, entries);
    const values = node.keys.map((leaf) => keyValues.get(`${node.name}/${leaf}`) ?? "");
    const found = entries.get(values.join("|"));
    if (found !== undefined) return found;
    const made = Object.fromEntries(node.keys.map((leaf, index) => [leaf, keyLeaf(node, leaf, values[index]!)]));
    entries.set(values.join("|"), made);
    list.push(made);
    return made;
  }

  #stepsTo(path: string): readonly Step[] {
    const known = this.#steps.get(path);
    if (known !== undefined) return known;
    const steps: Step[] = [];
    for (let node = this.#schema.byPath(path); node !== undefined; node = node.parent) {
      const isQualified = node.parent?.module !== node.module;
      steps.unshift({ node, member: isQualified ? `${node.module}:${node.name}` : node.name });
    }
    this.#steps.set(path, steps);
    return steps;
  }
}

interface Step {
  readonly node: SchemaNode;
  /** Name of the member in JSON (RFC 7951 4). */
  readonly member: string;
}

/** RFC 7951 6.1: integers of up to 32 bits are numbers in JSON. */
function keyLeaf(list: SchemaNode, name: string, value: string): unknown {
  const type = list.children.find((child) => child.name === name)?.type ?? "";
  return /^u?int(8|16|32)$/.test(type) ? Number(value) : value;
}
