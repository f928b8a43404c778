// One node of a data tree: a view, not an owner.
import { DataTree, placements } from "./data-tree.js";
import { addOpaqueAttribute, createOpaque, type OpaqueModule } from "./opaque.js";
import {
  type DataFormat,
  type DuplicateOptions,
  dataFormats,
  duplicateBits,
  type PrintOptions,
  printBits,
} from "./options.js";
import { SchemaNode, type SchemaNodeKind, schemaNodeKind } from "./schema-node.js";
import { evaluateXPath, type SelectedValue, selectNodes, selectValues, type XPathValue } from "./xpath.js";

export interface NodeDescription {
  /** "opaque" for data without schema. */
  readonly kind: SchemaNodeKind | "opaque";
  readonly name: string;
  /** Module name; for an opaque node of XML the namespace. */
  readonly module: string | undefined;
  /** Canonical value of a leaf or leaf-list entry, the text of an opaque node. */
  readonly value: string | undefined;
  /** The value was added as a default. */
  readonly isDefault: boolean;
}

/** Metadata of a data node (RFC 7952), or an attribute of an opaque one. */
export interface Annotation {
  /** Module name; for an XML attribute its namespace. */
  readonly module: string | undefined;
  readonly name: string;
  readonly value: string;
}

const defaultFlag = 0x01;
const withoutLastPredicate = 1;
const alreadySo = new Set([4, 11]);

export class DataNode {
  private readonly generation: number;

  constructor(
    readonly tree: DataTree,
    private readonly node: number,
  ) {
    this.generation = tree.generation;
  }

  /** `struct lyd_node *`; throws when the tree has changed since the node was taken from it. */
  get pointer(): number {
    if (this.tree.pointer === 0 || this.generation !== this.tree.generation) {
      throw new Error("the tree of this node has changed: take the node out of it again");
    }
    return this.node;
  }

  /** What the node is, in one crossing. */
  describe(): NodeDescription {
    const { instance } = this;
    this.check(this.exports.lyw_node_describe(this.pointer), "describing a node");
    const kind = instance.result(0);
    const isDefault = (instance.result(1) & defaultFlag) !== 0;
    const hasValue = instance.result(2) !== 0;
    const reader = instance.outputReader();
    const name = reader.string();
    const module = reader.optionalString();
    const value = hasValue ? reader.string() : undefined;
    return { kind: kind === 0 ? "opaque" : schemaNodeKind(kind), name, module, value, isDefault };
  }

  get name(): string {
    return this.describe().name;
  }

  get value(): string | undefined {
    return this.describe().value;
  }

  /** Instance path with key predicates, module names as prefixes. */
  get path(): string {
    return this.printPath(0);
  }

  /** The same without the predicate of the last node. */
  get pathWithoutLastPredicate(): string {
    return this.printPath(withoutLastPredicate);
  }

  get parent(): DataNode | undefined {
    return this.wrap(this.exports.lyw_node_parent(this.pointer));
  }

  get schema(): SchemaNode | undefined {
    const schema = this.exports.lyw_node_schema(this.pointer);
    return schema === 0 ? undefined : new SchemaNode(this.tree.context, schema);
  }

  children(): DataNode[] {
    const children: DataNode[] = [];
    for (
      let child = this.exports.lyw_node_child(this.pointer);
      child !== 0;
      child = this.exports.lyw_node_next(child)
    ) {
      children.push(new DataNode(this.tree, child));
    }
    return children;
  }

  /** The node and what is below it, as bytes. */
  print(format: DataFormat, options: PrintOptions = {}): Buffer {
    const status = this.exports.lyw_print_data(this.pointer, dataFormats[format], printBits(options, false));
    this.check(status, `printing a node as ${format}`);
    return this.instance.output();
  }

  /** Content of an anydata or anyxml node as text. */
  anyText(): string {
    this.check(this.exports.lyw_node_any_text(this.pointer), "reading anydata");
    return this.instance.outputText();
  }

