/** Packets through a real VPP on a node that follows a cluster: pods, services and policies at the same time. */

import { describe, test } from "node:test";
import { skipWithout } from "../support/clients.js";
import { noHostsBecause } from "./host.js";
import { KubernetesNode } from "./kubernetes-node.js";
import { kubernetesScenarios } from "./scenarios/kubernetes.js";

const vppSocket = process.env.VPP_SOCKET;
const skip =
  vppSocket === undefined
    ? "set VPP_SOCKET to the API socket of a VPP that nobody needs"
    : (noHostsBecause() ?? skipWithout("curl"));

describe("a cluster on a real VPP", { skip }, () => {
  for (const [name, scenario] of Object.entries(kubernetesScenarios)) {
    test(name, async () => {
      const node = await KubernetesNode.start(vppSocket!);
      try {
        await scenario(node);
      } finally {
        await node.close();
      }
    });
  }
});
