/**
 * The few coarse calls that cross into the worker thread where libyang and the configuration trees live. Bytes in, bytes out;
 * nothing here depends on how the worker keeps its trees.
 */

import type { SchemaRow } from "../../schema/build-schema-tree.js";
import type { DescribedPiece } from "../../schema/described-module.js";
import type { ModuleRequest } from "../../schema/requested-modules.js";
import type { SchemaModule } from "../../schema/schema-tree.js";

/** A dynamic configuration datastore (RFC 8342 5.2) by its identity: "sweetcomb-datastores:kubernetes". */
export type DynamicName = `${string}:${string}`;

/**
 * Trees that stay in memory. `running` is what readers see; `candidate` has a log of edits on top of it; a dynamic
 * datastore has a tree of its own.
 */
export type ResidentTree = "running" | "candidate" | DynamicName;

/** Whether a tree has a node: somebody wrote it (or something below it), it is there with its defaults, or it is not. */
export type Presence = "explicit" | "default" | "absent";

export interface EngineOptions {
  readonly wasmPath: string;
  readonly memoryLimitMb: number;
  /** Folders with YANG files; the first that has a module gives it. */
  readonly searchDirs: readonly string[];
  readonly modules: readonly ModuleRequest[];
  /** Numbers of documents and cursors begin here, so that those of an earlier engine name nothing in this one. */
  readonly firstId: number;
}

export interface EngineSchema {
  readonly modules: readonly SchemaModule[];
  readonly rows: readonly SchemaRow[];
  readonly contentId: string;
}

/** A part of a stored configuration that cannot be running any more. */
export interface LeftOut {
  /** Instance path; that of a list as a whole, where the list is not known. */
  readonly path: string;
  readonly message: string;
  /** RFC 7951 JSON of the node, or as it stood in the journal. */
  readonly content: string;
}

export interface FittedRestore {
  readonly leftOut: readonly LeftOut[];
  /** Constraints that running breaks all the same: of containers that hold too much to be left out. */
  readonly broken: readonly Omit<LeftOut, "content">[];
}

/** An error found by libyang or by the edit, with the words of RFC 6241. */
export interface EngineError {
  readonly tag: string;
  readonly type?: string | undefined;
  readonly appTag?: string | undefined;
  readonly path?: string | undefined;
  readonly message: string;
  readonly badElement?: string | undefined;
  readonly badAttribute?: string | undefined;
  readonly badNamespace?: string | undefined;
  readonly nonUnique?: readonly string[] | undefined;
  /** Id of the edit of a YANG Patch that it belongs to. */
  readonly edit?: string | undefined;
  readonly missingChoice?: string | undefined;
}

export type EngineContent =
  | { readonly kind: "rpc-parameter"; readonly document: number; readonly parameter: string }
  | {
      readonly kind: "body";
      readonly format: "xml" | "json";
      readonly bytes: Uint8Array;
      readonly parent: string;
      readonly target?: string | undefined;
    };

/** Which node is changed, by what, and where among its siblings it goes. */
export interface NodeChange {
  readonly path: string;
  readonly content?: EngineContent | undefined;
  readonly insert?: "first" | "last" | "before" | "after" | undefined;
  readonly point?: string | undefined;
}

/** One edit of a YANG Patch. An entry that is inserted is created at a place. */
export interface EnginePatchEdit extends NodeChange {
  readonly id: string;
  readonly method: "create" | "replace" | "merge" | "delete" | "remove" | "move";
}

/** What a request does to the tree: a whole edit-config content, or one node of a RESTCONF request. */
export type EngineEdit =
  | {
      readonly kind: "content";
      readonly content: EngineContent;
      readonly defaultOperation: "merge" | "replace" | "none";
      readonly errorOption: "stop-on-error" | "continue-on-error" | "rollback-on-error";
    }
  | ({
      readonly kind: "node";
      readonly method: "create" | "replace" | "merge" | "delete";
    } & NodeChange)
  /** Edits of YANG Patch (RFC 8072 2.5), in order, below the instance `path` ("" is the datastore): all of them or none. */
  | { readonly kind: "patch"; readonly path: string; readonly edits: readonly EnginePatchEdit[] }
  /** A whole datastore: the tree becomes equal to it. */
  | { readonly kind: "replace-all"; readonly content: EngineContent }
  /** Lines of a journal entry, forward or inverse. */
  | { readonly kind: "lines"; readonly lines: readonly Uint8Array[] };

