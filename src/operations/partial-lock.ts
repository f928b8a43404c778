/** partial-lock and partial-unlock (RFC 5717 2.4). */

import type { Datastores } from "../datastore/datastores.js";
import { managementError } from "../datastore/engine-errors.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import { looksAtHidden } from "./filters/looks-at-hidden.js";
import type { RpcHandler } from "./invoke.js";

/** Nodes of one lock. */
const MOST_NODES = 10_000;

/** Locks what the XPaths select in running now, as far as the user may read it. */
export function partialLockHandler(context: () => OperationContext): RpcHandler {
  return ({ session, input }) => {
    const { datastores, confirmedCommit, permissions, schema } = context();
    const select = input.select as readonly string[];
    // What is locked would tell of what it was looked for by.
    if (looksAtHidden(select, permissions.readMask(session), schema)) throw hiddenCondition(session.user);
    return datastores.queue.run(async () => {
      if (confirmedCommit.pending !== undefined) throw commitOutstanding();
      const owner = datastores.locks.ownerOf("running");
      if (owner !== undefined) {
        throw lockDenied(owner, `Session ${owner} holds the lock of the running datastore`);
      }
      const found = await datastores.engine.selectedPaths(select, MOST_NODES);
      if ("error" in found) throw managementError(found.error);
      const nodes = found.paths.filter((path) => permissions.mayRead(session, path));
      if (nodes.length === 0) throw noMatches();
      const lock = datastores.locks.partial.lock(session.id, select, nodes);
      return { "lock-id": lock.id, "locked-node": lock.nodes };
    });
  };
}

export function partialUnlockHandler(context: () => OperationContext): RpcHandler {
  return async ({ session, input }) => {
    const id = input["lock-id"];
    if (id === undefined) {
      throw new ManagementError("missing-element", {
        type: "protocol",
        message: "partial-unlock needs the lock-id",
        badElement: "lock-id",
      });
    }
    context().datastores.locks.partial.unlock(Number(id), session.id);
    return undefined;
  };
}

/** What is locked stays out of the lock once it was deleted, so that others can make it again (RFC 5717 2.4.1). */
export async function followPartialLocks({ engine, locks }: Datastores): Promise<void> {
  for (const { id, nodes } of locks.partial.all()) {
    const found = await engine.selectedPaths(nodes, MOST_NODES);
    if (!("error" in found)) locks.partial.keep(id, found.paths);
  }
}

/** RFC 5717 2.6.2: it may go back, and would then change what is locked. */
function commitOutstanding(): ManagementError {
  return new ManagementError("in-use", {
    type: "protocol",
    appTag: "outstanding-confirmed-commit",
    message: "A confirmed commit is waiting",
  });
}

function lockDenied(sessionId: number, message: string): ManagementError {
  return new ManagementError("lock-denied", { type: "protocol", message, sessionId });
}

function hiddenCondition(user: string): ManagementError {
  const message = `The selection looks at more than user ${user} may read`;
  return new ManagementError("access-denied", { type: "protocol", message });
}

function noMatches(): ManagementError {
  return new ManagementError("operation-failed", {
    type: "protocol",
    appTag: "no-matches",
    message: "Nothing that could be locked is selected",
  });
}
