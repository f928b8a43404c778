/** What several changes after one another come to (RFC 8641 3.1: within a dampening period a node is told once). */

import type { DataEdit } from "../compare/list-entries.js";

/**
 * The edits in an order in which a receiver can apply them: one for each node, as it is in the end. What was made and is
 * gone again is not told, nor what happened below a node that is gone.
 */
export function netEdits(edits: readonly DataEdit[]): readonly DataEdit[] {
  const net = new Map<string, DataEdit>();
  for (const edit of edits) {
    const key = keyOf(edit);
    const earlier = net.get(key);
    if (edit.operation === "delete") forgetBelow(net, edit.target, placeOf(net, edit.target));
    net.delete(key);
    for (const sum of earlier === undefined ? [edit] : sumOf(earlier, edit)) net.set(keyOf(sum), sum);
  }
  return [...net.values()];
}

/** A new place is told beside the value. */
function keyOf({ operation, target }: DataEdit): string {
  return operation === "move" ? `${target} ` : target;
}

function sumOf(earlier: DataEdit, later: DataEdit): readonly DataEdit[] {
  const isNew = earlier.operation === "create" || earlier.operation === "insert";
  if (later.operation === "delete") return isNew ? [] : [later];
  if (later.operation === "replace") {
    return [isNew ? { ...later, operation: earlier.operation, ...place(earlier) } : later];
  }
  // What was deleted and is there again has another value now, and maybe another place, as far as the receiver can see.
  if (earlier.operation !== "delete") return [later];
  if (later.operation === "create") return [{ ...later, operation: "replace" }];
  const { where, point, ...again } = later;
  return [
    { ...again, operation: "replace" },
    { operation: "move", target: later.target, ...place({ where, point }) },
  ];
}

type Place = Pick<DataEdit, "where" | "point">;

/** Where a new entry stands that is about to be forgotten; undefined for one that the receiver knows. */
function placeOf(net: ReadonlyMap<string, DataEdit>, target: string): Place | undefined {
  const inserted = net.get(target);
  return inserted?.operation === "insert" ? (net.get(`${target} `) ?? inserted) : undefined;
}

/** @param left place of an entry that nobody hears of: what was to follow it takes it */
function forgetBelow(net: Map<string, DataEdit>, target: string, left: Place | undefined): void {
  for (const [key, edit] of [...net]) {
    if (key.startsWith(`${target}/`) || key === `${target} `) net.delete(key);
    else if (left !== undefined && edit.point === target) {
      const { where: _, point: __, ...rest } = edit;
      net.set(key, { ...rest, ...place(left) });
    }
  }
}

function place({ where, point }: { [Key in keyof Place]?: Place[Key] | undefined }): Place {
  return { ...(where && { where }), ...(point !== undefined && { point }) };
}
