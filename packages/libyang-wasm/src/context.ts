// A set of YANG modules, compiled together: what data is parsed and validated against.

import type { DataNode } from "./data-node.js";
import { DataTree } from "./data-tree.js";
import type { LibyangInstance } from "./instance.js";
import { type ModuleInfo, readModuleList } from "./module-list.js";
import type { ModuleResolver, ModuleText } from "./module-resolver.js";
import {
  type DataFormat,
  dataFormats,
  flags,
  type OperationType,
  operationTypes,
  type ParseOptions,
  parseBits,
} from "./options.js";
import { ParsedOperation } from "./parsed-operation.js";
import { SchemaNode } from "./schema-node.js";
import { firstOf, searchPath } from "./search-path.js";

export interface ContextOptions {
  /** Folders with .yang and .yin files. */
  readonly searchDirs?: readonly string[];
  /** Asked before the folders, e.g. for modules in memory. */
  readonly resolve?: ModuleResolver;
  /** Modules that are only imported are implemented as well. Default: false. */
  readonly allImplemented?: boolean;
  /** Imported modules are implemented where an augment, deviation, `when` or `must` refers to them. Default: true. */
  readonly referencedImplemented?: boolean;
  /** ietf-yang-library is not put into the context by itself. Default: false. */
  readonly noYangLibrary?: boolean;
  /** Modules are compiled by `compile()` and not one by one: faster for many that augment each other. Default: false. */
  readonly explicitCompile?: boolean;
}

export interface ModuleOptions {
  readonly revision?: string;
  /** Features to enable, or "all". Default: none. */
  readonly features?: readonly string[] | "all";
}

const schemaFormats = { yang: 1, yin: 3, tree: 4 } as const;

/**
 * libyang's context. Releasing it releases everything that was made from it first.
 *
 * Modules are added before there is data: while trees are alive, adding one throws, because libyang recompiles schema
 * nodes that data nodes point to.
 */
export class YangContext implements Disposable {
  private contextPointer: number;
  private readonly resolver: number;
  private readonly dependents = new Set<Disposable>();
  private changes = 0;

  constructor(
    readonly instance: LibyangInstance,
    options: ContextOptions = {},
  ) {
    const folders = searchPath(options.searchDirs ?? []);
    this.resolver = instance.addResolver(options.resolve ? firstOf([options.resolve, folders]) : folders);
    const status = instance.exports.lyw_context_new(contextBits(options), this.resolver);
    instance.check(status, 0, "creating a YANG context");
    this.contextPointer = instance.result(0);
    instance.acquireHandle();
  }

  /** libyang's `struct ly_ctx *`. */
  get pointer(): number {
    if (this.contextPointer === 0) throw new Error("the YANG context has been released");
    return this.contextPointer;
  }

  /** Grows whenever modules were added or changed; schema nodes of an earlier state are stale. */
  get generation(): number {
    return this.changes;
  }

  /** Changes with the set of modules, their revisions and features; for the content-id of YANG library. */
  get modulesHash(): number {
    return this.instance.exports.lyw_context_modules_hash(this.pointer);
  }

  /** Loads and implements a module found by the resolver or on the search path. */
  loadModule(name: string, options: ModuleOptions = {}): void {
    this.beforeModuleChange(`loading module ${name}`);
    const { instance } = this;
    const status = instance.withStrings([name, options.revision, featureLines(options.features)], (...texts) =>
      instance.exports.lyw_module_load(this.pointer, ...texts),
    );
    instance.check(status, this.pointer, `loading module ${name}${options.revision ? `@${options.revision}` : ""}`);
  }

  /** Adds and implements a module given as text. */
  parseModule({ text, format }: ModuleText, options: Pick<ModuleOptions, "features"> = {}): void {
    this.beforeModuleChange("parsing a module");
    const { instance } = this;
    const status = instance.withBytes(text, (source) =>
      instance.withString(featureLines(options.features), (features) =>
        instance.exports.lyw_module_parse(this.pointer, source, schemaFormats[format], features),
      ),
    );
    instance.check(status, this.pointer, "parsing a module");
  }

  /** Compiles what `explicitCompile` has left. */
  compile(): void {
    this.beforeModuleChange("compiling the context");
    this.instance.check(this.instance.exports.lyw_context_compile(this.pointer), this.pointer, "compiling the context");
  }

  /** All modules, the internal ones of libyang included. */
  modules(): ModuleInfo[] {
    return readModuleList(this.instance, this.pointer);
  }

  /** `struct lys_module *`: of that revision, else the implemented one, else the latest; undefined: there is none. */
  findModule(name: string, revision?: string): number | undefined {
    const { instance } = this;
    const found = instance.withStrings([name, revision], (...texts) =>
      instance.exports.lyw_module_find(this.pointer, ...texts),
    );
    return found || undefined;
  }

  /** A module, or one of its submodules, as YANG or YIN text, or as a tree diagram (RFC 8340). */
  printModule(
    name: string,
    options: { format?: keyof typeof schemaFormats; revision?: string; submodule?: string } = {},
  ): string {
    const { instance } = this;
    const module = this.requireModule(name, options.revision);
    const status = instance.withString(options.submodule, (submodule) =>
      instance.exports.lyw_module_print(module, submodule, schemaFormats[options.format ?? "yang"], 0),
    );
    instance.check(status, this.pointer, `printing module ${options.submodule ?? name}`);
    return instance.outputText();
  }

