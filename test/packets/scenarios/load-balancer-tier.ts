/** A load balancer in front of a node: packets come to the node in GRE, and pods answer clients past the load balancer. */

import assert from "node:assert/strict";
import type { Member } from "../../southbound/configurations.js";
import type { TestBed } from "../../translators/test-bed.js";
import { type Lab, packetsAt, range, until, unusedPort } from "../lab.js";
import { decodeGre, protocols } from "../packet.js";
import {
  clientBetween,
  meet,
  networkOf,
  overIpv4,
  overIpv6,
  type TwoVppScenarios,
  type Underlay,
} from "../two-vpps.js";

const port = 8080;

export const loadBalancerTierScenarios: TwoVppScenarios = {
  "a client's packets reach a pod through the load balancer and GRE, and its answers come past the load balancer":
    async (lab, node) => {
      const { client } = await asksThePod(lab, node, overIpv4);
      const [outer] = await until(
        () => packetsAt(client, protocols.gre),
        ({ length }) => length > 0,
      );
      assert.deepEqual([outer!.source, outer!.destination], [overIpv4.first, overIpv4.second]);
      const inner = decodeGre(outer!);
      assert.deepEqual(
        [inner.source, inner.destination, inner.destinationPort],
        [overIpv4.client, overIpv4.balanced, 80],
      );
    },

  "so they do over IPv6": async (lab, node) => {
    await asksThePod(lab, node, overIpv6);
  },
};

/** Over UDP and TCP; the pod sees the client. */
async function asksThePod(lab: Lab, node: TestBed, underlay: Underlay) {
  const { client, first, second, balanced, length } = underlay;
  // VPP 26.06 takes IPv6 addresses with the same last 32 bits for a pod that reaches itself, and gives it the node's source.
  const [pod, gateway] = length === 24 ? ["10.1.1.1", "10.1.1.254"] : ["2001:db8:a::7", "2001:db8:a::fe"];
  const between = await clientBetween(lab, underlay);
  const served = await lab.host("pod", { addresses: [`${pod}/${length}`], gateway });
  const pods = [{ host: served, gateway }];
  await served.serve("pod", port, length === 24 ? "" : pod);
  if (length === 24) await served.serveLines("pod", port);
  const proxy = (own: Member, settings: Member) => proxyOf(pod, underlay, own, settings);
  await lab.bed.configure({
    ...networkOf(underlay, first, between.ends[0], []),
    ...proxy({ name: "balancer", address: [first] }, { role: "load-balancer" }),
  });
  await node.configure({
    ...networkOf(underlay, second, between.ends[1], pods),
    ...proxy({ name: "here", address: [second] }, { "load-balancer": { address: [first] } }),
  });
  await meet(underlay, between, pods);
  for (const sourcePort of range(unusedPort(), 4)) {
    assert.equal(await between.client.ask(balanced, 80, sourcePort), `pod saw ${client} ${sourcePort}`);
  }
  if (length === 24) {
    const conversation = await between.client.connect(balanced, 80);
    for (const _ of range(0, 3)) assert.match(await conversation.say(), new RegExp(`^pod saw ${client} `));
  }
  return between;
}

function proxyOf(pod: string, { balanced, second }: Underlay, node: Member, settings: Member) {
  const endpoint = [{ address: pod, port, node: "here" }];
  const ports = ["tcp", "udp"].map((protocol) => ({ protocol, number: 80, endpoint }));
  const more = { "external-traffic-policy": "local", "load-balancer-address": [balanced] };
  return {
    "sweetcomb-service-proxy:service-proxy": {
      settings,
      node,
      "cluster-node": [{ name: "here", address: [second] }],
      service: [{ namespace: "shop", name: "web", port: ports, ...more }],
    },
  };
}
