/** What the server counts, for Prometheus. */

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Datastores } from "../datastore/datastores.js";
import type { EngineCalls } from "../datastore/engine/protocol.js";
import type { Controller } from "../kubernetes/controller.js";
import { describeController } from "../kubernetes/metrics.js";
import type { Sessions } from "../operations/sessions.js";

/** @param kubernetes undefined: no cluster is followed */
export function createMetrics(
  datastores: Datastores,
  sessions: Sessions,
  vppConnected: () => boolean,
  kubernetes: Controller | undefined,
): Registry {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const commits = new Counter({ name: "sweetcomb_commits_total", help: "Commits of running", registers });
  datastores.onCommitted.push(() => commits.inc());
  new Gauge({
    name: "sweetcomb_sessions",
    help: "Open management sessions",
    registers,
    collect() {
      this.set([...sessions.all()].length);
    },
  });
  new Gauge({
    name: "sweetcomb_revision",
    help: "Revision of the running datastore",
    registers,
    collect() {
      this.set(datastores.head.revision);
    },
  });
  new Gauge({
    name: "sweetcomb_vpp_connected",
    help: "1 while VPP answers on its API socket",
    registers,
    collect() {
      this.set(vppConnected() ? 1 : 0);
    },
  });
  describeEngine(datastores, [registry]);
  if (kubernetes !== undefined) describeController(kubernetes, [registry]);
  return registry;
}

type Statistics = ReturnType<EngineCalls["statistics"]>;

/** What the engine holds. Handles, cursors and documents that only grow are a leak. */
function describeEngine({ engine }: Datastores, registers: [Registry]): void {
  const gauge = (name: string, help: string, valueIn: (statistics: Statistics) => number) =>
    new Gauge({
      name: `sweetcomb_engine_${name}`,
      help,
      registers,
      async collect() {
        this.set(valueIn(await engine.statistics()));
      },
    });
  gauge("handles", "Trees and contexts in libyang", ({ liveHandles }) => liveHandles);
  gauge("cursors", "Answers that clients have not read to the end", ({ openCursors }) => openCursors);
  gauge("documents", "Requests that are being served", ({ openDocuments }) => openDocuments);
  gauge(
    "memory_bytes",
    "Memory with libyang and the configuration; it never shrinks",
    ({ memoryBytes }) => memoryBytes,
  );
}
