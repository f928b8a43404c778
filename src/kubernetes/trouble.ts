/** What cannot be programmed as an object of the API says it. */

import type { ObjectReference } from "./entry.js";

export interface Trouble {
  readonly of: ObjectReference;
  /** In CamelCase, as the reasons of Kubernetes Events are. */
  readonly reason: "InvalidObject" | "NotExpressible" | "Conflict" | "Refused" | "AddressAllocation";
  readonly message: string;
}
