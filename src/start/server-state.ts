/** What the server tells of itself in operational. */

import { SYSTEM_PATH } from "../authentication/local-users.js";
import type { Datastores } from "../datastore/datastores.js";
import { contentAt } from "../datastore/follow.js";
import type { StateProvider } from "../datastore/southbound-port.js";
import { auditState } from "../operations/audit/audit-data.js";
import type { AuditTrail } from "../operations/audit/audit-trail.js";
import type { EventLog } from "../operations/events/event-log.js";
import { NACM_PATH, type Permissions } from "../operations/permissions.js";
import type { Sessions } from "../operations/sessions.js";
import { accessControlState } from "../operations/state/access-control.js";
import { endpointState } from "../operations/state/endpoint-state.js";
import { keystoreState } from "../operations/state/keystore-state.js";
import { netconfMonitoring } from "../operations/state/netconf-monitoring.js";
import { restconfMonitoring } from "../operations/state/restconf-monitoring.js";
import { netconfStreams } from "../operations/state/streams.js";
import { subscriptionsState } from "../operations/state/subscriptions.js";
import { systemCapabilities } from "../operations/state/system-capabilities.js";
import { systemState } from "../operations/state/system-state.js";
import type { Subscriptions } from "../operations/subscriptions/subscriptions.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import { KEYSTORE_PATH } from "../self-configuration/keystore.js";
import type { SelfConfiguration } from "./self-configure.js";

export interface ServerParts {
  readonly datastores: Datastores;
  readonly schema: () => SchemaTree;
  readonly sessions: Sessions;
  readonly permissions: Permissions;
  readonly events: EventLog;
  readonly subscriptions: Subscriptions;
  readonly audit: AuditTrail;
  readonly self: SelfConfiguration;
  /** Undefined: URLs are not served. */
  readonly urlSchemes: readonly string[] | undefined;
}

export function serverState(parts: ServerParts): readonly StateProvider[] {
  const { datastores, sessions, permissions, events, subscriptions, audit, self } = parts;
  const { schema, urlSchemes } = parts;
  const configured = (path: string) => () => contentAt(datastores, path);
  return [
    netconfMonitoring({
      ...{ schema, sessions, urlSchemes },
      locks: datastores.locks,
      startedAtMs: datastores.clock(),
    }),
    restconfMonitoring(events),
    netconfStreams(events),
    auditState(audit),
    accessControlState(() => permissions.denied, configured(NACM_PATH)),
    subscriptionsState(events, subscriptions),
    systemCapabilities(schema),
    ...[self.netconf, self.restconf].map((endpoints) => {
      const { path } = endpoints.container;
      return endpointState(path, configured(path), (name) => endpoints.statusOf(name));
    }),
    keystoreState(configured(KEYSTORE_PATH), self.builtInKeys),
    systemState(datastores.clock, configured(SYSTEM_PATH)),
  ];
}
