/** Object changes as the engine hands them over: one JSON document a line. */

import type { Datastores } from "./datastores.js";
import type { ObjectChange, Southbound } from "./southbound-port.js";

interface Line {
  readonly schema: number;
  readonly path: string;
  readonly keys: ObjectChange["keys"];
  readonly before: ObjectChange["before"];
  readonly after: ObjectChange["after"];
}

/** Schema paths of the registered object kinds by the number that the engine uses for them. */
export type ObjectPaths = ReadonlyMap<number, string>;

/** Changes that the south bound has registered for. */
export function southboundChanges(
  { objectPaths }: Pick<Southbound, "objectPaths">,
  changes: readonly ObjectChange[],
): readonly ObjectChange[] {
  const registered = new Set(objectPaths);
  return changes.filter(({ schemaPath }) => registered.has(schemaPath));
}

/** Changes of what intended is made of: for VPP, or to derive such from. The others are the server's own (NACM). */
export function intendedUnits(
  { southbound, dynamic }: Pick<Datastores, "southbound" | "dynamic">,
  changes: readonly ObjectChange[],
): readonly ObjectChange[] {
  const units = new Set([...southbound.objectPaths, ...dynamic.inputs]);
  return changes.filter(({ schemaPath }) => units.has(schemaPath));
}

/** @param lines UTF-8, each line ended by \n */
export function parseObjectChanges(lines: Uint8Array, objectPaths: ObjectPaths): readonly ObjectChange[] {
  if (lines.length === 0) return [];
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString();
  const changes: ObjectChange[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const { schema, path, keys, before, after } = JSON.parse(line) as Line;
    changes.push({ schemaPath: objectPaths.get(schema)!, path, keys, before, after });
  }
  return changes;
}
