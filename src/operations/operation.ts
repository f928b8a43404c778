/** The requests that every northbound protocol translates into. No protocol owns them; each is permitted, executed and answered alike. */

import type { DynamicName, Page } from "../datastore/engine/protocol.js";
import type { EncodedEvent } from "./events/encoded-event.js";
import type { KnownTxid } from "./txid/known-tree.js";

export type { Page };

/** In the order in which documents list them; "factory-default" is read-only (RFC 8808 3). */
export const DATASTORES = ["startup", "candidate", "running", "intended", "operational", "factory-default"] as const;

/** A conventional datastore, operational, factory-default, or a dynamic one by its identity (RFC 8342). */
export type DatastoreName = (typeof DATASTORES)[number] | DynamicName;

export type Format = "xml" | "json";

/** RFC 6243; undefined means the server's basic mode, "explicit". */
export type WithDefaults = "report-all" | "report-all-tagged" | "trim" | "explicit";

/** Data that came with a request; the engine parses it. */
export type Content =
  /** An anydata parameter ("config") of an rpc document that `Management.decodeRpc` read. */
  | { readonly kind: "rpc-parameter"; readonly document: number; readonly parameter: string }
  /** A message body below the instance `parent` ("" is the datastore itself). `target`: the resource that a PUT or PATCH names; the body must hold exactly it. */
  | {
      readonly kind: "body";
      readonly format: Format;
      readonly bytes: Uint8Array;
      readonly parent: string;
      readonly target?: string | undefined;
    };

/** What part of a datastore is read. XPaths use module names as prefixes. Undefined select = everything; empty select = nothing. */
export interface Selection {
  readonly select?: readonly string[] | undefined;
  readonly withDefaults?: WithDefaults | undefined;
  /** Levels below each selected node; undefined = all (RFC 8040 4.8.2, RFC 8526 max-depth). */
  readonly depth?: number | undefined;
  /** RFC 8040 4.8.3, parsed: each entry is a path of (module-qualified where it changes) names below the target. */
  readonly fields?: readonly (readonly string[])[] | undefined;
  /** Of the one list or leaf-list that is selected, by its path without keys. */
  readonly page?: Page | undefined;
  /** Entries of each list and leaf-list inside what is selected; undefined = all (draft-ietf-netconf-list-pagination 3.2). */
  readonly sublistLimit?: number | undefined;
}

/** How a transaction id is made (draft-ietf-netconf-transaction-id). */
export type TxidMechanism = "etag" | "last-modified";

/** What a client knows of a datastore, by transaction ids (draft-ietf-netconf-transaction-id). */
export interface TxidRequest {
  readonly mechanism: TxidMechanism;
  /** "?" is an id that nothing has: the client asks for ids from there on. */
  readonly known: readonly KnownTxid[];
}

export type DefaultOperation = "merge" | "replace" | "none";
export type ErrorOption = "stop-on-error" | "continue-on-error" | "rollback-on-error";
export type TestOption = "test-then-set" | "set" | "test-only";

