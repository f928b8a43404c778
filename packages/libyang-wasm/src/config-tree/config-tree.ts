// A configuration tree that stays in memory and changes at the cost of the change.
import type { YangContext } from "../context.js";
import { DataTree } from "../data-tree.js";
import { LibyangError } from "../errors.js";
import { type DataFormat, dataFormats, type PrintOptions, printBits } from "../options.js";
import type { Access } from "./access.js";
import type { ConfigTreeExports } from "./config-tree-exports.js";
import type { DefaultOperation, EditError, ErrorOption } from "./edit-error.js";
import {
  type ReportedError,
  toValidationError,
  type ValidationError,
  withoutConsequences,
} from "./validation-error.js";

export interface EditOptions {
  /** Default: "merge". */
  readonly defaultOperation?: DefaultOperation;
  /** Default: "stop". */
  readonly errorOption?: ErrorOption;
  /** Is told the accesses to nodes that the edit was for and left as they were: they were so, or are not there to be deleted. */
  readonly onUnchanged?: (accesses: readonly Access[]) => void;
}

export interface LoadOptions {
  /** The content is checked against all constraints first. Default: false, it is held to be valid. */
  readonly validate?: boolean;
}

const defaultOperations: Readonly<Record<DefaultOperation, number>> = { none: 0, merge: 1, replace: 2 };
const errorOptions: Readonly<Record<ErrorOption, number>> = { stop: 0, continue: 1, rollback: 2 };
const walkBudgetBytes = 256 * 1024;

/**
 * All configuration of a context as one tree, with defaults. Edits are logged: until `accept`, the log can be taken
 * back, written down, replayed elsewhere and asked what it changes. Release it with `using`.
 *
 * Lack of memory in here breaks the instance (LibyangTrapError): load a new one and rebuild from snapshot and journal.
 */
export class ConfigTree implements Disposable {
  private alive = true;
  private flipped = false;

  private constructor(
    readonly context: YangContext,
    private readonly tree: number,
  ) {
    context.instance.acquireHandle();
    context.addDependent(this);
  }

  /**
   * Takes `initial`, which must be valid, over (it counts as released), adds defaults and builds the indexes.
   * The context must be complete: modules cannot be added while a tree is alive.
   */
  static create(context: YangContext, initial?: DataTree): ConfigTree {
    const exports = context.instance.exportsAs<ConfigTreeExports>();
    const tree = exports.lyw_config_new(context.pointer, initial === undefined ? 0 : initial.release());
    if (tree === 0) throw context.instance.failure(2, context.pointer, "adding default nodes to a configuration");
    return new ConfigTree(context, tree);
  }

  /** Replaces the whole content; the log must be empty. Throws LibyangError if it does not parse or is not valid. */
  load(bytes: string | Uint8Array, format: DataFormat, options: LoadOptions = {}): void {
    this.expectEmptyLog("loading");
    const validate = options.validate ? 1 : 0;
    const status = this.instance.withBytes(bytes, (text, length) =>
      this.exports.lyw_config_load(this.pointer, text, length, dataFormats[format], validate),
    );
    this.instance.check(status, this.context.pointer, `loading ${format} configuration`);
  }

  /**
   * Applies the content of an edit-config (RFC 6241 7.2), parsed with `opaque` and not validated; it counts as
   * released. The result is not validated. Returns the errors, at most one unless errorOption is "continue".
   */
  edit(edit: DataTree, options: EditOptions = {}): EditError[] {
    this.expectNotFlipped();
    const { defaultOperation = "merge", errorOption = "stop", onUnchanged } = options;
    const pointer = this.pointer;
    const count = this.exports.lyw_config_edit(
      pointer,
      edit.release(),
      defaultOperations[defaultOperation],
      errorOptions[errorOption],
      onUnchanged === undefined ? 0 : 1,
    );
    if (count === 0 && onUnchanged === undefined) return [];
    const lines = this.lines<EditError | Access>();
    onUnchanged?.(lines.filter((line): line is Access => "operation" in line));
    return lines.filter((line): line is EditError => "tag" in line);
  }

