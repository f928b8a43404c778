/** What the operations work on; built in main.ts. */

import type { ConfirmedCommit } from "../datastore/confirmed-commit.js";
import type { Author, Datastores } from "../datastore/datastores.js";
import type { PrivateCandidates } from "../datastore/private-candidates.js";
import type { StateProvider } from "../datastore/southbound-port.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { AuditTrail } from "./audit/audit-trail.js";
import type { EventLog } from "./events/event-log.js";
import type { EventTexts } from "./events/event-texts.js";
import type { GeneratedOperations } from "./generated-operations.js";
import type { RpcHandlers } from "./invoke.js";
import type { Session } from "./management.js";
import type { Permissions } from "./permissions.js";
import type { Sessions } from "./sessions.js";
import type { Subscriptions } from "./subscriptions/subscriptions.js";
import type { ConfigurationUrls } from "./url/configuration-urls.js";

export interface OperationContext {
  readonly datastores: Datastores;
  readonly confirmedCommit: ConfirmedCommit;
  /** Those of sessions that have one of their own. */
  readonly privateCandidates: PrivateCandidates;
  /** With the modules of generated operations as long as those are there. */
  readonly schema: SchemaTree;
  readonly sessions: Sessions;
  readonly permissions: Permissions;
  readonly stateProviders: readonly StateProvider[];
  /** What happened, for subscribers. */
  readonly events: EventLog;
  readonly eventTexts: EventTexts;
  readonly subscriptions: Subscriptions;
  readonly rpcHandlers: RpcHandlers;
  /** Undefined: configuration is not read from URLs, nor written there. */
  readonly urls?: ConfigurationUrls | undefined;
  /** Undefined: nothing is recorded. */
  readonly audit?: AuditTrail | undefined;
  /** RFC 7951 JSON of the datastore factory-default (RFC 8808 3). */
  readonly factoryDefault: Uint8Array;
  readonly generatedOperations?: GeneratedOperations | undefined;
}

export function authorOf(session: Session): Author {
  const { id: sessionId, user, transport, source } = session;
  return { sessionId, user, transport, source };
}
