/** What does the work of each rpc and action of the loaded modules that is not a protocol operation. */

import type { Datastores } from "../datastore/datastores.js";
import { readRecordsHandler } from "../operations/audit/audit-data.js";
import { compareDatastores } from "../operations/compare/compare.js";
import type { OperationContext } from "../operations/context.js";
import type { RpcHandler, RpcHandlers } from "../operations/invoke.js";
import { partialLockHandler, partialUnlockHandler } from "../operations/partial-lock.js";
import { updateHandler } from "../operations/private-candidate.js";
import {
  deleteSubscription,
  establishSubscription,
  killSubscription,
  modifySubscription,
  resyncSubscription,
} from "../operations/subscriptions/handlers.js";
import { endServerHandler, RESTART_STATUS, SHUTDOWN_STATUS } from "../operations/system/end-server.js";
import { factoryResetHandler } from "../operations/system/factory-reset.js";
import { compareHandler, repairHandler } from "../operations/vpp/drift.js";
import { dryRunHandler } from "../operations/vpp/dry-run.js";
import type { ConnectedSouthbound } from "../southbound/connect.js";
import { cliOperation } from "../vpp-api/cli.js";
import { deleteNatSessions } from "./delete-nat-sessions.js";
import { traceOperations } from "./trace-operations.js";

export interface RpcHandlerParts {
  readonly southbound: ConnectedSouthbound;
  readonly datastores: Datastores;
  /** Of the operations, for handlers that read or edit in their turn. */
  readonly context: () => OperationContext;
  /** Ends the process with an exit status. */
  readonly end: (status: number) => void;
}

/** By schema path. Register a handler here; the start refuses paths that the schema does not have. */
export function createRpcHandlers({ southbound, datastores, context, end }: RpcHandlerParts): RpcHandlers {
  return new Map<string, RpcHandler>([
    ["/sweetcomb-vpp-cli:cli", cliOperation(() => southbound.vpp)],
    ["/ietf-nat:nat/instances/instance/sweetcomb-nat:delete-sessions", deleteNatSessions(datastores, southbound)],
    ["/ietf-netconf-private-candidate:update", updateHandler(context)],
    ["/ietf-netconf-partial-lock:partial-lock", partialLockHandler(context)],
    ["/ietf-netconf-partial-lock:partial-unlock", partialUnlockHandler(context)],
    ["/ietf-nmda-compare:compare", compareDatastores()],
    ["/sweetcomb-audit:read-records", readRecordsHandler(() => context().audit!)],
    ["/ietf-subscribed-notifications:establish-subscription", establishSubscription(context)],
    ["/ietf-subscribed-notifications:modify-subscription", modifySubscription(context)],
    ["/ietf-subscribed-notifications:delete-subscription", deleteSubscription(context)],
    ["/ietf-subscribed-notifications:kill-subscription", killSubscription(context)],
    ["/ietf-yang-push:resync-subscription", resyncSubscription(context)],
    ["/sweetcomb-vpp:compare", compareHandler(southbound)],
    ["/sweetcomb-vpp:repair", repairHandler(southbound, datastores.queue)],
    ["/ietf-system:system-restart", endServerHandler(RESTART_STATUS, end)],
    ["/ietf-system:system-shutdown", endServerHandler(SHUTDOWN_STATUS, end)],
    ["/ietf-factory-default:factory-reset", factoryResetHandler(context)],
    ["/sweetcomb-vpp:dry-run", dryRunHandler(southbound)],
    ...traceOperations(southbound),
  ]);
}
