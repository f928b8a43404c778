// Nodes of the compiled schema.
import type { YangContext } from "./context.js";
import type { OutputReader } from "./output-reader.js";
import { readExpression, readSchemaType, type SchemaExpression, type SchemaType } from "./schema-type.js";

export type SchemaNodeKind =
  | "container"
  | "choice"
  | "leaf"
  | "leaf-list"
  | "list"
  | "anyxml"
  | "anydata"
  | "case"
  | "rpc"
  | "action"
  | "notification"
  | "input"
  | "output";

const kinds: ReadonlyMap<number, SchemaNodeKind> = new Map([
  [0x0001, "container"],
  [0x0002, "choice"],
  [0x0004, "leaf"],
  [0x0008, "leaf-list"],
  [0x0010, "list"],
  [0x0020, "anyxml"],
  [0x0060, "anydata"],
  [0x0080, "case"],
  [0x0100, "rpc"],
  [0x0200, "action"],
  [0x0400, "notification"],
  [0x1000, "input"],
  [0x2000, "output"],
]);

/** Bits of lysc_node.flags; some mean something else for other kinds. */
const bit = {
  configTrue: 0x01,
  deprecated: 0x08,
  obsolete: 0x10,
  mandatory: 0x20,
  orderedByUser: 0x40,
  presence: 0x80,
  key: 0x100,
} as const;

export interface SchemaNodeDescription {
  readonly kind: SchemaNodeKind;
  readonly name: string;
  /** Name of the module whose namespace the node has. */
  readonly module: string;
  /** Path with choices and cases, a module prefix where the module changes. */
  readonly schemaPath: string;
  /** Path of its instances without predicates. */
  readonly dataPath: string;
  readonly description: string | undefined;
  readonly units: string | undefined;
  readonly config: boolean;
  readonly status: "current" | "deprecated" | "obsolete";
  /** `mandatory true`, or a list with min-elements, or a container that has something mandatory inside. */
  readonly mandatory: boolean;
  /** Container with presence. */
  readonly presence: boolean;
  /** List or leaf-list ordered by the user. */
  readonly orderedByUser: boolean;
  /** Leaf that is a key of its list. */
  readonly isKey: boolean;
  /** Key leaves of a list in order; empty for a list without keys. */
  readonly keys: readonly string[];
  /** The data paths of the leaves of each unique statement. */
  readonly uniques: readonly (readonly string[])[];
  readonly musts: readonly Must[];
  readonly whens: readonly When[];
  readonly minElements: number;
  /** Undefined: unbounded. */
  readonly maxElements: number | undefined;
  /** Canonical default values; for a choice the name of its default case. */
  readonly defaults: readonly string[];
}

export interface Must extends SchemaExpression {
  readonly errorMessage: string | undefined;
  readonly errorAppTag: string | undefined;
}

export interface When extends SchemaExpression {
  /** `struct lysc_node *` on which the condition is evaluated; 0 for the root. */
  readonly contextNode: number;
}

/** A view of `struct lysc_node`; stale once the modules of the context change. */
export class SchemaNode {
  private readonly generation: number;

  constructor(
    readonly context: YangContext,
    private readonly node: number,
  ) {
    this.generation = context.generation;
  }

  /** `struct lysc_node *` */
  get pointer(): number {
    if (this.context.pointer === 0 || this.generation !== this.context.generation) {
      throw new Error("the modules of the context have changed: find the schema node again");
    }
    return this.node;
  }

  describe(): SchemaNodeDescription {
    const { instance } = this.context;
    instance.check(instance.exports.lyw_schema_describe(this.pointer), 0, "describing a schema node");
    return readDescription(instance.outputReader());
  }

  /** The type of a leaf or leaf-list; undefined for the other kinds. */
  type(): SchemaType | undefined {
    const { instance } = this.context;
    const status = instance.exports.lyw_schema_type(this.pointer);
    if (status === hasNoType) return undefined;
    instance.check(status, 0, "describing a type");
    return readSchemaType(instance.outputReader());
  }

  get parent(): SchemaNode | undefined {
    const parent = this.context.instance.exports.lyw_schema_parent(this.pointer);
    return parent === 0 ? undefined : new SchemaNode(this.context, parent);
  }

  /** Children, with choices and cases as nodes; actions and notifications come last. */
  children(): SchemaNode[] {
    const { instance } = this.context;
    instance.check(instance.exports.lyw_schema_children(this.pointer), 0, "listing schema nodes");
    return instance.outputPointers().map((pointer) => new SchemaNode(this.context, pointer));
  }

  /** The node and everything below it, parents first. */
  *walk(): Generator<SchemaNode> {
    yield this;
    for (const child of this.children()) yield* child.walk();
  }
}

export function schemaNodeKind(nodetype: number): SchemaNodeKind {
  const kind = kinds.get(nodetype);
  if (kind === undefined) throw new Error(`unknown schema node type ${nodetype}`);
  return kind;
}

const hasNoType = 11;

function readDescription(reader: OutputReader): SchemaNodeDescription {
  const kind = schemaNodeKind(reader.u32());
  const flags = reader.u32();
  return {
    kind,
    ...readFlags(kind, flags),
    name: reader.string(),
    module: reader.string(),
    schemaPath: reader.string(),
    dataPath: reader.string(),
    description: reader.optionalString(),
    units: reader.optionalString(),
    keys: reader.list(() => reader.string()),
    uniques: reader.list(() => reader.list(() => reader.string())),
    musts: reader.list(readMust),
    whens: reader.list(readWhen),
    minElements: reader.u32(),
    maxElements: maximum(reader.u32()),
    defaults: reader.list(() => reader.string()),
  };
}

function readFlags(kind: SchemaNodeKind, flags: number) {
  const has = (wanted: number) => (flags & wanted) !== 0;
  return {
    config: has(bit.configTrue),
    status: statusOf(flags),
    mandatory: has(bit.mandatory),
    presence: kind === "container" && has(bit.presence),
    orderedByUser: (kind === "list" || kind === "leaf-list") && has(bit.orderedByUser),
    isKey: kind === "leaf" && has(bit.key),
  };
}

function statusOf(flags: number): SchemaNodeDescription["status"] {
  if (flags & bit.obsolete) return "obsolete";
  return flags & bit.deprecated ? "deprecated" : "current";
}

function readMust(reader: OutputReader): Must {
  return {
    ...readExpression(reader),
    errorMessage: reader.optionalString(),
    errorAppTag: reader.optionalString(),
  };
}

function readWhen(reader: OutputReader): When {
  return { ...readExpression(reader), contextNode: reader.u32() };
}

/** libyang stores "no maximum" as 0 or as the largest number. */
function maximum(stored: number): number | undefined {
  return stored === 0 || stored === 0xffffffff ? undefined : stored;
}
