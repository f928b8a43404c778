/** All of intended, handed on: to the derivations at the start, to the south bound whenever VPP is new. */

import type { Datastores } from "./datastores.js";
import { parseObjectChanges, southboundChanges } from "./object-changes.js";
import type { ObjectChange } from "./southbound-port.js";

/** Hands all objects of intended to the south bound, which reads them if it needs them. Runs inside the write queue. */
export async function resynchronise({ engine, dynamic, southbound, objectPaths }: Datastores): Promise<void> {
  async function* objects(): AsyncGenerator<readonly ObjectChange[]> {
    for (const chunk of await engine.allObjects()) {
      yield dynamic.uncovered(southboundChanges(southbound, parseObjectChanges(chunk, objectPaths)));
    }
    yield southboundChanges(southbound, dynamic.objects());
  }
  await southbound.resync(objects());
}

/** What follows from the configuration that the server starts with. A unit that is refused leaves the others alone. */
export async function deriveFromRunning({ engine, dynamic, objectPaths, log }: Datastores): Promise<void> {
  if (dynamic.inputs.length === 0) return;
  for (const chunk of await engine.allObjects()) {
    for (const unit of parseObjectChanges(chunk, objectPaths)) {
      if (!dynamic.inputs.includes(unit.schemaPath)) continue;
      await dynamic
        .deriveFrom(engine, unit)
        .catch((refusal) => log.error({ err: refusal, path: unit.path }, "nothing can be derived from this"));
    }
  }
}
