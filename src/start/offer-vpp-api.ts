/** The API of VPP by name, joined with the rest of the server. */

import { setTimeout as delay } from "node:timers/promises";
import type { Datastores } from "../datastore/datastores.js";
import type { SchemaOptions } from "../datastore/engine/engine-client.js";
import type { OpenEngine } from "../datastore/open-engine.js";
import type { EventLog } from "../operations/events/event-log.js";
import { tellSchemaChange } from "../operations/events/server-events.js";
import type { GeneratedOperations } from "../operations/generated-operations.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import { withOperations } from "../schema/with-operations.js";
import { withoutFeatures } from "../schema/without-features.js";
import { VppApi } from "../vpp-api/vpp-api.js";

/** The south bound hears of a VPP at the same time, and queues what it has to do within this time. */
const SOUTHBOUND_FIRST_MS = 300;

export interface OfferedVppApi {
  readonly operations: GeneratedOperations;
  /** The schema of the moment: with VPP's operations as long as VPP is there. */
  readonly schema: SchemaTree;
  /** Begins to connect. Modules come some time after VPP has. */
  start(): void;
  close(): Promise<void>;
}

export interface OfferOptions {
  readonly socketPath: string;
  readonly engineOptions: SchemaOptions;
  readonly schema: SchemaTree;
  readonly extendLibrary: OpenEngine["extendLibrary"];
  /** Features that the connected VPP does not have. */
  readonly absentFeatures: () => readonly string[];
  readonly datastores: Pick<Datastores, "queue" | "log">;
  readonly events: EventLog;
}

export function offerVppApi(options: OfferOptions): OfferedVppApi {
  const { socketPath, engineOptions, schema, extendLibrary, absentFeatures, datastores, events } = options;
  const { wasmPath, memoryLimitMb, searchDirs } = engineOptions;
  let current = schema;
  const api = new VppApi({
    socketPath,
    wasmPath,
    memoryLimitMb,
    searchDirs,
    settled: async () => {
      await delay(SOUTHBOUND_FIRST_MS);
      await datastores.queue.run(async () => undefined);
    },
    onChange: async (catalogue) => {
      const absent = catalogue === undefined ? [] : absentFeatures();
      const offered = withoutFeatures(schema, absent);
      const before = current;
      current = catalogue === undefined ? schema : withOperations(offered, catalogue.modules, catalogue.contentId);
      await extendLibrary(catalogue?.modules ?? [], absent, current.contentId);
      tellSchemaChange(events, before, current);
    },
    publish: (path, content) => events.publish(path, content),
    log: datastores.log.child({ part: "vpp-api" }),
  });
  return {
    operations: api,
    get schema() {
      return current;
    },
    start: () => api.start(),
    close: () => api.close(),
  };
}
