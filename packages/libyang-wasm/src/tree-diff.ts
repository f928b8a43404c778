// Differences between trees and merging, as csrc/data-diff.c does them; the methods of DataTree.
import { DataTree } from "./data-tree.js";
import { flags } from "./options.js";

export interface DiffOptions {
  /** Default values are compared too and not taken for absent. Default: false. */
  readonly defaults?: boolean;
}

export interface MergeOptions {
  /** Default values of the source replace explicit ones of the target. Default: false. */
  readonly defaults?: boolean;
}

const different = 11;
const withFlags = 0x04;

export function diffTrees(before: DataTree, after: DataTree, options: DiffOptions): DataTree {
  const { context } = before;
  const { instance } = context;
  const status = instance.exports.lyw_diff(context.pointer, before.pointer, after.pointer, options.defaults ? 0x01 : 0);
  instance.check(status, context.pointer, "comparing trees");
  return new DataTree(context, instance.result(0));
}

export function applyDiff(tree: DataTree, diff: DataTree): void {
  const { instance, pointer } = tree.context;
  change(tree, "applying a diff", instance.exports.lyw_diff_apply(pointer, tree.pointer, diff.pointer));
}

export function reverseDiff(diff: DataTree): DataTree {
  const { context } = diff;
  const { instance } = context;
  instance.check(instance.exports.lyw_diff_reverse(context.pointer, diff.pointer), context.pointer, "reversing a diff");
  return new DataTree(context, instance.result(0));
}

export function mergeDiff(earlier: DataTree, later: DataTree, options: DiffOptions): void {
  const { instance, pointer } = earlier.context;
  const bits = options.defaults ? 0x01 : 0;
  change(earlier, "merging diffs", instance.exports.lyw_diff_merge(pointer, earlier.pointer, later.pointer, bits));
}

export function mergeTrees(target: DataTree, source: DataTree, options: MergeOptions): void {
  if (source.isEmpty) return;
  const { instance, pointer } = target.context;
  const bits = withFlags | flags([[options.defaults, 0x02]]);
  change(target, "merging data", instance.exports.lyw_merge(pointer, target.pointer, source.pointer, bits));
}

export function treesAreEqual(one: DataTree, other: DataTree, options: DiffOptions): boolean {
  const { context } = one;
  const { instance } = context;
  const bits = 0x01 | (options.defaults ? 0x02 : 0);
  const status = instance.exports.lyw_compare(context.pointer, one.pointer, other.pointer, bits);
  if (status === different) return false;
  instance.check(status, context.pointer, "comparing trees");
  return true;
}

/** After a call that changed a tree, successfully or not: its new root is result 0. */
function change(tree: DataTree, attempted: string, status: number): void {
  const { instance, pointer } = tree.context;
  tree.changedTo(instance.result(0));
  instance.check(status, pointer, attempted);
}
