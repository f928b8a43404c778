/** What several changes after one another come to (RFC 8641 3.1: within a dampening period a node is told once). */

import type { DataEdit } from "../compare/list-entries.js";

/**
 * The edits in an order in which a receiver can apply them: one for each node, as it is in the end. What was made and is
 * gone again is not told, nor what happened below a node that is gone.
 */
export function netEdits(edits: readonly DataEdit[]): readonly DataEdit[] {
  const net = new Map<string, DataEdit>();
  for (const edit of edits) {
    // A new place is told beside the value.
    const key = edit.operation === "move" ? `${edit.target} ` : edit.target;
    const earlier = net.get(key);
    if (edit.operation === "delete") forgetBelow(net, edit.target);
    net.delete(key);
    const sum = earlier === undefined ? edit : sumOf(earlier, edit);
    if (sum !== undefined) net.set(key, sum);
  }
  return [...net.values()];
}

function sumOf(earlier: DataEdit, later: DataEdit): DataEdit | undefined {
  const isNew = earlier.operation === "create";
  if (later.operation === "delete") return isNew ? undefined : later;
  if (later.operation === "replace") return isNew ? { ...later, operation: "create" } : later;
  // What was deleted and is there again has another value now, as far as the receiver can see.
  if (later.operation === "create") return earlier.operation === "delete" ? { ...later, operation: "replace" } : later;
  return later;
}

function forgetBelow(net: Map<string, DataEdit>, target: string): void {
  for (const other of [...net.keys()]) if (other.startsWith(`${target}/`) || other === `${target} `) net.delete(other);
}
