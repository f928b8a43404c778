// An operation, reply or notification taken out of its message.
import type { YangContext } from "./context.js";
import { DataNode } from "./data-node.js";
import { DataTree } from "./data-tree.js";

/** What parseOperation returns. Releasing it releases the trees. */
export class ParsedOperation implements Disposable {
  /** The tree with the operation, its parents included; undefined where it was added to the caller's tree. */
  readonly tree: DataTree | undefined;
  /** The rpc, action or notification node in `tree`. */
  readonly operation: DataNode | undefined;
  /** The message around it (rpc, action, rpc-reply, notification with eventTime ...) as opaque nodes. */
  readonly envelopes: DataTree | undefined;

  constructor(context: YangContext, root: number, operation: number, envelopes: number) {
    this.tree = root === 0 ? undefined : new DataTree(context, root);
    this.operation = this.tree && operation !== 0 ? new DataNode(this.tree, operation) : undefined;
    this.envelopes = envelopes === 0 ? undefined : new DataTree(context, envelopes);
  }

  [Symbol.dispose](): void {
    this.tree?.[Symbol.dispose]();
    this.envelopes?.[Symbol.dispose]();
  }
}
