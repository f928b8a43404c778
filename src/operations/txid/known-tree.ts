/** What a client knows, by place: the ids that it sent with a read, as a tree beside that of the data. */

import { pathOfInstance } from "../../datastore/stamps/changed-paths.js";

/** The id that a client knows of an instance; "" is the datastore. A list without keys stands for all of its entries. */
export interface KnownTxid {
  readonly path: string;
  readonly value: string;
}

export interface KnownNode {
  value?: string;
  readonly children: Map<string, KnownNode>;
}

/** By the steps of `pathOfInstance`. */
export function knownTree(known: readonly KnownTxid[]): KnownNode {
  const root: KnownNode = { children: new Map() };
  for (const { path, value } of known) {
    let node = root;
    for (const step of pathOfInstance(path)) {
      let child = node.children.get(step);
      if (child === undefined) {
        child = { children: new Map() };
        node.children.set(step, child);
      }
      node = child;
    }
    node.value = value;
  }
  return root;
}
