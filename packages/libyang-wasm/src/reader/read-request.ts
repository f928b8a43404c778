// What a reader wants to see, in words of NETCONF and RESTCONF.

export type DataEncoding = "xml" | "json";

/** RFC 6243 section 3. */
export type DefaultsMode = "report-all" | "report-all-tagged" | "trim" | "explicit";

/** One of the data trees that are printed as one document. */
export interface ReadPart {
  /** The first top-level node (DataTree.pointer, ConfigTree.root); 0 for an empty tree. */
  readonly root: number;
  /** Top-level nodes of this tree that are passed over, because another part has them. */
  readonly excludeTopLevel?: readonly { readonly module: string; readonly name: string }[];
  /** Origin of what does not name one: "ietf-origin:intended". */
  readonly origin?: string;
}

/** Read permission of one user, worked out from the rule list (RFC 8341 3.4.5): of all rules for a node the first decides. */
export interface ReadAccess {
  /** By schema id: index of the first rule that speaks of the schema node; 65535 when none does. */
  readonly firstRule: Uint16Array;
  /** By schema id: what that rule, or else the default, says. 1 = may be read. */
  readonly permit: Uint8Array;
  /** Rules for instances; each also covers what is below the nodes that it selects. */
  readonly instanceRules: readonly { readonly index: number; readonly xpath: string; readonly permit: boolean }[];
}

export interface ReadRequest {
  readonly format: DataEncoding;
  /** XPaths with module names as prefixes; what any of them selects. Undefined: everything. Empty: nothing. */
  readonly select?: readonly string[];
  /**
   * "tree": selected nodes inside their ancestors, of which only the keys are printed besides (NETCONF).
   * "target": each selected node is a top-level node itself (RESTCONF).
   */
  readonly root: "tree" | "target";
  /** Levels that are printed: 1 is a selected node (a top-level node when everything is) alone, with its keys if it is a list entry. Default: all. */
  readonly depth?: number;
  /** Only for "target": paths of names below each target, of which alone something is printed (RFC 8040 4.8.3). */
  readonly fields?: readonly (readonly string[])[];
  /** Default: "explicit". */
  readonly withDefaults?: DefaultsMode;
  /** RFC 8040 4.8.1. Default: "all". */
  readonly content?: "all" | "config" | "nonconfig";
  /** Whether the origin of configuration is printed where it is not that of the parent (RFC 8526, 8527). */
  readonly origin?: boolean;
  /** Only configuration of these origins or of ones derived from them, or, negated, only other (RFC 8526 3.1.1). State stays. */
  readonly origins?: { readonly negated: boolean; readonly identities: readonly string[] };
  /** Default: everything may be read. */
  readonly access?: ReadAccess;
  /** Module whose names have no prefix at the top of a JSON document: that of an rpc, for its output. */
  readonly module?: string;
  /** Indented by two spaces. Default: false. */
  readonly pretty?: boolean;
}
