/** Whether VPP holds what is configured. */

import type { DumpedObject } from "./dump.js";
import { equalValues } from "./equal-values.js";
import { dropEmpty, dropMembers, type JsonObject, memberAt } from "./member-path.js";
import type { ObjectEntry } from "./object-entry.js";

/** Compares what can be compared: not what VPP cannot tell, and not what it chose where nothing was asked for. */
export function isAsConfigured(found: DumpedObject, configured: ObjectEntry): boolean {
  const { translator, unreadable, chosenByVpp } = found.registered;
  if (translator.name !== configured.translator) return false;
  const wanted = configured.value as JsonObject;
  const notAsked = chosenByVpp.filter((member) => memberAt(wanted, member) === undefined);
  const same = translator.matches ?? equalValues;
  return same(
    dropEmpty(dropMembers(wanted, unreadable)),
    dropEmpty(dropMembers(found.value as JsonObject, [...unreadable, ...notAsked])),
  );
}