  select(xpath: string): DataNode[] {
    return selectNodes(this.tree, this.pointer, xpath);
  }

  selectValues(xpath: string): SelectedValue[] {
    return selectValues(this.tree, this.pointer, xpath);
  }

  evaluate(xpath: string): XPathValue {
    return evaluateXPath(this.tree, this.pointer, xpath);
  }

  /** A copy of the node as a tree of its own. */
  duplicate(options: DuplicateOptions = {}): DataTree {
    this.check(this.exports.lyw_duplicate(this.pointer, 0, duplicateBits(options)), "duplicating a node");
    return new DataTree(this.tree.context, this.instance.result(0));
  }

  /** Gives a leaf another value; false when it had it already. */
  changeValue(value: string): boolean {
    const status = this.instance.withString(value, (text) => this.exports.lyw_change_value(this.pointer, text));
    if (alreadySo.has(status)) return false;
    this.check(status, `changing a value to "${value}"`);
    return true;
  }

  /** Takes the node, with what is below it, out of its tree. */
  unlink(): DataTree {
    const { node } = this;
    this.check(this.exports.lyw_unlink(this.pointer), "taking a node out of its tree");
    this.tree.changedTo(this.instance.result(0));
    return new DataTree(this.tree.context, node);
  }

  /** Moves the only top-level node of another tree below this one, or next to it in a user-ordered list. */
  insert(place: "child" | "before" | "after", other: DataTree): DataNode {
    const [moved, ...more] = other.topLevel();
    if (!moved || more.length > 0) throw new Error("inserting needs a tree with exactly one top-level node");
    const { pointer } = moved;
    this.check(this.exports.lyw_insert(placements[place], this.pointer, pointer), "inserting a node");
    const root = this.instance.result(0);
    other.changedTo(0);
    this.tree.changedTo(root);
    return new DataNode(this.tree, pointer);
  }

  /** Metadata, or the attributes of an opaque node. */
  annotations(): Annotation[] {
    this.check(this.exports.lyw_node_annotations(this.pointer), "reading annotations");
    const count = this.instance.result(0);
    const reader = this.instance.outputReader();
    return Array.from({ length: count }, () => ({
      module: reader.optionalString(),
      name: reader.string(),
      value: reader.string(),
    }));
  }

  /** @param name "module:annotation" */
  addMetadata(name: string, value: string): void {
    const status = this.instance.withStrings([name, value], (...texts) =>
      this.exports.lyw_metadata_add(this.pointer, ...texts),
    );
    this.check(status, `adding the metadata ${name}`);
  }

  /** Returns false when there was none of that name ("module:annotation"). */
  removeMetadata(name: string): boolean {
    return this.instance.withString(name, (text) => this.exports.lyw_metadata_remove(this.pointer, text)) === 0;
  }

  /** An opaque node below this one. */
  newOpaque(name: string, value: string | undefined, module: OpaqueModule): DataNode {
    return new DataNode(this.tree, createOpaque(this.tree.context, this.pointer, name, value, module));
  }

  /** An attribute of an opaque node; a prefix of `module` goes before its name. */
  addAttribute(name: string, value: string, module?: OpaqueModule): void {
    addOpaqueAttribute(this.tree.context, this.pointer, name, value, module);
  }

  /** Returns false when there was no attribute of that name (without prefix). */
  removeAttribute(name: string): boolean {
    return this.instance.withString(name, (text) => this.exports.lyw_attribute_remove(this.pointer, text)) === 0;
  }

  private get instance() {
    return this.tree.context.instance;
  }

  private get exports() {
    return this.tree.context.instance.exports;
  }

  private check(status: number, attempted: string): void {
    this.instance.check(status, this.tree.context.pointer, attempted);
  }

  private printPath(type: number): string {
    this.check(this.exports.lyw_node_path(this.pointer, type), "printing the path of a node");
    return this.instance.outputText();
  }

  private wrap(pointer: number): DataNode | undefined {
    return pointer === 0 ? undefined : new DataNode(this.tree, pointer);
  }
}
