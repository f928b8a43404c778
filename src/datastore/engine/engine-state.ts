/** What the engine holds: one instance of libyang, one context, the trees, and what clients have open. */

import {
  type ConfigTree,
  type Cursor,
  DataTree,
  type DecodedRpc,
  type LibyangInstance,
  type YangContext,
} from "libyang-wasm";
import type { Sealer } from "../../secrets/seal.js";
import type { Shelved } from "./private-candidate.js";
import type { DynamicName, ResidentTree } from "./protocol.js";

export interface OpenCursor {
  readonly cursor: Cursor;
  /** Trees made for this reading alone. */
  readonly owned: readonly Disposable[];
  /** The tree that it walks over, which must not change under it. */
  readonly over: ResidentTree | undefined;
  /** What was taken out before the client asked for it, because a change of the tree is coming. */
  readonly ahead: Uint8Array[];
}

/** A reading that was taken out to its end. */
export type DrainedCursor = Pick<OpenCursor, "ahead">;

/** The anydata of a request, whichever protocol it came by. */
export type OpenDocument = Pick<DecodedRpc, "contents"> & Disposable;

export interface EngineState {
  readonly instance: LibyangInstance;
  readonly context: YangContext;
  readonly running: ConfigTree;
  candidate: ConfigTree;
  /** The shared candidate, while that of one session is in its place. */
  shelved: Shelved | undefined;
  /** Dynamic datastores that have been written. */
  readonly dynamic: Map<DynamicName, ConfigTree>;
  /** /ietf-yang-library:yang-library and its older form. */
  library: DataTree;
  /** Schema ids of the registered object kinds, with their paths. */
  objects: ReadonlyMap<number, string>;
  readonly schemaIds: ReadonlyMap<string, number>;
  /** Schema paths of the leafs that are marked as secret, by schema id. */
  readonly secrets: ReadonlyMap<number, string>;
  /** Schema ids of those among them that are hashed. */
  readonly hashed: ReadonlySet<number>;
  /** Undefined until there is a key. */
  sealer: Sealer | undefined;
  readonly cursors: Map<number, OpenCursor | DrainedCursor>;
  readonly documents: Map<number, OpenDocument>;
  nextId: number;
  /** What `prepareCandidate`, `prepareRunning` or `prepareDynamic` has made ready for `commit`. */
  prepared: ResidentTree | undefined;
}

/**
 * Bytes that a reader gets at once, and one node more; large enough for the line, small enough to let others in between. Two packets
 * of SSH hold 64 KiB: what most nodes need beyond that does not take a third one.
 */
export const CHUNK_BYTES = 63 * 1024;

export function release({ cursor, owned }: OpenCursor): void {
  cursor[Symbol.dispose]();
  for (const tree of owned) tree[Symbol.dispose]();
}

/** Looks at nodes that somebody else owns as at a tree. */
export function withView<Result>(context: YangContext, root: number, use: (view: DataTree) => Result): Result {
  const view = new DataTree(context, root);
  try {
    return use(view);
  } finally {
    view.release();
  }
}
