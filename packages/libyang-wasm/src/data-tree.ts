// A tree of instance data, owned by whoever holds the handle.
import type { YangContext } from "./context.js";
import { DataNode } from "./data-node.js";
import { createOpaque, type OpaqueModule } from "./opaque.js";
import {
  type DataFormat,
  type DuplicateOptions,
  dataFormats,
  duplicateBits,
  flags,
  type PrintOptions,
  printBits,
} from "./options.js";
import {
  applyDiff,
  type DiffOptions,
  diffTrees,
  type MergeOptions,
  mergeDiff,
  mergeTrees,
  reverseDiff,
  treesAreEqual,
} from "./tree-diff.js";
import {
  addDefaults,
  type DefaultsOptions,
  type TreeValidateOptions,
  validateOperation,
  validateTree,
  validateTreeWithDiff,
} from "./validation.js";
import { evaluateXPath, type SelectedValue, selectNodes, selectValues, type XPathValue } from "./xpath.js";

/**
 * Top-level siblings and what is below them; may be empty. Release it with `using`.
 *
 * Nodes taken out of a tree stay usable until the tree changes in a way that may free nodes (validate, applyDiff,
 * merge, remove ...); after that they throw.
 */
export class DataTree implements Disposable {
  private alive = true;
  private changes = 0;

  /** Takes over a `struct lyd_node *`, the first of its siblings; 0 for an empty tree. */
  constructor(
    readonly context: YangContext,
    private root: number,
  ) {
    context.instance.acquireHandle();
    context.addDependent(this);
  }

  /** The first top-level node; 0 when the tree is empty. */
  get pointer(): number {
    if (!this.alive) throw new Error("the data tree has been released");
    return this.root;
  }

  get isEmpty(): boolean {
    return this.pointer === 0;
  }

  /** Grows with every change that may have freed nodes. */
  get generation(): number {
    return this.changes;
  }

  /** The top-level nodes. */
  topLevel(): DataNode[] {
    const nodes: DataNode[] = [];
    for (let node = this.pointer; node !== 0; node = this.exports.lyw_node_next(node)) {
      nodes.push(new DataNode(this, node));
    }
    return nodes;
  }

  /** The whole tree as bytes. */
  print(format: DataFormat, options: PrintOptions = {}): Buffer {
    const status = this.exports.lyw_print_data(this.pointer, dataFormats[format], printBits(options, true));
    this.check(status, `printing data as ${format}`);
    return this.instance.output();
  }

  /**
   * Validates against all modules of the context, or one, and adds default nodes. Throws LibyangError with every error.
   * A tree without ietf-yang-library's state needs `present` or `noState`, since its content-id is mandatory.
   */
  validate(options: TreeValidateOptions = {}): void {
    validateTree(this, options);
  }

  /** The same, returning what validation changed (defaults added, nodes removed by `when`) as a diff. */
  validateWithDiff(options: TreeValidateOptions = {}): DataTree {
    return validateTreeWithDiff(this, options);
  }

  /** Validates the operation, reply or notification in this tree; `dependencies` is the data it may refer to. */
  validateOperation(type: "rpc" | "notification" | "reply", dependencies?: DataTree): void {
    validateOperation(this, type, dependencies);
  }

  /** Adds missing default nodes of all modules or one, without validating. */
  addDefaults(options: DefaultsOptions = {}): void {
    addDefaults(this, options);
  }

  /** What has to be done to this tree to make it `after`, as a diff (nodes with yang:operation). */
  diff(after: DataTree, options: DiffOptions = {}): DataTree {
    return diffTrees(this, after, options);
  }

  applyDiff(diff: DataTree): void {
    applyDiff(this, diff);
  }

  /** The diff that takes this diff back. */
  reverseDiff(): DataTree {
    return reverseDiff(this);
  }

  /** Makes this diff and a later one into one diff. */
  mergeDiff(later: DataTree, options: DiffOptions = {}): void {
    mergeDiff(this, later, options);
  }

  /** Merges a copy of the source's nodes into this tree; values of the source win. */
  merge(source: DataTree, options: MergeOptions = {}): void {
    mergeTrees(this, source, options);
  }

  duplicate(options: Omit<DuplicateOptions, "withParents"> = {}): DataTree {
    if (this.isEmpty) return this.context.emptyTree();
    const status = this.exports.lyw_duplicate(this.pointer, 1, duplicateBits(options));
    this.check(status, "duplicating data");
    return new DataTree(this.context, this.instance.result(0));
  }

