/** Attachments of lists to interfaces. */

import type { DerivedUnit, Inputs } from "../incremental.js";
import { unitPath } from "../unit-path.js";

export const INTERFACE_PATH = "/ietf-interfaces:interfaces/interface";

/** Whether lists can be attached to the interface: it is configured, by whomever. */
export function isAttachable(interfaceName: string, inputs: Inputs): boolean {
  return inputs.get(INTERFACE_PATH, interfacePath(interfaceName)) !== undefined;
}

/** Instance path of an interface. */
export function interfacePath(name: string): string {
  return unitPath([["ietf-interfaces:interfaces"], ["interface", { name }]]).path;
}

/** Instance path of an interface's attachments. */
export function attachmentPath(interfaceName: string): string {
  return attachmentUnit(interfaceName).path;
}

/** The lists for what comes in through the interface, and for what goes out; the first that matches decides. */
export function attachment(
  interfaceName: string,
  ingress: readonly string[],
  egress: readonly string[],
  from: string,
): DerivedUnit {
  const sets = (names: readonly string[]) => ({ "acl-sets": { "acl-set": names.map((name) => ({ name })) } });
  return {
    ...attachmentUnit(interfaceName),
    from,
    value: { "interface-id": interfaceName, ingress: sets(ingress), egress: sets(egress) },
  };
}

function attachmentUnit(name: string) {
  return unitPath([["ietf-access-control-list:acls"], ["attachment-points"], ["interface", { "interface-id": name }]]);
}
