// What a reader wants to see, in words of NETCONF and RESTCONF.

export type DataEncoding = "xml" | "json";

/** RFC 6243 section 3. */
export type DefaultsMode =
  | "report-all"
  /** What nobody has set is marked, as "explicit" is the basic mode. */
  | "report-all-tagged"
  /** Every value that is the schema's default is marked, as RFC 8526 3.1.1.2 has it for operational. */
  | "report-all-tagged-by-value"
  | "trim"
  | "explicit";

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

/** The metadata of draft-ietf-netconf-list-pagination 3.1. */
export interface PageNote {
  /** Entries that the limit has left out, where there are some. */
  readonly remaining?: number | undefined;
  /** Cursors of the pages around it. */
  readonly next?: string | undefined;
  readonly previous?: string | undefined;
  /** Locale that the entries were sorted in. */
  readonly locale?: string | undefined;
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
  /** Selected nodes come in the order of the expressions that select them. Default: in that of the tree. */
  readonly keepOrder?: boolean;
  /** What is said beside the first selected entry of the list around it. Default: nothing. */
  readonly page?: PageNote;
  /**
   * At most so many entries of each list and leaf-list inside what is selected, with the number of those left out
   * (draft-ietf-netconf-list-pagination 3.2). `ofSelected`: of those that are selected too. Default: all entries.
   */
  readonly sublists?: { readonly limit: number; readonly ofSelected: boolean };
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
