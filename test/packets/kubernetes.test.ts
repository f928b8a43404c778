/** Packets through a real VPP on a node that follows a cluster: pods, services and policies at the same time. */

import { describe, test } from "node:test";
import { skipWithout } from "../support/clients.js";
import { noHostsBecause } from "./host.js";
import { KubernetesNode } from "./kubernetes-node.js";
import { kubernetesScenarios, natScenarios } from "./scenarios/kubernetes.js";

const vppSocket = process.env.VPP_SOCKET;
const skip =
  vppSocket === undefined
    ? "set VPP_SOCKET to the API socket of a VPP that nobody needs"
    : (noHostsBecause() ?? skipWithout("curl"));

describe("a cluster on a real VPP", { skip }, () => {
  const scenarios = [
    ...Object.entries(kubernetesScenarios).map(([name, scenario]) => ({ name, scenario, dataPlane: "cnat" }) as const),
    ...Object.entries(natScenarios).map(
      ([name, scenario]) => ({ name: `with nat44-ed, ${name}`, scenario, dataPlane: "nat44-ed" }) as const,
    ),
  ];
  for (const { name, scenario, dataPlane } of scenarios) {
    test(name, async () => {
      const node = await KubernetesNode.start(vppSocket!, dataPlane);
      try {
        await scenario(node);
      } finally {
        await node.close();
      }
    });
  }
});
