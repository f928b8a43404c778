/** Nodes of the API as machines that load balancers and routers know. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Node } from "../../../src/kubernetes/objects.js";
import { clusterNodeEntry } from "../../../src/kubernetes/services/node-entry.js";

const node: Node = {
  metadata: { name: "node-1" },
  spec: { podCIDRs: ["10.1.0.0/24", "2001:db8:1::/64"] },
  status: {
    addresses: [
      { type: "InternalIP", address: "192.0.2.1" },
      { type: "ExternalIP", address: "198.51.100.1" },
      { type: "InternalIP", address: "2001:db8::1" },
    ],
    conditions: [{ type: "Ready", status: "True" }],
  },
};

describe("a node of the cluster", () => {
  it("has its internal addresses and the prefixes of its pods", () => {
    assert.deepEqual(clusterNodeEntry(node), {
      name: "node-1",
      address: ["192.0.2.1", "2001:db8::1"],
      "pod-prefix": ["10.1.0.0/24", "2001:db8:1::/64"],
    });
  });

  it("that nobody can reach is none", () => {
    assert.equal(clusterNodeEntry({ ...node, status: {} }), undefined);
  });

  const idle: Readonly<Record<string, Node>> = {
    "is not ready": { ...node, status: { ...node.status!, conditions: [{ type: "Ready", status: "Unknown" }] } },
    "is kept from load balancers by its label": {
      ...node,
      metadata: { name: "node-1", labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "" } },
    },
    "is about to go": { ...node, metadata: { name: "node-1", deletionTimestamp: "2026-11-22T00:00:00Z" } },
  };
  for (const [what, each] of Object.entries(idle)) {
    it(`takes no packets of load balancers when it ${what}`, () => {
      assert.equal(clusterNodeEntry(each)?.["takes-traffic"], false);
    });
  }
});
