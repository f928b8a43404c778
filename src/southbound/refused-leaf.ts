import { equalValues } from "./equal-values.js";
import { type JsonObject, memberAt } from "./member-path.js";
import type { Operation } from "./plan.js";
import type { Registry } from "./registry.js";

/**
 * Instance path of what VPP refused. Where several translators share a list entry, that is the member with all leafs that the
 * one that sent the request has there, or was to change. It is the entry itself where one translator has it alone, and where
 * translators make the same kind of object, each for a type: that is what the entry is.
 */
export function refusedPath(operation: Operation, registry: Registry): string {
  const { path, translator: name, value } = operation.entry;
  const { translator, leafs = [] } = registry.byName(name);
  if (registry.ofPath(translator.path).length === 1) return path;
  if (operation.kind === "update") return below(path, differing(leafs, operation.before.value, value));
  if (registry.ofKind(translator.kind.name).length > 1) return path;
  const present = leafs.filter((leaf) => memberAt(value as JsonObject, leaf) !== undefined);
  return below(path, present.length === 0 ? leafs : present);
}

type Leafs = readonly (readonly string[])[];

function below(path: string, leafs: Leafs): string {
  return [path, ...commonSteps(leafs)].join("/");
}

function differing(leafs: Leafs, before: unknown, after: unknown): Leafs {
  const at = (value: unknown, leaf: readonly string[]) => memberAt(value as JsonObject, leaf);
  return leafs.filter((leaf) => !equalValues(at(before, leaf), at(after, leaf)));
}

/** The steps with which all of them begin. */
function commonSteps([first = [], ...others]: Leafs): readonly string[] {
  const end = first.findIndex((step, index) => others.some((other) => other[index] !== step));
  return end < 0 ? first : first.slice(0, end);
}
