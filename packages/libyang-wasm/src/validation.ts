// libyang's own validation, of trees and of operations; the methods of DataTree.
import { DataTree } from "./data-tree.js";
import { flags, operationTypes, type ValidateOptions, validateBits } from "./options.js";

export interface TreeValidateOptions extends ValidateOptions {
  /** Only the data of this module. Default: all modules. */
  readonly module?: string;
}

export interface DefaultsOptions {
  /** Only the data of this module. Default: all modules. */
  readonly module?: string;
  readonly noState?: boolean;
  readonly noConfig?: boolean;
  /** Defaults of an operation's output instead of its input. */
  readonly output?: boolean;
}

/** Validates and adds default nodes; throws LibyangError with every error. */
export function validateTree(tree: DataTree, options: TreeValidateOptions): void {
  runValidation(tree, options, false);
}

/** The same, returning what changed as a diff. */
export function validateTreeWithDiff(tree: DataTree, options: TreeValidateOptions): DataTree {
  return new DataTree(tree.context, runValidation(tree, options, true));
}

export function validateOperation(
  tree: DataTree,
  type: "rpc" | "notification" | "reply",
  dependencies: DataTree | undefined,
): void {
  const { instance, pointer } = tree.context;
  const status = instance.exports.lyw_validate_operation(
    tree.pointer,
    dependencies?.pointer ?? 0,
    operationTypes[type],
  );
  instance.check(status, pointer, `validating a ${type}`);
}

export function addDefaults(tree: DataTree, options: DefaultsOptions): void {
  const { instance, pointer } = tree.context;
  const bits = flags([
    [options.noState, 0x01],
    [options.noConfig, 0x02],
    [options.output, 0x04],
  ]);
  const status = instance.exports.lyw_add_defaults(pointer, tree.pointer, modulePointer(tree, options.module), bits);
  tree.changedTo(instance.result(0));
  instance.check(status, pointer, "adding default nodes");
}

/** Returns the pointer of the diff. A failed validation may have changed the tree; its diff is freed here. */
function runValidation(tree: DataTree, options: TreeValidateOptions, withDiff: boolean): number {
  const { instance, pointer } = tree.context;
  const status = instance.exports.lyw_validate(
    pointer,
    tree.pointer,
    modulePointer(tree, options.module),
    validateBits(options),
    withDiff ? 1 : 0,
  );
  tree.changedTo(instance.result(0));
  const diff = instance.result(1);
  if (status === 0) return diff;
  const failure = instance.failure(status, pointer, "validating data");
  if (diff !== 0) instance.exports.lyw_free_all(diff);
  throw failure;
}

function modulePointer(tree: DataTree, name: string | undefined): number {
  if (name === undefined) return 0;
  const module = tree.context.findModule(name);
  if (module === undefined) throw new Error(`the context has no module ${name}`);
  return module;
}
