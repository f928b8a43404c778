/** A module with all that a description of the API needs: texts, types, choices. It is made when asked for, and not kept. */

import type { SchemaNodeKind, SchemaType } from "libyang-wasm";

export type { Bounds, SchemaType } from "libyang-wasm";

export interface DescribedNode {
  /** Choices and cases are nodes here. */
  readonly kind: SchemaNodeKind;
  readonly module: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly units: string | undefined;
  readonly config: boolean;
  readonly status: "current" | "deprecated" | "obsolete";
  /** A leaf or choice, a list with min-elements, or a container without presence that has one of these inside. */
  readonly mandatory: boolean;
  /** It has a `when`: it is there, and mandatory, only with other nodes. */
  readonly conditional: boolean;
  readonly presence: boolean;
  readonly keys: readonly string[];
  readonly minElements: number;
  /** Undefined: unbounded. */
  readonly maxElements: number | undefined;
  /** Canonical values. */
  readonly defaults: readonly string[];
  /** Of a leaf or leaf-list. */
  readonly type: SchemaType | undefined;
  readonly children: readonly DescribedNode[];
}

/** So many nodes of a module, parents before their children: a large module is described piece by piece. */
export interface DescribedPiece {
  readonly nodes: readonly { readonly depth: number; readonly node: Omit<DescribedNode, "children"> }[];
  readonly identities: DescribedModule["identities"];
  /** Where the next piece begins; undefined for the last. */
  readonly next: number | undefined;
}

export interface DescribedModule {
  /** Top-level nodes: data, rpcs, notifications; with everything below them, whichever module it is of. */
  readonly nodes: readonly DescribedNode[];
  /** For each identity that a type here has as its base ("module:name"): what is derived from it, near and far. */
  readonly identities: Readonly<Record<string, readonly string[]>>;
}
