/** What the controller counts, for Prometheus. */

import { Counter, Gauge, type Registry } from "prom-client";
import type { Controller, ControllerStatus } from "./controller.js";

export function describeController(controller: Controller, registers: Registry[]): void {
  const gauge = (name: string, help: string, valueIn: (status: ControllerStatus) => number) =>
    new Gauge({
      name: `sweetcomb_kubernetes_${name}`,
      help,
      registers,
      collect() {
        this.set(valueIn(controller.status()));
      },
    });
  const counter = (name: string, help: string, valueIn: (status: ControllerStatus) => number) =>
    new Counter({
      name: `sweetcomb_kubernetes_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(valueIn(controller.status()));
      },
    });
  gauge("watched_kinds", "Kinds of objects whose changes are heard of", ({ watched }) => watched.length);
  gauge("in_sync", "1 while the datastore is as the cluster wants it", ({ isInSync }) => Number(isInSync));
  gauge("refused_entries", "Entries that the datastore or VPP refuses", ({ refused }) => refused);
  gauge("troubles", "What cannot be programmed as the cluster has it", ({ troubles }) => troubles);
  counter("events", "Objects that were new, changed or gone", ({ events }) => events);
  counter("passes", "Times that the datastore was brought up to date", ({ passes }) => passes);
  counter("written_entries", "Entries written", ({ written }) => written);
  counter("failures", "Times that the datastore could not be written", ({ failures }) => failures);
}

/** Undefined when what the cluster wants has been programmed once; else what is missing. */
export function notProgrammed(controller: Controller): string | undefined {
  const { isWritten, unlisted } = controller.status();
  if (isWritten) return undefined;
  return unlisted.length > 0
    ? `Kubernetes: ${unlisted.join(", ")} not listed yet`
    : "Kubernetes: nothing is programmed yet";
}