export type Operation =
  /** Running configuration and state (RFC 6241 7.7). */
  | ({ readonly kind: "get"; readonly format: Format } & Selection)
  | ({
      readonly kind: "get-config";
      readonly source: DatastoreName;
      readonly format: Format;
      readonly txid?: TxidRequest | undefined;
    } & Selection)
  /** RFC 8526 3.1.1. */
  | ({
      readonly kind: "get-data";
      readonly datastore: DatastoreName;
      readonly format: Format;
      readonly config?: boolean | undefined;
      readonly origins?: { readonly negated: boolean; readonly identities: readonly string[] } | undefined;
      readonly withOrigin?: boolean | undefined;
      readonly txid?: TxidRequest | undefined;
    } & Selection)
  | {
      readonly kind: "edit";
      /** By which name access control knows it. */
      readonly rpc: "edit-config" | "edit-data";
      readonly target: DatastoreName;
      readonly content: Content;
      readonly defaultOperation: DefaultOperation;
      readonly testOption: TestOption;
      readonly errorOption: ErrorOption;
      /** What of the datastore has to be as the client knows it. */
      readonly txid?: TxidRequest | undefined;
      /** The answer is to tell the id that the datastore has then. */
      readonly withTxid?: TxidMechanism | undefined;
    }
  | {
      readonly kind: "copy-config";
      readonly source: DatastoreName | Content;
      readonly target: DatastoreName;
    }
  | { readonly kind: "delete-config"; readonly target: DatastoreName }
  /** An edit-config, copy-config or validate whose configuration is at a URL (RFC 6241 8.8). */
  | {
      readonly kind: "content-at-url";
      readonly rpc: "edit-config" | "edit-data" | "copy-config" | "validate";
      readonly url: string;
      /** The operation once its content is here. */
      readonly operation: (content: Content) => Operation;
    }
  | {
      readonly kind: "copy-to-url";
      readonly source: DatastoreName | Content;
      readonly url: string;
      readonly withDefaults?: WithDefaults | undefined;
    }
  | { readonly kind: "delete-url"; readonly url: string }
  | { readonly kind: "lock"; readonly target: DatastoreName }
  | { readonly kind: "unlock"; readonly target: DatastoreName }
  | { readonly kind: "validate"; readonly source: DatastoreName | Content }
  | {
      readonly kind: "commit";
      readonly confirmed: boolean;
      readonly confirmTimeoutS?: number | undefined;
      readonly persist?: string | undefined;
      readonly persistId?: string | undefined;
      /** As in "edit". */
      readonly withTxid?: TxidMechanism | undefined;
    }
  | { readonly kind: "cancel-commit"; readonly persistId?: string | undefined }
  | { readonly kind: "discard-changes" }
  | { readonly kind: "kill-session"; readonly sessionId: number }
  | {
      readonly kind: "get-schema";
      readonly identifier: string;
      readonly version?: string | undefined;
      readonly format?: string | undefined;
    }
  /** A RESTCONF data resource (RFC 8040 3.5), or the datastore itself when path is "". */
  | ({
      readonly kind: "read-resource";
      /** Absent: the unified datastore of RFC 8040 ({+restconf}/data); else RFC 8527. */
      readonly datastore?: DatastoreName | undefined;
      readonly path: string;
      readonly content: "all" | "config" | "nonconfig";
      readonly format: Format;
      readonly withOrigin?: boolean | undefined;
    } & Omit<Selection, "select">)
  /** One write of a RESTCONF client: one transaction with its own commit. */
  | {
      readonly kind: "write-resource";
      readonly datastore?: DatastoreName | undefined;
      /** The parent for "create" (POST), the resource itself otherwise; "" is the datastore. */
      readonly path: string;
      readonly method: "create" | "replace" | "merge" | "delete";
      readonly content?: Content | undefined;
      readonly insert?: "first" | "last" | "before" | "after" | undefined;
      /** Instance path of the entry that before and after refer to. */
      readonly point?: string | undefined;
      readonly preconditions?: Preconditions | undefined;
    }
  /** Edits of a YANG Patch (RFC 8072): all of them together are one transaction with its own commit. */
  | {
      readonly kind: "patch-resource";
      readonly datastore?: DatastoreName | undefined;
      /** The resource that the request names; "" is the datastore. */
      readonly path: string;
      readonly edits: readonly PatchEdit[];
      /** For the journal. */
      readonly comment: string;
      readonly preconditions?: Preconditions | undefined;
    }
  /** RFC 5277 2.1.1; the event streams of RFC 8040 6. */
  | {
      readonly kind: "subscribe";
      readonly stream: string;
      readonly select?: readonly string[] | undefined;
      /** Replay from this time, ms since 1970. */
      readonly startTimeMs?: number | undefined;
      readonly stopTimeMs?: number | undefined;
      readonly format: Format;
      /** Ends the subscription. */
      readonly signal: AbortSignal;
    }
  /** The notifications of a subscription that RESTCONF has established (RFC 8650 3.1). */
  | {
      readonly kind: "read-subscription";
      readonly id: number;
      /** Ends the subscription. */
      readonly signal: AbortSignal;
    }
  /** Any other rpc or action of a loaded module. `path` is the schema path of an rpc, or the instance path of an action. */
  | {
      readonly kind: "invoke";
      readonly path: string;
      /** Undefined when the request brings no input. */
      readonly input?: OperationInput | undefined;
      readonly format: Format;
    };

/** The input of an rpc or action: still as it came in a message body, or read already with the <rpc> around it. */
export type OperationInput =
  | { readonly kind: "body"; readonly format: Format; readonly bytes: Uint8Array }
  | {
      readonly kind: "rpc";
      /** Number of the rpc document. */
      readonly document: number;
      /** Parameters in RFC 7951 form, anydata left out. */
      readonly input: Readonly<Record<string, unknown>>;
      /** Names of anydata parameters that are there. */
      readonly contents: readonly string[];
      /** XPaths of a parameter `filter` or `subtree-filter`. */
      readonly select?: readonly string[] | undefined;
    };

/** One edit of a YANG Patch (RFC 8072 2.5). "insert" is told as "create" with a place. */
export interface PatchEdit {
  readonly id: string;
  readonly method: "create" | "replace" | "merge" | "delete" | "remove" | "move";
  readonly path: string;
  readonly content?: Content | undefined;
  readonly insert?: "first" | "last" | "before" | "after" | undefined;
  readonly point?: string | undefined;
}

/** RFC 9110 13: entity tags as sent (quoted), dates in ms since 1970. */
export interface Preconditions {
  readonly ifMatch?: readonly string[] | "*" | undefined;
  readonly ifNoneMatch?: readonly string[] | "*" | undefined;
  readonly ifModifiedSince?: number | undefined;
  readonly ifUnmodifiedSince?: number | undefined;
}

/** State of the resource that an answer speaks of. The tag has no quotes. */
export interface EntityState {
  readonly etag: string;
  readonly lastModifiedMs: number;
}

export interface AnswerTxid {
  readonly attribute: TxidMechanism;
  /** Id of the datastore; undefined where the client has not asked for it. */
  readonly value: string | undefined;
}

export type Answer =
  | { readonly kind: "ok"; readonly txid?: AnswerTxid | undefined }
  /** Events as they come; whoever takes the answer reads them until they end. */
  | { readonly kind: "subscription"; readonly events: AsyncGenerator<EncodedEvent>; readonly format: Format }
  /**
   * Data in the asked format, as it is made. XML is a sequence of elements without an enclosing one; JSON is one object.
   * `empty` is known before the first chunk: nothing was selected (or may be read).
   */
  | {
      readonly kind: "data";
      /** Made for whoever asked, who may do with their memory what he likes. */
      readonly chunks: AsyncIterable<Uint8Array>;
      readonly empty: boolean;
      readonly entity?: EntityState | undefined;
      /** There when the content has ids in it. */
      readonly txid?: AnswerTxid | undefined;
    }
  | { readonly kind: "text"; readonly text: string }
  /** What a write did. `created`: instance path of a resource that did not exist before. */
  | {
      readonly kind: "written";
      readonly created?: string | undefined;
      readonly entity?: EntityState | undefined;
    }
  /** A condition of the request does not hold (RESTCONF 412). */
  | { readonly kind: "precondition-failed" };
