/** What would be programmed for objects of a cluster, without a cluster and without VPP. */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import { ManagementError } from "../../errors/management-error.js";
import { DesiredState } from "../../kubernetes/desired/desired-state.js";
import { datastoreDocument } from "../../kubernetes/desired/document.js";
import { type Entry, entryId, instancePath, LISTS } from "../../kubernetes/entry.js";
import type { KubernetesObject } from "../../kubernetes/objects.js";
import type { ClusterSettings } from "../../kubernetes/settings.js";
import { DerivedTroubles } from "../../kubernetes/troubles/derived-troubles.js";
import { createDerivations } from "../../start/create-derivations.js";
import { balancedServices } from "./balanced-services.js";
import { unitsDocument } from "./units-document.js";

export interface Rendered {
  /** The datastore sweetcomb-datastores:kubernetes. */
  readonly kubernetes: Readonly<Record<string, unknown>>;
  /** What follows from it. */
  readonly derived: Readonly<Record<string, unknown>>;
  readonly troubles: readonly { readonly kind: string; readonly object: string; readonly message: string }[];
}

export async function rendered(objects: readonly KubernetesObject[], settings: ClusterSettings): Promise<Rendered> {
  const desired = new DesiredState(settings);
  const balanced = balancedServices(objects, settings);
  for (const object of balanced.objects) desired.put(object);
  const found = [...desired.changes().troubles.values(), balanced.troubles].flat();
  const troubles = found.map(({ of, message }) => ({ of, message }));
  const entries = [...desired.entries()];
  const derivations = createDerivations();
  const units: ObjectChange[] = [];
  for (const entry of entries) {
    for (const { inputs, derive } of derivations.inOrder) {
      try {
        const known = [...interfacesOf(entry), unitOf(entry)].filter(({ schemaPath }) => inputs.includes(schemaPath));
        if (known.length > 0) units.push(...derive(known).changes);
      } catch (refusal) {
        troubles.push({ of: entry.of, message: ManagementError.from(refusal).message });
      }
    }
  }
  const derived = new DerivedTroubles([]);
  derived.stateIs(Object.assign({}, ...(await Promise.all(derivations.state.map((provider) => provider.read({}))))));
  troubles.push(...derived.all());
  // A later step may have changed what an earlier one has given.
  const last = new Map(units.map((unit) => [unit.path, unit]));
  return {
    kubernetes: datastoreDocument(entries),
    derived: unitsDocument([...last.values()].sort((left, right) => (left.path < right.path ? -1 : 1))),
    troubles: troubles.map(({ of, message }) => ({ kind: of.kind, object: of.key, message })),
  };
}

/** Interfaces of pods are taken to be there: without them nothing would follow from the pods' policies. */
function interfacesOf({ list, value }: Entry): readonly ObjectChange[] {
  if (list !== "pod" || value.interface === undefined) return [];
  const name = String(value.interface);
  const schemaPath = "/ietf-interfaces:interfaces/interface";
  const keys = [["interface", "name", name] as const];
  return [{ schemaPath, path: `${schemaPath}[name='${name}']`, keys, before: null, after: { name } }];
}

function unitOf({ list, value }: Entry): ObjectChange {
  const { parent, name, keys: names } = LISTS[list];
  const member = name.slice(name.indexOf(":") + 1);
  const keys = names.map((key) => [member, key, String(value[key])] as const);
  const path = instancePath(entryId(list, value));
  return { schemaPath: `${parent}/${member}`, path, keys, before: null, after: value };
}
