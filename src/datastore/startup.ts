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
  await persist(() => store.writeRecords({ startup: head }));
}

export async function saveDocumentAsStartup({ store, clock }: Datastores, json: Uint8Array): Promise<void> {
  // What stays as it is keeps its transaction id.
  const present = store.startupDocument();
  if (isDocument(store) && present !== undefined && Buffer.compare(present, json) === 0) return;
  await persist(() => store.writeStartupDocument(json, clock()));
}

function isDocument(store: Datastores["store"]): boolean {
  return "document" in (store.record("startup") ?? {});
}
