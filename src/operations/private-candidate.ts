/** Operations of sessions that have a candidate of their own (draft-ietf-netconf-privcand 4.8). */

import type { Datastores } from "../datastore/datastores.js";
import type { Lockable } from "../datastore/locks.js";
import { RESOLUTION_MODES } from "../datastore/private-candidates.js";
import type { WriteQueue } from "../datastore/write-queue.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { RpcHandler } from "./invoke.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";

/**
 * Carries out what concerns the candidate with that of the session in the place of the shared one. Undefined for an operation
 * that has nothing to do with the candidate, and for sessions that share it.
 */
export function inPrivateCandidate(
  context: OperationContext,
  session: Session,
  operation: Operation,
  carryOut: (context: OperationContext) => Promise<Answer>,
): Promise<Answer> | undefined {
  if (!session.usesPrivateCandidate || !concernsCandidate(operation)) return undefined;
  const { datastores, privateCandidates } = context;
  // Nobody else gets at it: a lock has nothing to do, and keeps nothing when it ends.
  if (operation.kind === "lock" || operation.kind === "unlock") return Promise.resolve({ kind: "ok" });
  if (operation.kind === "discard-changes") {
    return datastores.queue.run(async () => {
      privateCandidates.discard(session.id);
      return { kind: "ok" };
    });
  }
  const work = () => carryOut({ ...context, datastores: insideQueue(datastores) });
  return datastores.queue.run(() => {
    if (operation.kind === "commit") return privateCandidates.commit(session.id, work);
    return isDryRun(operation) ? privateCandidates.rehearse(session.id, work) : privateCandidates.use(session.id, work);
  });
}

/** Throws in-use when another session holds the lock. The lock of the shared candidate says nothing of a private one. */
export function requireFree({ datastores }: OperationContext, session: Session, datastore: Lockable): void {
  if (datastore === "candidate" && session.usesPrivateCandidate) return;
  datastores.locks.requireFree(datastore, session.id);
}

/** The rpc update. */
export function updateHandler(context: () => OperationContext): RpcHandler {
  return async ({ session, input }) => {
    const { datastores, privateCandidates } = context();
    if (!session.usesPrivateCandidate) {
      throw new ManagementError("operation-not-supported", {
        type: "protocol",
        message: "This session shares its candidate: its hello had no :private-candidate",
      });
    }
    const wanted = input["resolution-mode"] ?? "revert-on-conflict";
    const mode = RESOLUTION_MODES.find((known) => known === wanted)!;
    await datastores.queue.run(async () => privateCandidates.update(session.id, mode));
    return undefined;
  };
}

function concernsCandidate(operation: Operation): boolean {
  switch (operation.kind) {
    case "commit":
    case "discard-changes":
      return true;
    case "edit":
    case "lock":
    case "unlock":
      return operation.target === "candidate";
    case "get-config":
    case "validate":
      return operation.source === "candidate";
    case "get-data":
      return operation.datastore === "candidate";
    case "copy-config":
      return operation.source === "candidate" || operation.target === "candidate";
    case "copy-to-url":
      return operation.source === "candidate";
    case "invoke":
      return isDryRun(operation) || comparesCandidate(operation);
    default:
      return false;
  }
}

function comparesCandidate({ path, input }: Extract<Operation, { kind: "invoke" }>): boolean {
  if (path !== "/ietf-nmda-compare:compare" || input?.kind !== "rpc") return false;
  const names = [input.input.source, input.input.target];
  return names.includes("ietf-datastores:candidate");
}

function isDryRun(operation: Operation): boolean {
  return operation.kind === "invoke" && operation.path === "/sweetcomb-vpp:dry-run";
}

/** The same datastores for work that the queue has let in already. */
function insideQueue(datastores: Datastores): Datastores {
  const queue: Pick<WriteQueue, "run"> = { run: (work) => work() };
  return Object.create(datastores, {
    queue: { value: queue },
    head: {
      get: () => datastores.head,
      set: (head: Datastores["head"]) => {
        datastores.head = head;
      },
    },
  });
}
