/** What the datastore hands to the south bound, and what it expects of it. The south bound implements this; main.ts joins them. */

/** One changed unit of south-bound configuration. Values have YANG names and RFC 7951 shape, defaults included. */
export interface ObjectChange {
  /** Schema path as registered, such as "/ietf-interfaces:interfaces/interface". */
  readonly schemaPath: string;
  /** Instance path as RFC 7951 writes it. */
  readonly path: string;
  /** Keys along the path, outermost first: list name, key name, canonical value. */
  readonly keys: readonly (readonly [list: string, key: string, value: string])[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** Identity of the origin of `after` (RFC 8342 5.3.4) where it is not the conventional configuration. */
  readonly origin?: string | undefined;
  /** Instance path of what a derived unit follows from: errors name this and not `path`. */
  readonly from?: string | undefined;
}

export interface CommitRequest {
  /** Number of the commit; grows by one. */
  readonly revision: number;
  readonly changes: readonly ObjectChange[];
  /** While VPP is away the change is taken, whatever the policy says, and applied at its return. */
  readonly acceptWhileAway?: boolean | undefined;
}

/** A change that VPP holds. Exactly one of the two is called afterwards. */
export interface AppliedChange {
  /** Running is persisted: forget what undo needed. */
  done(): void;
  /** The commit failed after all: put VPP back. */
  revert(): Promise<void>;
}

/** Selects what operational state to read. */
export interface StateRequest {
  /** Schema paths; state below or above any of them is wanted. Undefined = all. */
  readonly paths?: readonly string[] | undefined;
  /** Of these lists, by schema path, only the entries with such values of keys, as the reader writes them. Others: all. */
  readonly entries?: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]> | undefined;
  /** Ends the reading with its reason when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface Southbound {
  /** Schema paths of all registered object kinds. */
  readonly objectPaths: readonly string[];
  /**
   * Plans and applies. Resolves when VPP holds all of it; rejects with ManagementError (path of the node, VPP's code) when it
   * refused, after what was applied has been taken back.
   */
  apply(request: CommitRequest): Promise<AppliedChange>;
  /** Makes VPP equal to the whole intended configuration (start of the server, return of VPP). Foreign objects are left alone. */
  resync(objects: AsyncIterable<readonly ObjectChange[]>): Promise<void>;
}

/** How one object of VPP differs from what was applied. */
export interface Difference {
  /** Instance path of the configuration entry that the object comes from, or would come from. */
  readonly path: string;
  /** Kind of object: "ipv4-static-route". */
  readonly object: string;
  /** Missing from VPP; there but not as applied; or made by Sweetcomb once and not configured (any more). */
  readonly kind: "missing" | "different" | "surplus";
  /** Of a different object, the members that differ, as member paths. Values are not told, for some are secret. */
  readonly members: readonly string[];
}

export interface RecordedRequest {
  readonly message: string;
  readonly fields: unknown;
}

export interface DryRun {
  /** One line for each operation, in order: "1. create loopback loop0". */
  readonly operations: readonly string[];
  /** The requests in the order in which they would be sent. Indexes that VPP would assign are invented. */
  readonly requests: readonly RecordedRequest[];
}

/** The VPP process that is connected. */
export interface VppProcess {
  readonly pid: number;
  /** As `show_version` tells it. */
  readonly version: string;
  readonly sinceMs: number;
}

export interface VppStatus {
  readonly connected: boolean;
  readonly process: VppProcess | undefined;
  /** Kinds of objects that the connected VPP cannot hold. */
  readonly unavailable: readonly string[];
  /** Features of sweetcomb-features that the connected VPP does not have. */
  readonly absentFeatures: readonly string[];
  readonly lastResync: { readonly timeMs: number; readonly operations: number; readonly failures: number } | undefined;
  /** What of the configuration VPP does not hold since it was refused in the last resync, and why. */
  readonly notApplied: readonly { readonly path: string; readonly message: string }[];
}

/** What there is to ask of VPP beside commits. All but `status` throw ManagementError while VPP is away. */
export interface VppManagement {
  readonly status: VppStatus;
  /** How VPP differs from what was applied to it. */
  compare(): Promise<readonly Difference[]>;
  /** Makes VPP equal to what was applied again. Returns what differed. */
  repair(): Promise<readonly Difference[]>;
  /** What a commit would send. */
  dryRun(request: CommitRequest): Promise<DryRun>;
}

/** Gives operational data of some modules: VPP's read-back, the server's own state. */
export interface StateProvider {
  /** Top-level data nodes whose operational content this provider gives whole, configuration included ("ietf-interfaces:interfaces"). */
  readonly topLevel: readonly string[];
  /** RFC 7951 document, one member per top-level node that has data; origin as "@" annotations (ietf-origin:origin) where it differs from "intended". */
  read(request: StateRequest): Promise<Readonly<Record<string, unknown>>>;
}
