/** Drift: how VPP differs from what was applied to it, because somebody else has changed it. */

import type { Difference } from "../datastore/southbound-port.js";
import { formatPredicate } from "../schema/instance-path.js";
import { equalValues } from "./equal-values.js";
import { isObject } from "./member-path.js";
import type { EntryChange } from "./object-entry.js";
import type { RegisteredTranslator, Registry } from "./registry.js";
import type { ObjectKey } from "./translator.js";

/** What the changes that would repair VPP say about it. Objects that VPP does not know at all cannot be missing. */
export function differencesOf(registry: Registry, changes: readonly EntryChange[]): readonly Difference[] {
  const isInVpp = ({ before, after }: EntryChange) =>
    registry.byName((after ?? before)!.translator).translator.messages.length > 0;
  return changes.filter(isInVpp).map(({ before, after }) => {
    const entry = (after ?? before)!;
    const kind = before === undefined ? "missing" : after === undefined ? "surplus" : "different";
    const path = after?.path ?? instancePath(registry.byName(entry.translator), entry.key);
    const members = kind === "different" ? differingMembers(before!.value, after!.value) : [];
    return { path, object: entry.translator, kind, members };
  });
}

/** Where the entry of an object stands: the translator's schema path with the keys filled in. */
function instancePath({ translator, keySteps }: RegisteredTranslator, key: ObjectKey): string {
  return translator.path
    .split("/")
    .map((step) => {
      const list = step.slice(step.indexOf(":") + 1);
      const own = keySteps.filter(([, ofList]) => ofList === list);
      return own.reduce((text, [name, , leaf]) => text + formatPredicate(leaf, key[name] ?? ""), step);
    })
    .join("/");
}

function differingMembers(before: unknown, after: unknown, path = ""): string[] {
  if (!isObject(before) || !isObject(after)) return equalValues(before, after) ? [] : [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differingMembers(before[name], after[name], path === "" ? name : `${path}/${name}`),
  );
}