/** A node that an edit creates, changes or deletes. */
export interface EngineAccess {
  readonly schemaId: number;
  readonly operation: "create" | "update" | "delete";
  readonly path: string;
  /** It was asked for, and is so already: what was to be deleted is not there, or has the value that it was to have. */
  readonly unchanged?: boolean | undefined;
  /** Id of the edit of a YANG Patch that asks for it. */
  readonly edit?: string | undefined;
}

export interface EditResult {
  readonly errors: readonly EngineError[];
  /** State before the edit, for `undoTo`. */
  readonly mark: number;
  readonly accesses: readonly EngineAccess[];
  /** For a node edit: instance path of the node when it is new. */
  readonly created?: string | undefined;
  /** Instance path, with canonical keys, of the one node that the request names. */
  readonly target?: string | undefined;
}

/** What `edit` is to tell of the nodes it touches: none, one sample for each kind of node, or all of them. */
export type AccessDetail = "none" | "schema" | "instances";

export interface Prepared {
  readonly errors: readonly EngineError[];
  /** The errors are those of validation, which may be anywhere; the edit itself had none. */
  readonly isInvalid?: boolean | undefined;
  /** Nothing differs: there is nothing to commit. */
  readonly unchanged: boolean;
  readonly forward: Uint8Array;
  readonly inverse: Uint8Array;
  /** Changed objects, one JSON line each. */
  readonly objects: Uint8Array;
}

export interface PreparedCandidate extends Prepared {
  /** Nodes of running that the commit creates, changes or deletes. */
  readonly accesses: readonly EngineAccess[];
}

export interface ContentJson {
  readonly errors: readonly EngineError[];
  readonly json: Uint8Array;
  readonly accesses: readonly EngineAccess[];
}

export interface ReadMaskData {
  readonly firstRule: Uint16Array;
  readonly permit: Uint8Array;
  readonly instanceRules: readonly { readonly index: number; readonly xpath: string; readonly permit: boolean }[];
}

/** Some entries of a list or leaf-list (draft-ietf-netconf-list-pagination 3.1), by this order of its parameters. */
export interface Page {
  /** XPath that is evaluated for each entry, with module names as prefixes. */
  readonly where?: string | undefined;
  readonly sortBy?: PageOrder | undefined;
  readonly backwards: boolean;
  readonly offset: number;
  readonly cursor?: string | undefined;
  /** Undefined: all entries. */
  readonly limit?: number | undefined;
}

/** Some entries of one list or leaf-list, in place of all that `select` has. */
export interface PageRequest extends Page {
  /** Path of the list without keys, and of what it stands below; "" is the datastore. */
  readonly path: string;
  readonly parent: string;
  readonly module: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly isLeafList: boolean;
  /** Running alone has such entries. */
  readonly onlyConfiguration: boolean;
}

/** By the value of a leaf of each entry. */
export interface PageOrder {
  /** Names below an entry, with their module where it changes. */
  readonly path: readonly string[];
  readonly isNumber: boolean;
  /** Undefined: that of the server. */
  readonly locale?: string | undefined;
}

export interface ReadRequest {
  /**
   * "unified": running with the state of the documents laid over it. "intended": running over the dynamic datastores.
   * "stored": a datastore that came with the request.
   */
  readonly source: ResidentTree | "stored" | "intended" | "operational" | "unified";
  /** Of the candidate: that of the session inside. */
  readonly isPrivate?: boolean | undefined;
  /** RFC 7951 documents with state, and the top-level nodes that they give whole. */
  readonly documents: readonly Uint8Array[];
  readonly documentTopLevel: readonly string[];
  /** RFC 7951 JSON of the datastore when it is a stored one (startup, factory-default). */
  readonly stored?: Uint8Array | undefined;
  readonly format: "xml" | "json";
  readonly select?: readonly string[] | undefined;
  readonly root: "tree" | "target";
  readonly depth?: number | undefined;
  readonly fields?: readonly (readonly string[])[] | undefined;
  readonly withDefaults: "report-all" | "report-all-tagged" | "trim" | "explicit";
  readonly content: "all" | "config" | "nonconfig";
  readonly origin: boolean;
  readonly origins?: { readonly negated: boolean; readonly identities: readonly string[] } | undefined;
  readonly access?: ReadMaskData | undefined;
  /** The selection may look at more than `access` shows: it is applied to what is shown alone. */
  readonly selectsShown?: boolean | undefined;
  readonly page?: PageRequest | undefined;
  /** At most so many entries of lists inside of what is selected; `ofSelected`: of those that are selected, too. */
  readonly sublists?: { readonly limit: number; readonly ofSelected: boolean } | undefined;
  /** `select` is the path of one instance: tell how running writes it. */
  readonly tellInstance?: boolean | undefined;
}

