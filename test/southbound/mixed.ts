/** Several configurations at once, as one. */

import { memberNode } from "../../src/schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../src/schema/schema-tree.js";
import type { Configuration } from "../translators/test-bed.js";

/** All of each: entries of lists meet by their keys, and of a leaf that several have the first one's value stays. */
export function mixed(schema: SchemaTree, ...configurations: readonly Configuration[]): Configuration {
  return configurations.reduce((one, other) => join(one, other, undefined, schema), {});
}

function join(
  one: Configuration,
  other: Configuration,
  parent: SchemaNode | undefined,
  schema: SchemaTree,
): Configuration {
  const joint: Record<string, unknown> = { ...one };
  for (const [name, theirs] of Object.entries(other)) {
    const ours = one[name];
    const node = memberNode(name, parent, schema);
    if (ours === undefined) joint[name] = theirs;
    else if (node?.kind === "container")
      joint[name] = join(ours as Configuration, theirs as Configuration, node, schema);
    else if (node?.kind === "list") joint[name] = joinLists(ours as Entries, theirs as Entries, node, schema);
    else if (node?.kind === "leaf-list") joint[name] = [...new Set([...(ours as Entries), ...(theirs as Entries)])];
  }
  return joint;
}

type Entries = readonly Configuration[];

function joinLists(ours: Entries, theirs: Entries, list: SchemaNode, schema: SchemaTree): Entries {
  const keyOf = (entry: Configuration) => JSON.stringify(list.keys.map((key) => entry[key]));
  const byKey = new Map(ours.map((entry) => [keyOf(entry), entry]));
  for (const entry of theirs) {
    const present = byKey.get(keyOf(entry));
    byKey.set(keyOf(entry), present === undefined ? entry : join(present, entry, list, schema));
  }
  return [...byKey.values()];
}
