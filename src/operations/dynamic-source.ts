/** A source of configuration that runs in the server and owns a dynamic datastore. What it writes is no request of a user. */

import { commitDynamic } from "../datastore/dynamic/commit-dynamic.js";
import type { DynamicName, EngineEdit } from "../datastore/engine/protocol.js";
import type { OperationContext } from "./context.js";
import type { PatchEdit } from "./operation.js";

export interface DynamicSource {
  /** The whole datastore (RFC 7951). */
  read(): Promise<Readonly<Record<string, unknown>>>;
  /** One commit. Throws what is wrong with it, and what VPP refuses; nothing stays then. */
  write(edits: readonly PatchEdit[]): Promise<void>;
}

/** Access control is not asked: the source is a part of the server. */
export function dynamicSource({ datastores }: Pick<OperationContext, "datastores">, name: DynamicName): DynamicSource {
  return {
    read: async () => JSON.parse(Buffer.from(await datastores.engine.dynamicDocument(name)).toString()),
    write: async (edits) => {
      const edit: EngineEdit = { kind: "patch", path: "", edits };
      await datastores.queue.run(() => commitDynamic(datastores, name, edit, undefined));
    },
  };
}
