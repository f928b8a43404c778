/** Writes to the datastore of the same process. */

import { errorsOf } from "../../errors/management-error.js";
import type { DynamicSource } from "../../operations/dynamic-source.js";
import type { PatchEdit } from "../../operations/operation.js";
import { type EntryChange, entryDocument, instancePath, LISTS } from "../entry.js";
import { blamedEntry } from "./blamed-entry.js";
import { type DatastoreWriter, WriteRefused } from "./datastore-writer.js";
import { entriesIn } from "./entries-in.js";

export function internalWriter(source: DynamicSource): DatastoreWriter {
  return {
    entries: async () => entriesIn(await source.read()),
    write: async (changes) => {
      try {
        await source.write(changes.map(patchEdit));
      } catch (failure) {
        const [error] = errorsOf(failure);
        // VPP may come back, or answer in time, at the next attempt.
        if (error.tag === "resource-denied") throw failure;
        throw new WriteRefused(error.message, blamedEntry(error.details, changes));
      }
    },
    close: () => undefined,
  };
}

function patchEdit({ id, entry }: EntryChange, index: number): PatchEdit {
  const path = instancePath(id);
  if (entry === null) return { id: `${index}`, method: "remove", path };
  const bytes = Buffer.from(JSON.stringify(entryDocument(entry)));
  const { parent } = LISTS[entry.list];
  return {
    id: `${index}`,
    method: "replace",
    path,
    content: { kind: "body", format: "json", bytes, parent, target: path },
  };
}