  /** The content of ietf-yang-library for this context; the context must have that module. */
  yangLibrary(contentId: string): DataTree {
    const { instance } = this;
    const status = instance.withString(contentId, (id) => instance.exports.lyw_context_yang_library(this.pointer, id));
    instance.check(status, this.pointer, "describing the context as YANG library");
    return new DataTree(this, instance.result(0));
  }

  /** An empty tree. */
  emptyTree(): DataTree {
    return new DataTree(this, 0);
  }

  /** Parses instance data: what a datastore holds or an edit brings. */
  parseData(bytes: string | Uint8Array, format: DataFormat, options: ParseOptions = {}): DataTree {
    const { instance } = this;
    const [parseOptions, validateOptions] = parseBits(options);
    const status = instance.withBytes(bytes, (start, length) =>
      instance.exports.lyw_parse_data(
        this.pointer,
        0,
        start,
        length,
        dataFormats[format],
        parseOptions,
        validateOptions,
      ),
    );
    instance.check(status, this.pointer, `parsing ${format} data`);
    return new DataTree(this, instance.result(0));
  }

  /**
   * Parses an operation, a reply or a notification. It is not validated yet: DataTree.validateOperation.
   * @param parent the operation's node, for the types that add to it: netconf-reply, restconf-rpc, restconf-reply
   */
  parseOperation(
    bytes: string | Uint8Array,
    format: DataFormat,
    type: OperationType,
    parent?: DataNode,
  ): ParsedOperation {
    const { instance } = this;
    const status = instance.withBytes(bytes, (start, length) =>
      instance.exports.lyw_parse_operation(
        this.pointer,
        parent?.pointer ?? 0,
        start,
        length,
        dataFormats[format],
        operationTypes[type],
      ),
    );
    instance.check(status, this.pointer, `parsing a ${type} in ${format}`);
    return new ParsedOperation(this, instance.result(0), instance.result(1), instance.result(2));
  }

  /** The schema node of a path such as "/ietf-interfaces:interfaces/interface"; undefined: there is none. */
  findSchema(path: string, options: { output?: boolean } = {}): SchemaNode | undefined {
    const { instance } = this;
    const status = instance.withString(path, (pointer) =>
      instance.exports.lyw_schema_find(this.pointer, pointer, options.output ? 1 : 0),
    );
    const found = status === 0 ? instance.result(0) : 0;
    return found === 0 ? undefined : new SchemaNode(this, found);
  }

  /** Top-level schema nodes of an implemented module: data nodes, then rpcs, then notifications. */
  topLevel(module: string): SchemaNode[] {
    const { instance } = this;
    const status = instance.exports.lyw_schema_top(this.requireModule(module));
    instance.check(status, this.pointer, `listing the schema of ${module}`);
    return instance.outputPointers().map((pointer) => new SchemaNode(this, pointer));
  }

  /**
   * Schema nodes that an XPath expression reads (its atoms), from the root or from a node.
   * @param options `known`: a step to a node that the schema does not have throws. Default: it reads nothing
   */
  atoms(xpath: string, from?: SchemaNode, options: { known?: boolean } = {}): SchemaNode[] {
    const { instance } = this;
    const status = instance.withString(xpath, (pointer) =>
      instance.exports.lyw_schema_atoms(this.pointer, from?.pointer ?? 0, pointer, options.known ? 0x40 : 0),
    );
    instance.check(status, this.pointer, `finding what "${xpath}" reads`);
    return instance.outputPointers().map((pointer) => new SchemaNode(this, pointer));
  }

  /** Something that lives in this context's memory: it is released before the context is. */
  addDependent(dependent: Disposable): void {
    this.dependents.add(dependent);
  }

  removeDependent(dependent: Disposable): void {
    this.dependents.delete(dependent);
  }

  [Symbol.dispose](): void {
    if (this.contextPointer === 0) return;
    for (const dependent of [...this.dependents]) dependent[Symbol.dispose]();
    if (!this.instance.broken) this.instance.exports.lyw_context_free(this.contextPointer);
    this.instance.removeResolver(this.resolver);
    this.instance.releaseHandle();
    this.contextPointer = 0;
  }

  private beforeModuleChange(attempted: string): void {
    if (this.dependents.size > 0) {
      throw new Error(`${attempted}: ${this.dependents.size} data trees of this context are alive, release them first`);
    }
    this.changes++;
  }

  private requireModule(name: string, revision?: string): number {
    const module = this.findModule(name, revision);
    if (module === undefined) throw new Error(`the context has no module ${name}${revision ? `@${revision}` : ""}`);
    return module;
  }
}

function contextBits(options: ContextOptions): number {
  return flags([
    [options.allImplemented, 0x01],
    [options.referencedImplemented ?? true, 0x02],
    [options.noYangLibrary, 0x04],
    [options.explicitCompile, 0x80],
  ]);
}

function featureLines(features: readonly string[] | "all" | undefined): string | undefined {
  return features === "all" ? "*" : features?.join("\n");
}
