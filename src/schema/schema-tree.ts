/** The loaded schema as plain data on the main thread: for paths, access control, filters and the translators' registry. */

export type SchemaKind =
  | "container"
  | "list"
  | "leaf"
  | "leaf-list"
  | "anydata"
  | "anyxml"
  | "rpc"
  | "action"
  | "input"
  | "output"
  | "notification";

/** One data, operation or notification node. Choices and cases are left out: their nodes stand under the nearest data node. */
export interface SchemaNode {
  readonly id: number;
  readonly module: string;
  readonly name: string;
  readonly kind: SchemaKind;
  readonly config: boolean;
  /** Schema path with the module name where it changes: "/ietf-interfaces:interfaces/interface/ietf-ip:ipv4". */
  readonly path: string;
  readonly parent: SchemaNode | undefined;
  readonly children: readonly SchemaNode[];
  readonly keys: readonly string[];
  readonly presence: boolean;
  readonly userOrdered: boolean;
  readonly mandatory: boolean;
  /** Base type of a leaf or leaf-list ("uint32", "identityref"); of its target for a leafref. */
  readonly type: string | undefined;
  /** Of a leaf or leaf-list: two values are the same only if they are written alike. */
  readonly verbatim: boolean;
  readonly nacm: "default-deny-write" | "default-deny-all" | undefined;
  /** Marked with sweetcomb-secrets:secret: datastores hold the value sealed. */
  readonly secret: boolean;
}

/** The extension that marks leafs whose values are sealed, as "module:name". */
export const SECRET = "sweetcomb-secrets:secret";
/** The extension that marks, among those, passwords that are hashed and not sealed. */
export const HASHED = "sweetcomb-secrets:hashed";

export interface SchemaModule {
  readonly name: string;
  readonly revision: string | undefined;
  readonly namespace: string;
  readonly prefix: string;
  readonly implemented: boolean;
  readonly features: readonly string[];
  /** Names of modules that deviate this one. */
  readonly deviatedBy: readonly string[];
  /** Made while the server runs and announced by the YANG library alone, which is where RFC 7950 5.6.4 has YANG 1.1. */
  readonly generated?: boolean | undefined;
  readonly submodules: readonly { readonly name: string; readonly revision: string | undefined }[];
}

export class SchemaTree {
  readonly #byId: readonly (SchemaNode | undefined)[];
  readonly #byPath: ReadonlyMap<string, SchemaNode>;
  readonly #modules: ReadonlyMap<string, SchemaModule>;
  readonly #byNamespace: ReadonlyMap<string, SchemaModule>;
  /** Nodes that stand in no other: data, operations and notifications. */
  readonly topLevel: readonly SchemaNode[];

  constructor(
    readonly modules: readonly SchemaModule[],
    readonly nodes: readonly SchemaNode[],
    /** Changes when the set of modules or features does (RFC 8525 content-id). */
    readonly contentId: string,
  ) {
    const byId: (SchemaNode | undefined)[] = [];
    for (const node of nodes) byId[node.id] = node;
    this.#byId = byId;
    this.topLevel = nodes.filter((node) => node.parent === undefined);
    this.#byPath = new Map(nodes.map((node) => [node.path, node]));
    this.#modules = new Map(modules.filter((module) => module.implemented).map((module) => [module.name, module]));
    this.#byNamespace = new Map(
      modules.filter((module) => module.implemented).map((module) => [module.namespace, module]),
    );
  }

  node(id: number): SchemaNode | undefined {
    return this.#byId[id];
  }

  byPath(path: string): SchemaNode | undefined {
    return this.#byPath.get(path);
  }

  /** Child of a node, or a top-level node when parent is undefined. */
  child(parent: SchemaNode | undefined, module: string, name: string): SchemaNode | undefined {
    if (parent === undefined) return this.#byPath.get(`/${module}:${name}`);
    return this.#byPath.get(`${parent.path}/${parent.module === module ? name : `${module}:${name}`}`);
  }

  /** An implemented module by name. */
  module(name: string): SchemaModule | undefined {
    return this.#modules.get(name);
  }

  /** An implemented module by its XML namespace. */
  moduleOfNamespace(namespace: string): SchemaModule | undefined {
    return this.#byNamespace.get(namespace);
  }
}