export interface ReadStart {
  /** 0 when the first chunk is all. */
  readonly cursor: number;
  readonly chunk: Uint8Array;
  readonly empty: boolean;
  /** Path of the selected instance with canonical keys, where running has it. */
  readonly instance?: string | undefined;
}

export interface RpcDocumentData {
  /** Number for `releaseRpc`; 0 when nothing is kept of the request. */
  readonly document: number;
  readonly attributes: readonly { name: string; prefix?: string; namespace?: string; value: string }[];
  readonly module: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly contents: readonly string[];
  readonly filter?:
    | {
        type?: string | undefined;
        select?: string | undefined;
        xml: string;
        namespaces: Readonly<Record<string, string>>;
      }
    | undefined;
  readonly actionPath?: string | undefined;
  readonly errors?: readonly EngineError[] | undefined;
  /** The large document that has the errors. */
  readonly text?: Uint8Array | undefined;
}

export interface DecodedInput {
  /** As in `RpcDocumentData`: it holds the anydata, and is released with `releaseRpc`. */
  readonly document: number;
  readonly input: Readonly<Record<string, unknown>>;
  readonly contents: readonly string[];
  readonly errors?: undefined;
}

export interface SelectedPaths {
  readonly paths: readonly string[];
}

export interface EngineCalls {
  load(options: EngineOptions): EngineSchema;
  /** With these 32 bytes secrets are sealed before they become part of a tree: to be given before anything is edited. */
  sealWith(key: Uint8Array): void;
  /** Object kinds whose changes `prepare` tells. Returns the number by which the lines name each path. */
  registerObjects(schemaPaths: readonly string[]): ReadonlyMap<number, string>;
  /** Fills running from a snapshot; the candidate is made by `finishRestore`. Throws when it does not parse. */
  restoreSnapshot(json: Uint8Array): void;
  restoreLines(lines: Uint8Array): void;
  /**
   * Fills running from a store that was written with other YANG modules: with what these take, and what keeps their constraints.
   * @param entries journal lines to apply to the snapshot, in their order
   */
  restoreWhatFits(snapshot: Uint8Array | undefined, entries: readonly Uint8Array[]): FittedRestore;
  finishRestore(): void;

  /** Takes the bytes of a large document over; when it has errors, `text` has them again. */
  decodeRpc(bytes: Uint8Array): RpcDocumentData;
  releaseRpc(document: number): void;
  /** The input of an rpc or action in a message body. */
  decodeInput(path: string, content: EngineContent): DecodedInput | { readonly errors: readonly EngineError[] };
  /** An anydata parameter of a document that was read, as RFC 7951 JSON; {} when it holds no nodes. */
  contentText(document: number, parameter: string): Uint8Array;
  /** `path`: schema path of an rpc, instance path of an action. `output`: its members, RFC 7951. */
  encodeOutput(path: string, output: unknown, format: "xml" | "json"): Uint8Array;

  /**
   * A notification in the protocol's text. `path`: "/module:name", or an instance path. Undefined when none of the XPaths in
   * `select` selects anything of it.
   */
  encodeNotification(
    path: string,
    content: unknown,
    format: "xml" | "json",
    select: readonly string[] | undefined,
  ): Uint8Array | undefined;

  /** Nodes that are plain values (RFC 7951 JSON, and the instance path of their parent) as XML elements. */
  printNodes(items: readonly { readonly parent: string; readonly json: string }[]): readonly Uint8Array[];

