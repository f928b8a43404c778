/** /ietf-netconf-monitoring:netconf-state (RFC 6022): capabilities, datastores with their locks, schemas, sessions. */

import type { Locks } from "../../datastore/locks.js";
import type { PartialLock } from "../../datastore/partial-locks.js";
import type { StateProvider } from "../../datastore/southbound-port.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { capabilities } from "../capabilities.js";
import { isNetconf, type Sessions } from "../sessions.js";
import { sourceHost } from "../source-host.js";

/** The one transport that RFC 6022 has no identity for. */
const LOCAL = "netconf-local";

export interface MonitoringInput {
  /** The schema of the moment. */
  readonly schema: () => SchemaTree;
  readonly sessions: Sessions;
  readonly locks: Locks;
  readonly startedAtMs: number;
  readonly urlSchemes?: readonly string[] | undefined;
}

export function netconfMonitoring(input: MonitoringInput): StateProvider {
  return {
    topLevel: ["ietf-netconf-monitoring:netconf-state"],
    read: async () => ({
      "ietf-netconf-monitoring:netconf-state": {
        capabilities: { capability: capabilities(input.schema(), input.urlSchemes) },
        datastores: { datastore: (["running", "candidate", "startup"] as const).map((name) => datastore(input, name)) },
        schemas: { schema: schemaList(input.schema()) },
        sessions: { session: [...input.sessions.all()].filter(isNetconf).map(sessionEntry) },
        statistics: statistics(input),
      },
    }),
  };
}

function schemaList(schema: SchemaTree): readonly unknown[] {
  return schema.modules.flatMap((module) =>
    [module, ...module.submodules].flatMap(({ name, revision }) =>
      ["yang", "yin"].map((format) => ({
        identifier: name,
        version: revision ?? "",
        format: `ietf-netconf-monitoring:${format}`,
        namespace: module.namespace,
        location: ["NETCONF"],
      })),
    ),
  );
}

function datastore({ locks, sessions }: MonitoringInput, name: "running" | "candidate" | "startup"): unknown {
  const parts = name === "running" ? locks.partial.all() : [];
  if (parts.length > 0) return { name, locks: { "partial-lock": parts.map(partialLock) } };
  const owner = locks.ownerOf(name);
  if (owner === undefined) return { name };
  const lockedTime = new Date(locks.lockedAtMs(name) ?? sessions.clock()).toISOString();
  return { name, locks: { "global-lock": { "locked-by-session": owner, "locked-time": lockedTime } } };
}

function partialLock({ id, sessionId, lockedAtMs, select, nodes }: PartialLock): unknown {
  return {
    "lock-id": id,
    "locked-by-session": sessionId,
    "locked-time": new Date(lockedAtMs).toISOString(),
    select,
    "locked-node": nodes,
  };
}

type Live = ReturnType<Sessions["all"]> extends Iterable<infer One> ? One : never;

function sessionEntry({ id, user, transport, source, startedAtMs, counters }: Live): unknown {
  return {
    "session-id": id,
    transport: transport === LOCAL ? `sweetcomb-endpoints:${LOCAL}` : `ietf-netconf-monitoring:${transport}`,
    username: user,
    ...sourceHost(source),
    "login-time": new Date(startedAtMs).toISOString(),
    "in-rpcs": counters.inRpcs,
    "in-bad-rpcs": counters.inBadRpcs,
    "out-rpc-errors": counters.outRpcErrors,
    "out-notifications": counters.outNotifications,
  };
}

function statistics({ sessions, startedAtMs }: MonitoringInput): unknown {
  const { totals } = sessions;
  return {
    "netconf-start-time": new Date(startedAtMs).toISOString(),
    "in-bad-hellos": totals.badHellos,
    "in-sessions": totals.opened,
    "dropped-sessions": totals.dropped,
    "in-rpcs": totals.inRpcs,
    "in-bad-rpcs": totals.inBadRpcs,
    "out-rpc-errors": totals.outRpcErrors,
    "out-notifications": totals.outNotifications,
  };
}
