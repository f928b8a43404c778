// anydata and anyxml parameters of operations: the part of a request that is data of a datastore.
import type { YangContext } from "../context.js";
import { DataTree } from "../data-tree.js";

export interface OperationContent {
  /** Parsed data nodes, not validated; empty where there are none, or text. */
  readonly tree: DataTree;
  /** Text in place of elements. */
  readonly text?: string;
  /** Annotations of the parameter itself; those of a NETCONF filter are type and select (with module names). */
  readonly metadata: Readonly<Record<string, string>>;
}

/** As csrc/reader/operation-input.c prints it. */
export interface PrintedContent {
  readonly name: string;
  readonly tree?: number;
  readonly text?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Takes over the trees, which nobody else frees. */
export function adoptContents(
  context: YangContext,
  printed: readonly PrintedContent[],
): ReadonlyMap<string, OperationContent> {
  return new Map(
    printed.map(({ name, tree, text, metadata }) => [
      name,
      { tree: new DataTree(context, tree ?? 0), metadata, ...(text === undefined ? {} : { text }) },
    ]),
  );
}

export function disposeContents(contents: ReadonlyMap<string, OperationContent>): void {
  for (const { tree } of contents.values()) tree[Symbol.dispose]();
}