  /** Edits the candidate. Errors under rollback-on-error leave nothing behind. */
  edit(edit: EngineEdit, detail: AccessDetail): EditResult;
  undoTo(mark: number): void;
  validateCandidate(): readonly EngineError[];
  validateContent(content: EngineContent): readonly EngineError[];
  /** A whole datastore that came as content, judged and as RFC 7951 JSON. `base`: what it replaces, for the accesses. */
  contentJson(content: EngineContent, base: Uint8Array | undefined, detail: AccessDetail): ContentJson;
  /** Whether the candidate differs from running. */
  candidateChanged(): boolean;
  /** Lines of what makes running the candidate, the shared one or that of the session inside. */
  candidateLines(isPrivate: boolean): Uint8Array;
  /**
   * Puts the candidate of a session in the place of the shared one: running taken `back` (inverse lines, newest first), and its
   * edits on top. Until `leavePrivate` edits, validation and commits are of it; reads only when they say so. Runs inside the
   * write queue.
   */
  enterPrivate(back: readonly Uint8Array[], edits: Uint8Array): void;
  /** Returns the session's edits as lines; undefined when this engine has none of them. */
  leavePrivate(): Uint8Array | undefined;
  discardCandidate(): void;
  /** Validates the candidate and says what a commit of it changes. Nothing changes for readers. */
  prepareCandidate(detail: AccessDetail): PreparedCandidate;
  /** Edits running out of sight of the readers, validates, says what changes. `commit` or `abort` follows. */
  prepareRunning(edit: EngineEdit, detail: AccessDetail): Promise<Prepared & EditResult>;
  /** Edits a dynamic datastore as `prepareRunning` edits running. */
  prepareDynamic(name: DynamicName, edit: EngineEdit, detail: AccessDetail): Prepared & EditResult;
  /** Fills a dynamic datastore, which is empty in a new engine: a document, and journal lines behind it. */
  restoreDynamic(name: DynamicName, json: Uint8Array | undefined, lines: readonly Uint8Array[]): void;
  /** RFC 7951 JSON of a dynamic datastore. */
  dynamicDocument(name: DynamicName): Uint8Array;
  /** Of each instance path, whether the tree has it; a tree that is prepared is looked at as it will be. */
  presence(tree: ResidentTree, paths: readonly string[]): readonly Presence[];
  /** Makes what was prepared visible: in both trees, or in the dynamic datastore. */
  commit(tree: ResidentTree): Promise<void>;
  abort(tree: ResidentTree): void;

  openRead(request: ReadRequest): ReadStart | { readonly error: EngineError };
  nextChunk(cursor: number): { readonly chunk: Uint8Array; readonly done: boolean };
  closeRead(cursor: number): void;
  /** The path of an instance with canonical keys; undefined when the tree has none there. */
  instancePath(tree: ResidentTree, path: string): string | undefined;
  /** Instance paths of what XPaths (module names as prefixes) select in running, each once. */
  selectedPaths(xpaths: readonly string[], most: number): SelectedPaths | { readonly error: EngineError };
  /** RFC 7951 JSON of one subtree of running, with defaults; undefined when it is not there. */
  subtree(path: string): Uint8Array | undefined;
  /** All registered objects of running, as lines in chunks. */
  allObjects(): readonly Uint8Array[];
  /** The startup datastore as it was at a revision: running taken back by inverse lines, newest first. */
  documentBefore(inverse: readonly Uint8Array[]): Uint8Array;
  /** Lists modules in the YANG library that this engine has not compiled, in place of those of the last call. */
  extendLibrary(modules: readonly SchemaModule[], absentFeatures: readonly string[], contentId: string): void;
  moduleText(name: string, revision: string | undefined, format: "yang" | "yin"): string | undefined;
  /** Compiled nodes of an implemented module with their types, from a place in it on; undefined: no such module. */
  describePiece(name: string, from: number): DescribedPiece | undefined;
  /** Whether the memory has room to read ordinary requests. */
  hasRoom(): boolean;
  /** Of this engine; cursors and documents are what clients have open. */
  statistics(): {
    readonly memoryBytes: number;
    readonly liveHandles: number;
    readonly openCursors: number;
    readonly openDocuments: number;
  };
}
