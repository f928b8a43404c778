/** The dynamic configuration datastores (RFC 8342 5.2), as yang/sweetcomb-datastores declares them. */

import type { DynamicName } from "../engine/protocol.js";

export interface DynamicDatastore {
  /** Identity of the datastore, and of the origin of what it gives (RFC 8342 5.3.4). */
  readonly name: DynamicName;
  /** Its content outlives a restart of the server, until the source has written it again. */
  readonly isKept: boolean;
}

/** By precedence: what stands earlier wins where two have the same object. Running wins over all. */
export const dynamicDatastores: readonly DynamicDatastore[] = [
  { name: "sweetcomb-datastores:controller", isKept: false },
  { name: "sweetcomb-datastores:kubernetes", isKept: true },
];

/** The dynamic datastore of that identity; undefined when there is none. */
export function dynamicName(identity: string): DynamicName | undefined {
  return dynamicDatastores.find(({ name }) => name === identity)?.name;
}

/** The source of what follows from other configuration. It gives way to all datastores, and is none itself. */
export const DERIVED: DynamicName = "sweetcomb-datastores:derived";
