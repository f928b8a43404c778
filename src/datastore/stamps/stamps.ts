/**
 * When each part of running was changed last: revision and time of the last commit that changed something at or below a node.
 * Kept as a tree of the nodes that commits have touched. A commit costs what it changes; how many nodes are known is limited.
 * What is forgotten, and what was never touched, has the stamp of what is known around it: a stamp may be newer than the last
 * change of its node, and is never older.
 */

import type { SchemaTree } from "../../schema/schema-tree.js";
import { type ChangedPath, changedPaths, pathOfInstance } from "./changed-paths.js";

export interface Stamp {
  readonly revision: number;
  readonly timeMs: number;
}

/** Nodes that are known at a time, about 200 bytes each. */
const MAXIMUM_NODES = 50_000;
/** Changes that are noted without letting others run in between. */
const CHANGES_AT_ONCE = 1000;

export interface StampNode {
  /** Last change at or below the node. */
  stamp: Stamp;
  /** Not older than the last change of anything below that is not among the children. */
  rest: Stamp;
  children: Map<string, StampNode> | undefined;
}

/** A place in the datastore, and when it was changed last. */
export interface StampCursor {
  /** Undefined where nothing more is known than what is around it. */
  readonly node: StampNode | undefined;
  readonly rest: Stamp;
  readonly stamp: Stamp;
}

/** One step down: a name with its module where that changes, and below a list the keys of an entry as JSON. */
export function enter({ node, rest }: StampCursor, step: string): StampCursor {
  const child = node?.children?.get(step);
  if (child === undefined) return { node: undefined, rest, stamp: rest };
  const known = newer(rest, child.rest);
  return { node: child, rest: known, stamp: newer(child.stamp, known) };
}

export class Stamps {
  #count = 0;

  /** @param root may have children: those of stamps that were written before */
  constructor(
    readonly schema: SchemaTree,
    readonly root: StampNode,
    readonly maximumNodes = MAXIMUM_NODES,
  ) {
    this.#count = sizeOf(root);
  }

  /** Of a store that knows nothing about the time before: all is as old as `base`. */
  static since(base: Stamp, schema: SchemaTree, maximumNodes?: number): Stamps {
    return new Stamps(schema, newNode(base, base), maximumNodes);
  }

  /** Notes a commit. `forward`: its journal lines. */
  async record(stamp: Stamp, forward: Uint8Array): Promise<void> {
    let noted = 0;
    for (const path of changedPaths(forward, this.schema)) {
      this.#note(path, stamp);
      if (++noted % CHANGES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.root.stamp = stamp;
  }

  /** The stamp of an instance, or of a whole list or leaf-list; "" is the datastore. Keys have to be canonical. */
  of(instancePath: string): Stamp {
    return pathOfInstance(instancePath).reduce(enter, this.cursor()).stamp;
  }

  /** Stands at the datastore; `enter` goes down from there. */
  cursor(): StampCursor {
    return { node: this.root, rest: this.root.rest, stamp: newer(this.root.stamp, this.root.rest) };
  }

  #note({ steps, whole }: ChangedPath, stamp: Stamp): void {
    let node = this.root;
    node.stamp = stamp;
    for (const step of steps) {
      let child = node.children?.get(step);
      if (child === undefined) {
        child = newNode(stamp, oldest);
        addChild(node, step, child);
        this.#count++;
      }
      child.stamp = stamp;
      node = child;
    }
    if (whole) {
      this.#count -= sizeOf(node);
      node.children = undefined;
      node.rest = stamp;
    }
    if (this.#count > this.maximumNodes) this.#forgetOlderHalf();
  }

  /** The oldest innermost nodes go, until half of what may be known is left: so that it does not happen often. */
  #forgetOlderHalf(): void {
    while (this.#count > this.maximumNodes / 2) {
      const innermost = [...innermostBelow(this.root)].sort((a, b) => a.stamp.revision - b.stamp.revision);
      for (const { parent, step, stamp } of innermost.slice(0, Math.ceil(this.#count - this.maximumNodes / 2))) {
        parent.children.delete(step);
        parent.rest = newer(parent.rest, stamp);
        this.#count--;
      }
    }
  }
}

/** Of a node whose descendants have the stamp of what is around it. */
const oldest: Stamp = { revision: -1, timeMs: 0 };

export function newNode(stamp: Stamp, rest: Stamp): StampNode {
  return { stamp, rest, children: undefined };
}

/** Most nodes are leafs of the tree: only those with children have a map. */
export function addChild(node: StampNode, step: string, child: StampNode): void {
  node.children ??= new Map();
  node.children.set(step, child);
}

function newer(one: Stamp, other: Stamp): Stamp {
  return other.revision > one.revision ? other : one;
}

function sizeOf({ children }: StampNode): number {
  if (children === undefined) return 0;
  let size = children.size;
  for (const child of children.values()) size += sizeOf(child);
  return size;
}

type ParentNode = StampNode & { readonly children: NonNullable<StampNode["children"]> };

function isParent(node: StampNode): node is ParentNode {
  return node.children !== undefined;
}

interface Innermost {
  readonly parent: ParentNode;
  readonly step: string;
  readonly stamp: Stamp;
}

function* innermostBelow(parent: StampNode): Generator<Innermost> {
  if (!isParent(parent)) return;
  for (const [step, child] of parent.children) {
    if (child.children !== undefined && child.children.size > 0) yield* innermostBelow(child);
    else yield { parent, step, stamp: newer(child.stamp, child.rest) };
  }
}
