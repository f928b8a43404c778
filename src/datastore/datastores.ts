/** What the files of this folder share: the trees, the store, the way to VPP, and the number of the last commit. */

import type { Logger } from "pino";
import type { DynamicDatastores } from "./dynamic/dynamic-datastores.js";
import type { SupervisedEngine } from "./engine/engine-supervisor.js";
import type { AccessDetail, EngineAccess, EngineError } from "./engine/protocol.js";
import type { Locks } from "./locks.js";
import type { ObjectPaths } from "./object-changes.js";
import type { Records, Store } from "./persistence/store.js";
import type { ObjectChange, Southbound } from "./southbound-port.js";
import type { DynamicStamps } from "./stamps/dynamic-stamps.js";
import type { Stamps } from "./stamps/stamps.js";
import type { WriteQueue } from "./write-queue.js";

/** Who asks for a change; it goes into the journal. */
export interface Author {
  readonly sessionId: number;
  readonly user: string;
  readonly transport: string;
  /** Address of the client. */
  readonly source?: string | undefined;
}

/** Decides about the nodes that an edit touches; throws access-denied. Absent: all is permitted. */
export interface WritePermission {
  readonly detail: AccessDetail;
  /** @param errors those of the edit itself, which must not tell of what is hidden (RFC 6241 4.3, RFC 8341 5). Default none */
  check(accesses: readonly EngineAccess[], errors?: readonly EngineError[]): void;
}

/** The transaction id that a client knows of an instance of running; "" is the datastore. */
export interface TxidCondition {
  readonly mechanism: "etag" | "last-modified";
  readonly path: string;
  readonly value: string;
}

/** A commit that has happened. */
export interface Committed {
  readonly revision: number;
  readonly timeMs: number;
  readonly author: Author;
  readonly comment: string;
  readonly changes: readonly ObjectChange[];
  /** Lines of the journal entry. */
  readonly forward: Uint8Array;
  readonly inverse: Uint8Array;
}

/** Looks at a datastore before and after a change that is certain: of running, or of a dynamic datastore. */
export interface Follower {
  /** Readers still see what was. @param journal lines of the change */
  swapping(journal: Uint8Array): Promise<void>;
  /** Readers see what is. */
  swapped(): Promise<void>;
}

export interface Datastores {
  readonly engine: SupervisedEngine;
  readonly store: Store;
  readonly dynamic: DynamicDatastores;
  readonly southbound: Southbound;
  readonly objectPaths: ObjectPaths;
  readonly locks: Locks;
  readonly queue: WriteQueue;
  readonly log: Logger;
  readonly clock: () => number;
  /** When each part of running was changed last. */
  readonly stamps: Stamps;
  /** The same of the dynamic datastores. */
  readonly dynamicStamps: DynamicStamps;
  /** What clients that edited the candidate know of running, by path: its commit fails where that is no longer so. */
  readonly candidateConditions: Map<string, TxidCondition>;
  /** Written by commit.ts alone. */
  head: { revision: number; timeMs: number };
  /** Asked about each change that is valid by the model, before VPP hears of it; what they throw refuses it. */
  readonly checks: ((changes: readonly ObjectChange[]) => void | Promise<void>)[];
  readonly followers: Follower[];
  readonly onCommitted: ((committed: Committed) => void | Promise<void>)[];
}

/** Records to write together with a commit. */
export type CommitRecords = Partial<Records>;
