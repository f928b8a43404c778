/** What VPP holds, as operational state: configuration as applied, state, origins, and objects that others made. */

import type { StateRequest } from "../datastore/southbound-port.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import { StateDocument } from "./document.js";
import { type DumpedObject, dumpObjects, wantedTranslators } from "./dump.js";
import { type JsonObject, mergeValues, pickMembers } from "./member-path.js";
import type { ObjectEntry } from "./object-entry.js";
import type { ObjectTable } from "./object-table.js";
import type { MissingMessages, RegisteredTranslator, Registry } from "./registry.js";
import { isAsConfigured } from "./same-object.js";
import type { VppSession } from "./vpp-session.js";
import { isEntryWanted } from "./wanted.js";

/** Reads the state that the request selects. The document has one member for each top-level node with data. */
export async function readState(
  request: StateRequest,
  registry: Registry,
  missing: MissingMessages,
  session: VppSession,
  table: ObjectTable,
  schema: SchemaTree,
): Promise<JsonObject> {
  const dump = await dumpObjects(registry, missing, session, table, "reader", request);
  const document = new StateDocument(schema);
  const origins = new Origins();
  for (const registered of wantedTranslators(registry, request)) {
    addApplied(document, origins, registered, table, request);
    for (const object of dump.get(registered) ?? []) addDumped(document, origins, object, table);
  }
  origins.annotate();
  return document.root;
}

/** Top-level nodes that hold objects: "ietf-interfaces:interfaces". */
export function topLevelOf(registry: Registry): readonly string[] {
  return [...new Set(registry.objectPaths.map((path) => path.split("/")[1]!))];
}

/** Objects that VPP cannot tell about are shown as they were applied; a pending one is not in operational (RFC 8342 5.3). */
function addApplied(
  document: StateDocument,
  origins: Origins,
  registered: RegisteredTranslator,
  table: ObjectTable,
  request: StateRequest,
): void {
  const { translator } = registered;
  if (translator.dump !== "unreadable") return;
  for (const { entry, pending } of table.ofKind(translator.kind.name)) {
    if (pending || entry.translator !== translator.name || !isEntryWanted(registered, entry.key, request)) continue;
    origins.note(document.add(registered, entry.key, entry.value as JsonObject), entry.origin);
  }
}

function addDumped(document: StateDocument, origins: Origins, object: DumpedObject, table: ObjectTable): void {
  const known = table.get(object.id)?.entry;
  const isIntended = known !== undefined && known.translator === object.registered.translator.name;
  const value = isIntended ? shownValue(object, known) : (object.value as JsonObject);
  const unit = document.add(object.registered, object.key, mergeValues(value, object.state ?? {}));
  origins.note(unit, isIntended ? known.origin : (object.origin ?? "ietf-origin:unknown"));
}

/** In the words of the configuration where VPP holds what it says; else as dumped, with what the dump cannot give filled in. */
function shownValue(object: DumpedObject, configured: ObjectEntry): JsonObject {
  const [dumped, applied] = [object.value as JsonObject, configured.value as JsonObject];
  if (isAsConfigured(object, configured)) return mergeValues(dumped, applied);
  return mergeValues(pickMembers(applied, object.registered.unreadable) ?? {}, dumped);
}

/**
 * Origins of units, which several translators may add to. A unit is intended when any of its objects is; otherwise it has
 * the origin of the first.
 */
class Origins {
  readonly #byUnit = new Map<Record<string, unknown>, string | undefined>();

  note(unit: Record<string, unknown>, origin: string | undefined): void {
    if (!this.#byUnit.has(unit) || origin === undefined) this.#byUnit.set(unit, origin);
  }

  annotate(): void {
    for (const [unit, origin] of this.#byUnit) {
      if (origin !== undefined) unit["@"] = { "ietf-origin:origin": origin };
    }
  }
}
