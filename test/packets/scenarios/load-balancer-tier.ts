/** A load balancer in front of a node: packets come to the node in GRE, and pods answer clients past the load balancer. */

import assert from "node:assert/strict";
import type { Member } from "../../southbound/configurations.js";
import { packetsAt, range, until, unusedPort } from "../lab.js";
import { decodeGre, protocols } from "../packet.js";
import { balanced, client, clientBetween, first, meet, networkOf, second, type TwoVppScenarios } from "../two-vpps.js";

const pod = "10.1.1.1";
const port = 8080;

export const loadBalancerTierScenarios: TwoVppScenarios = {
  "a client's packets reach a pod through the load balancer and GRE, and its answers come past the load balancer":
    async (lab, node) => {
      const between = await clientBetween(lab);
      const served = await lab.host("pod", { addresses: [`${pod}/24`], gateway: "10.1.1.254" });
      const pods = [{ host: served, gateway: "10.1.1.254" }];
      await served.serve("pod", port);
      await served.serveLines("pod", port);
      const proxy = proxyOf(service({ "external-traffic-policy": "local" }));
      await lab.bed.configure({
        ...networkOf(first, between.ends[0], []),
        ...proxy({ name: "balancer", address: [first] }, { role: "load-balancer" }),
      });
      await node.configure({
        ...networkOf(second, between.ends[1], pods),
        ...proxy({ name: "here", address: [second] }, { "load-balancer": { address: [first] } }),
      });
      await meet(between, pods);
      for (const sourcePort of range(unusedPort(), 4)) {
        assert.equal(await between.client.ask(balanced, 80, sourcePort), `pod saw ${client} ${sourcePort}`);
      }
      const conversation = await between.client.connect(balanced, 80);
      for (const _ of range(0, 3)) assert.match(await conversation.say(), new RegExp(`^pod saw ${client} `));
      const [outer] = await until(
        () => packetsAt(between.client, protocols.gre),
        ({ length }) => length > 0,
      );
      assert.deepEqual([outer!.source, outer!.destination], [first, second]);
      const inner = decodeGre(outer!);
      assert.deepEqual([inner.source, inner.destination, inner.destinationPort], [client, balanced, 80]);
    },
};

function service(more: Member): Member {
  const endpoint = [{ address: pod, port, node: "here" }];
  const ports = ["tcp", "udp"].map((protocol) => ({ protocol, number: 80, endpoint }));
  return { namespace: "shop", name: "web", "load-balancer-address": [balanced], port: ports, ...more };
}

function proxyOf(...list: readonly Member[]) {
  return (node: Member, settings: Member) => ({
    "sweetcomb-service-proxy:service-proxy": {
      settings,
      node,
      "cluster-node": [{ name: "here", address: [second] }],
      service: list,
    },
  });
}
