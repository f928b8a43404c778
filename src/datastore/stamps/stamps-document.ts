/** Stamps as they are kept beside a snapshot, so that a restart changes none of them. */

import type { SchemaTree } from "../../schema/schema-tree.js";
import { addChild, newNode, type Stamp, type StampNode, Stamps } from "./stamps.js";

interface Document {
  /** Each stamp once: [revision, ms since 1970]. */
  readonly stamps: readonly (readonly [number, number])[];
  readonly root: WrittenNode;
}

/** Numbers of the two stamps of a node, and its children by step. */
type WrittenNode = readonly [stamp: number, rest: number, children?: Readonly<Record<string, WrittenNode>>];

export function writeStamps({ root }: Stamps): Uint8Array {
  const numbers = new Map<number, number>();
  const stamps: [number, number][] = [];
  const numberOf = ({ revision, timeMs }: Stamp): number => {
    const known = numbers.get(revision);
    if (known !== undefined) return known;
    numbers.set(revision, stamps.length);
    return stamps.push([revision, timeMs]) - 1;
  };
  const write = ({ stamp, rest, children }: StampNode): WrittenNode => {
    const numbered = [numberOf(stamp), numberOf(rest)] as const;
    if (children === undefined || children.size === 0) return numbered;
    return [...numbered, Object.fromEntries([...children].map(([step, child]) => [step, write(child)]))];
  };
  const written = write(root);
  return Buffer.from(JSON.stringify({ stamps, root: written } satisfies Document));
}

export function readStamps(bytes: Uint8Array, schema: SchemaTree): Stamps {
  const { stamps, root } = JSON.parse(Buffer.from(bytes).toString()) as Document;
  const known = stamps.map(([revision, timeMs]): Stamp => ({ revision, timeMs }));
  const read = ([stamp, rest, children = {}]: WrittenNode): StampNode => {
    const node = newNode(known[stamp]!, known[rest]!);
    for (const [step, child] of Object.entries(children)) addChild(node, step, read(child));
    return node;
  };
  return new Stamps(schema, read(root));
}
