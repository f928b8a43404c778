// The schema of a context as plain rows: for path parsing, access control, registries and descriptions of the API.
import type { YangContext } from "../context.js";
import type { ReaderExports } from "./reader-exports.js";

export type SchemaRowKind =
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
  | "notification"
  | "choice"
  | "case";

/** One compiled schema node. */
export interface SchemaRow {
  /** Index of the row in the table; the C side knows the node by the same number. Parents stand before their children. */
  readonly id: number;
  /** -1 for a top-level node. */
  readonly parent: number;
  readonly module: string;
  readonly name: string;
  readonly kind: SchemaRowKind;
  /** False for state, and for everything in operations and notifications. */
  readonly config: boolean;
  /** A container that means something by being there. */
  readonly presence: boolean;
  readonly mandatory: boolean;
  /** A list or leaf-list whose order the user decides. */
  readonly userOrdered: boolean;
  /** Of a list, in the order of its `key` statement; empty for others. */
  readonly keys: readonly string[];
  /** Base type of a leaf or leaf-list ("identityref", "uint32"); for a leafref that of its target. */
  readonly type?: string;
  /** Values of this type are the same only if they are written alike: a string whose type has no canonical form. */
  readonly verbatim: boolean;
  readonly leafref: boolean;
  /** Canonical default values; empty without any. */
  readonly default: readonly string[];
  /** min-elements; 0 without. */
  readonly min: number;
  /** max-elements; absent when unbounded. */
  readonly max?: number;
  /** RFC 8341 section 7. */
  readonly nacm?: "default-deny-write" | "default-deny-all";
  /** Extensions on the node, as "module:name", those of RFC 8341 apart. */
  readonly extensions: readonly string[];
  readonly status: "current" | "deprecated" | "obsolete";
  /** "/ietf-interfaces:interfaces/interface/ietf-ip:ipv4": the module where it changes; passes over choices and cases. */
  readonly path: string;
}

export type SchemaTable = readonly SchemaRow[];

type PrintedRow = Partial<SchemaRow> & Pick<SchemaRow, "id" | "parent" | "module" | "name" | "kind" | "path">;

/**
 * All schema nodes of the implemented modules. Numbers the nodes of the context where they have no numbers yet, so that
 * the context must be complete: another module gives all nodes new numbers.
 */
export function schemaTable(context: YangContext): SchemaTable {
  const { instance } = context;
  const status = instance.exportsAs<ReaderExports>().lyw_schema_table(context.pointer);
  instance.check(status, context.pointer, "listing the schema nodes");
  return (JSON.parse(instance.outputText()) as PrintedRow[]).map(completeRow);
}

/** The C side prints what differs from these. */
function completeRow(row: PrintedRow): SchemaRow {
  return {
    config: false,
    presence: false,
    mandatory: false,
    userOrdered: false,
    keys: [],
    verbatim: false,
    leafref: false,
    default: [],
    min: 0,
    extensions: [],
    status: "current",
    ...row,
  };
}
