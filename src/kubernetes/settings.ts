/** What the controller is told about its cluster. */

import type { AttachmentSettings } from "./pods/attachment.js";
import type { NodeSettings } from "./services/node-entry.js";

export interface ClusterSettings extends NodeSettings {
  readonly pods: AttachmentSettings;
  /** What becomes of policies for ports of SCTP, which VPP cannot look at. */
  readonly sctpPorts: "deny" | "widen";
}
