/** What the controller is told about its cluster. */

import type { AttachmentSettings } from "./pods/attachment.js";
import type { NodeSettings } from "./services/node-entry.js";

export interface ClusterSettings extends NodeSettings {
  readonly pods: AttachmentSettings;
  /** What becomes of policies for ports of SCTP, which VPP cannot look at. */
  readonly sctpPorts: "deny" | "widen";
  /** Interfaces to the rest of the cluster. */
  readonly uplinks: readonly string[];
  readonly loadBalancer: LoadBalancerSettings;
}

export interface LoadBalancerSettings {
  /** What services of type LoadBalancer get: prefixes, addresses and ranges. None: their status is left to others. */
  readonly addresses: readonly string[];
  /** The class of services that get them; null: those without a class. */
  readonly class: string | null;
  /** Namespace of the Lease that says which controller gives them. */
  readonly leaseNamespace: string;
}
