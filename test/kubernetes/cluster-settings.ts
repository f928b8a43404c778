/** What the tests tell the controller of its cluster. */

import type { ClusterSettings } from "../../src/kubernetes/settings.js";

export const testSettings: ClusterSettings = {
  nodeName: "node-1",
  dataPlane: "cnat",
  twiceNatAddress: null,
  uplinks: [],
  podPrefixes: [],
  sctpPorts: "deny",
  loadBalancer: { addresses: [], class: null, leaseNamespace: "sweetcomb" },
  pods: { annotations: true, interfaceName: null, interfacePrefix: "", socketFolder: "/run/sweetcomb/pods" },
};