  /**
   * Checks the constraints that the log since the last valid state may have broken, and settles what follows from it:
   * defaults, nodes whose `when` became false. What it settles is part of the log, also when it finds errors: `mark`
   * before and `undoTo` after to be rid of that.
   * @returns all errors found; none: the tree is valid
   */
  validate(): ValidationError[] {
    this.expectNotFlipped();
    const status = this.exports.lyw_config_validate(this.pointer);
    return status === 0 ? [] : this.validationErrors();
  }

  /** libyang's own validation of the whole tree, on a copy: the reference for `validate`. */
  validateAll(): ValidationError[] {
    const copy = this.exports.lyw_config_validated_copy(this.pointer);
    const errors = this.validationErrors();
    if (copy !== 0) this.exports.lyw_config_free_nodes(copy);
    return errors;
  }

  /** What libyang's own validation makes of the tree; undefined if it is not valid. */
  validatedCopy(): DataTree | undefined {
    const copy = this.exports.lyw_config_validated_copy(this.pointer);
    return this.lines().length > 0 ? undefined : new DataTree(this.context, copy);
  }

  /** Number of changes in the log. */
  get changeCount(): number {
    return this.exports.lyw_config_change_count(this.pointer);
  }

  /** A place in the log to which later changes can be undone. */
  mark(): number {
    return this.exports.lyw_config_mark(this.pointer);
  }

  /** Takes the changes since a mark back and forgets them; 0 is the beginning of the log. */
  undoTo(mark: number): void {
    this.expectNotFlipped();
    this.exports.lyw_config_undo_to(this.pointer, mark);
  }

  /** Shows the tree as it was before the log, or again as after it. Nothing may be changed in between. */
  flip(): void {
    this.exports.lyw_config_flip(this.pointer);
    this.flipped = !this.flipped;
  }

  /** Makes the changes final: forgets the log and frees what was deleted. */
  accept(): void {
    this.expectNotFlipped();
    this.exports.lyw_config_accept(this.pointer);
  }

  /** The log as lines of JSON, for `applyJournal` on a tree that equals the state before it. */
  journal(): Uint8Array {
    this.expectNotFlipped();
    this.exports.lyw_config_journal(this.pointer);
    return this.text();
  }

  /** What takes the log back, as a journal for a tree that equals the state after it. */
  inverseJournal(): Uint8Array {
    this.expectNotFlipped();
    this.exports.lyw_config_inverse_journal(this.pointer);
    return this.text();
  }

  /**
   * Makes the changes of a journal, logged like an edit. A change that does not fit throws and leaves the tree as it
   * was, unless `tolerant`: then it is passed over, for a rebase on another state.
   */
  applyJournal(lines: Uint8Array, options: { tolerant?: boolean } = {}): void {
    this.expectNotFlipped();
    const failed = this.instance.withBytes(lines, (text, length) =>
      this.exports.lyw_config_apply_journal(this.pointer, text, length, options.tolerant ? 1 : 0),
    );
    if (failed !== 0) throw this.failure(`applying line ${failed} of a journal, which does not fit the tree`);
  }

  /** Makes the changes of this log in another tree that equals the state before it; they are logged there. */
  replayOnto(other: ConfigTree): void {
    this.expectNotFlipped();
    other.expectNotFlipped();
    if (this.exports.lyw_config_replay_onto(this.pointer, other.pointer) !== 0) return;
    throw this.failure("replaying changes onto a tree that does not equal the state before them");
  }

  /**
   * What was asked to be created, updated or deleted; what followed by itself (defaults, other cases, whens) is not in
   * it. Without `instances` there is one access for each schema node and operation. `since` is a mark: only changes after
   * it are looked at. Default: 0, the whole log.
   */
  accesses(options: { instances: boolean; since?: number }): Access[] {
    this.expectNotFlipped();
    this.exports.lyw_config_accesses(this.pointer, options.instances ? 1 : 0, options.since ?? 0);
    return this.lines<Access>();
  }

  /**
   * The objects (instances of these schema nodes) that the log changes, as lines of JSON:
   * {"schema":id,"path":"...","keys":[["list","key","value"],...],"before":{...}|null,"after":{...}|null}
   * with RFC 7951 content, defaults included, nested objects left out.
   */
  objects(schemaIds: readonly number[]): Uint8Array {
    this.expectNotFlipped();
    this.withIds(schemaIds, (ids) => this.exports.lyw_config_objects(this.pointer, ids, schemaIds.length));
    return this.text();
  }

