/** What the server counts, for Prometheus. */

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Datastores } from "./datastore/datastores.js";
import type { Sessions } from "./operations/sessions.js";

export function createMetrics(datastores: Datastores, sessions: Sessions, vppConnected: () => boolean): Registry {
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
  return registry;
}
