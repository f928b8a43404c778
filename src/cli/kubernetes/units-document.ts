/** Derived units as one document (RFC 7951). */

import type { ObjectChange } from "../../datastore/southbound-port.js";

type Unit = Pick<ObjectChange, "schemaPath" | "keys" | "after">;
type Members = Record<string, unknown>;

/** Units below others are put into them. */
export function unitsDocument(units: Iterable<Unit>): Readonly<Members> {
  const document: Members = {};
  for (const { schemaPath, keys, after } of units) {
    if (after !== null) Object.assign(placeOf(document, schemaPath, keys), after);
  }
  return document;
}

/** The container or entry of the unit, made where it is not there yet. */
function placeOf(document: Members, schemaPath: string, keys: Unit["keys"]): Members {
  const left = [...keys];
  let place = document;
  for (const name of schemaPath.slice(1).split("/")) {
    const list = name.slice(name.indexOf(":") + 1);
    const own: Members = {};
    while (left[0]?.[0] === list) {
      const [, key, value] = left.shift()!;
      own[key] = value;
    }
    place = Object.keys(own).length === 0 ? containerIn(place, name) : entryIn(place, name, own);
  }
  return place;
}

function containerIn(place: Members, name: string): Members {
  const found = (place[name] as Members | undefined) ?? {};
  place[name] = found;
  return found;
}

function entryIn(place: Members, name: string, keys: Members): Members {
  const entries = (place[name] as Members[] | undefined) ?? [];
  place[name] = entries;
  const isMeant = (entry: Members) => Object.entries(keys).every(([key, value]) => String(entry[key]) === value);
  const found = entries.find(isMeant) ?? keys;
  if (found === keys) entries.push(keys);
  return found;
}