  /** Every object of the tree, `before` null, in chunks of whole lines. The tree must not change meanwhile. */
  allObjects(schemaIds: readonly number[], visit: (lines: Uint8Array) => void): void {
    const walk = this.withIds(schemaIds, (ids) =>
      this.exports.lyw_config_object_walk_new(this.pointer, ids, schemaIds.length),
    );
    try {
      for (let more = true; more; ) {
        more = this.exports.lyw_config_object_walk_next(walk, walkBudgetBytes) !== 0;
        const lines = this.text();
        if (lines.length > 0) visit(lines);
      }
    } finally {
      if (!this.instance.broken) this.exports.lyw_config_object_walk_free(walk);
    }
  }

  /**
   * Numbers of the schema nodes with a must, when or leafref that is too free to be scoped (wildcards, axes, deref()):
   * all their instances are checked whenever something that they read has changed.
   */
  unscopedConstraints(): number[] {
    this.exports.lyw_config_unscoped_constraints(this.pointer);
    return JSON.parse(this.text().toString("utf8")) as number[];
  }

  /** `struct lyd_node *`, the first top-level node; 0 for an empty tree. It changes with the tree. */
  get root(): number {
    return this.exports.lyw_config_root(this.pointer);
  }

  /** The whole tree as bytes, e.g. for a snapshot. */
  print(format: DataFormat, options: PrintOptions = {}): Uint8Array {
    const status = this.exports.lyw_config_print(this.pointer, dataFormats[format], printBits(options, true));
    this.instance.check(status, this.context.pointer, `printing configuration as ${format}`);
    return this.text();
  }

  /** Same nodes, values and defaults? */
  equals(other: ConfigTree): boolean {
    return this.exports.lyw_config_equals(this.root, other.root) !== 0;
  }

  /** 0 if the maintained indexes equal rebuilt ones; for tests. */
  checkIndexes(): number {
    return this.exports.lyw_config_check_indexes(this.pointer);
  }

  /** A tree of its own with the same content and no log. */
  clone(): ConfigTree {
    return new ConfigTree(this.context, this.exports.lyw_config_clone(this.pointer));
  }

  [Symbol.dispose](): void {
    if (!this.alive) return;
    if (!this.instance.broken) this.exports.lyw_config_free(this.tree);
    this.alive = false;
    this.context.removeDependent(this);
    this.instance.releaseHandle();
  }

  private get pointer(): number {
    if (!this.alive) throw new Error("the configuration tree has been released");
    return this.tree;
  }

  private get instance() {
    return this.context.instance;
  }

  private get exports(): ConfigTreeExports {
    return this.instance.exportsAs<ConfigTreeExports>();
  }

  private expectEmptyLog(attempted: string): void {
    if (this.changeCount > 0) throw new Error(`${attempted}: the configuration has changes that are not accepted`);
  }

  private expectNotFlipped(): void {
    if (this.flipped) throw new Error("the configuration shows the state before its changes: flip it back first");
  }

  private text(): Buffer {
    const start = this.exports.lyw_config_text();
    const length = this.exports.lyw_config_text_length();
    return Buffer.from(this.instance.bytes().subarray(start, start + length));
  }

  private lines<T>(): T[] {
    const text = this.text().toString("utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as T);
  }

  private validationErrors(): ValidationError[] {
    return withoutConsequences(eachOnce(this.lines<ReportedError>()).map(toValidationError));
  }

  private failure(attempted: string): LibyangError {
    return new LibyangError(attempted, "invalid", []);
  }

  private withIds(schemaIds: readonly number[], use: (ids: number) => number): number {
    return this.instance.withBytes(new Uint8Array(Uint32Array.from(schemaIds).buffer), use);
  }
}

/** A node that several checks come to has its error from each of them. */
function eachOnce(errors: readonly ReportedError[]): readonly ReportedError[] {
  return [...new Map(errors.map((error) => [`${error.path}\n${error.message}`, error])).values()];
}
