/**
 * The startup datastore. It is running at some revision, or a document of its own: copying running to it writes one number
 * and not a configuration. Its text is made only when somebody reads it.
 */

import { persist } from "./commit.js";
import type { Datastores } from "./datastores.js";
import { inverseLinesTo } from "./history.js";

/** RFC 7951 JSON of the startup datastore. Cost follows the changes of running since, and the size of the answer. */
export async function startupDocument(datastores: Datastores): Promise<Uint8Array> {
  const { store, engine } = datastores;
  const reference = store.record("startup") ?? { revision: 0 };
  if ("document" in reference) return store.startupDocument() ?? Buffer.from("{}");
  return engine.documentBefore(inverseLinesTo(datastores, reference.revision));
}

/** copy-config from running: startup is what running is now. */
export async function saveRunningAsStartup({ store, head }: Datastores): Promise<void> {
  await persist(() => store.writeRecords({ startup: { revision: head.revision } }));
}

export async function saveDocumentAsStartup({ store }: Datastores, json: Uint8Array): Promise<void> {
  await persist(() => store.writeStartupDocument(json));
}