  /** Whether both hold the same data; implicit and explicit defaults count as the same unless `defaults`. */
  equals(other: DataTree, options: DiffOptions = {}): boolean {
    return treesAreEqual(this, other, options);
  }

  /** Nodes selected by an XPath expression with module names as prefixes, in document order. */
  select(xpath: string): DataNode[] {
    return selectNodes(this, 0, xpath);
  }

  /** Path and value of each selected node, in one crossing. */
  selectValues(xpath: string): SelectedValue[] {
    return selectValues(this, 0, xpath);
  }

  /** The value of any XPath expression. */
  evaluate(xpath: string): XPathValue {
    return evaluateXPath(this, 0, xpath);
  }

  /** The node of a path that identifies one instance (hash look-up); undefined: it does not exist. */
  find(path: string, options: { output?: boolean } = {}): DataNode | undefined {
    if (this.isEmpty) return undefined;
    const status = this.instance.withString(path, (pointer) =>
      this.exports.lyw_find_path(this.pointer, pointer, options.output ? 1 : 0),
    );
    if (status === notFound || status === incomplete) return undefined;
    this.check(status, `finding ${path}`);
    return new DataNode(this, this.instance.result(0));
  }

  /**
   * Creates the node of a path with everything missing above it.
   * @param update an existing leaf gets the value; without it an existing node is an error with code "exists"
   * @returns the node, or the uppermost one created when nothing had to be created at the end of the path
   */
  newPath(path: string, value?: string, options: { update?: boolean; output?: boolean } = {}): DataNode | undefined {
    const bits = flags([
      [options.output, 0x01],
      [options.update, 0x20],
    ]);
    const status = this.instance.withStrings([path, value], (...texts) =>
      this.exports.lyw_new_path(this.context.pointer, this.pointer, ...texts, bits),
    );
    this.root = this.instance.result(0);
    this.check(status, `creating ${path}`);
    const node = this.instance.result(1);
    return node === 0 ? undefined : new DataNode(this, node);
  }

  /** Removes what an XPath expression selects; returns how many nodes were selected. */
  remove(xpath: string): number {
    if (this.isEmpty) return 0;
    const status = this.instance.withString(xpath, (pointer) =>
      this.exports.lyw_remove_selected(this.pointer, pointer),
    );
    if (status === 0) this.changedTo(this.instance.result(0));
    this.check(status, `removing ${xpath}`);
    return this.instance.result(1);
  }

  /** Moves the nodes of another tree into this one, as top-level siblings; the other tree is empty afterwards. */
  insert(other: DataTree): void {
    for (const pointer of other.topLevel().map((node) => node.pointer)) {
      if (this.root === 0) {
        this.check(this.exports.lyw_unlink(pointer), "taking a node out of its tree");
        other.changedTo(this.instance.result(0));
        this.changedTo(pointer);
        continue;
      }
      const rest = this.exports.lyw_node_next(pointer);
      this.check(this.exports.lyw_insert(placements.sibling, this.root, pointer), "inserting a node");
      this.changedTo(this.instance.result(0));
      other.changedTo(rest);
    }
  }

  /** An opaque top-level node: data without schema. */
  newOpaque(name: string, value: string | undefined, module: OpaqueModule): DataNode {
    const node = createOpaque(this.context, 0, name, value, module);
    if (this.root === 0) this.changedTo(node);
    else {
      this.check(this.exports.lyw_insert(placements.sibling, this.root, node), "inserting an opaque node");
      this.changedTo(this.instance.result(0));
    }
    return new DataNode(this, node);
  }

  /** Gives the nodes away: returns the first one's pointer, and this handle counts as released. */
  release(): number {
    const root = this.pointer;
    this.root = 0;
    this[Symbol.dispose]();
    return root;
  }

  /** For whoever changed the tree through a pointer: the new first node. Nodes handed out before are stale. */
  changedTo(root: number): void {
    this.root = root;
    this.changes++;
  }

  [Symbol.dispose](): void {
    if (!this.alive) return;
    if (this.root !== 0 && !this.instance.broken) this.exports.lyw_free_all(this.root);
    this.alive = false;
    this.root = 0;
    this.context.removeDependent(this);
    this.instance.releaseHandle();
  }

  private get instance() {
    return this.context.instance;
  }

  private get exports() {
    return this.context.instance.exports;
  }

  private check(status: number, attempted: string): void {
    this.instance.check(status, this.context.pointer, attempted);
  }
}

/** Places of csrc/data-edit.c. */
export const placements = { child: 0, sibling: 1, before: 2, after: 3 } as const;

const notFound = 5;
const incomplete = 9;
