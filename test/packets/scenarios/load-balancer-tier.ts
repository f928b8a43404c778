/** A load balancer in front of a node: packets come to the node in GRE, and pods answer clients past the load balancer. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { TestBed } from "../../translators/test-bed.js";
import { type Lab, packetsAt, portOf, range, routedPort, until, unusedPort } from "../lab.js";
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
/** Source ports. */
const flows = range(20_000, 96);

export const loadBalancerTierScenarios: TwoVppScenarios = {
  "a client's packets reach a pod through the load balancer and GRE, and its answers come past the load balancer":
    async (lab, node) => {
      const { between } = await asksThePod(lab, node, overIpv4);
      const [outer] = await until(
        () => packetsAt(between.client, protocols.gre),
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

  "two load balancers that know the same nodes choose the same one for a flow, so that a router may share flows out among them":
    async (lab, second) => {
      const nodes = ["198.51.100.1", "198.51.100.2", "198.51.100.3"];
      const one = await chosenNodes(lab, lab.bed, "one", nodes);
      const other = await chosenNodes(lab, second, "two", [...nodes].reverse());
      assert.equal(new Set(one.values()).size, nodes.length);
      assert.deepEqual(
        flows.map((flow) => other.get(flow)),
        flows.map((flow) => one.get(flow)),
      );
    },

  "where an address is for some clients only, these reach the pod, and others do not": (lab, node) =>
    isForSomeClients(lab, node, overIpv4),

  "where it is so over IPv6, these reach the pod, and others do not": (lab, node) =>
    isForSomeClients(lab, node, overIpv6),
};

/** Which node gets the flow of each source port, where a load balancer knows the nodes in this order. */
async function chosenNodes({ host }: Lab, bed: TestBed, name: string, nodes: readonly string[]) {
  const client = await host(`${name}-client`, { addresses: ["192.0.2.1/24"], gateway: "192.0.2.254" });
  const cluster = await host(`${name}-nodes`, { addresses: nodes.map((node) => `${node}/24`) });
  const endpoint = nodes.map((node, index) => ({ address: `10.1.${index}.1`, port, node }));
  await bed.configure({
    ...a.interfaces(routedPort(client, "192.0.2.254/24"), routedPort(cluster, "198.51.100.254/24")),
    "sweetcomb-service-proxy:service-proxy": {
      settings: { role: "load-balancer" },
      node: { name, address: ["198.51.100.254"] },
      "cluster-node": nodes.map((node) => ({ name: node, address: [node] })),
      service: [
        {
          namespace: "shop",
          name: "web",
          "load-balancer-address": [overIpv4.balanced],
          port: [{ protocol: "udp", number: 80, endpoint }],
        },
      ],
    },
  });
  await client.ping("192.0.2.254");
  await cluster.ping("198.51.100.254");
  await cluster.forget();
  await client.send(overIpv4.balanced, 80, flows);
  const arrived = () => packetsAt(cluster, protocols.gre);
  const outer = await until(arrived, ({ length }) => length >= flows.length);
  return new Map(outer.map((packet) => [decodeGre(packet).sourcePort, packet.destination]));
}

/** First the client is one of them, then it is none. */
async function isForSomeClients(lab: Lab, node: TestBed, underlay: Underlay) {
  const { client, balanced, networks } = underlay;
  const { between, configure } = await asksThePod(lab, node, underlay, [networks[0]]);
  await configure([networks[1]]);
  const { client: host } = between;
  assert.equal(await host.tryToAsk(balanced, 80, unusedPort()), undefined);
  await assert.rejects(host.connect(balanced, 80, 1), /timed out/);
  await configure([networks[1], networks[0]]);
  const sourcePort = unusedPort();
  assert.equal(await host.ask(balanced, 80, sourcePort), `pod saw ${client} ${sourcePort}`);
}

/**
 * Over UDP and TCP; the pod sees the client.
 * @param ranges of clients; none: the address is for all
 * @returns what configures both VPPs for other ranges, beside the client
 */
async function asksThePod(lab: Lab, node: TestBed, underlay: Underlay, ranges: readonly string[] = []) {
  const { client, first, second, balanced, length } = underlay;
  // VPP 26.06 takes IPv6 addresses with the same last 32 bits for a pod that reaches itself, and gives it the node's source.
  const [pod, gateway] = length === 24 ? ["10.1.1.1", "10.1.1.254"] : ["2001:db8:a::7", "2001:db8:a::fe"];
  const between = await clientBetween(lab, underlay);
  const served = await lab.host("pod", { addresses: [`${pod}/${length}`], gateway });
  const pods = [{ host: served, gateway }];
  await served.serve("pod", port, length === 24 ? "" : pod);
  if (length === 24) await served.serveLines("pod", port);
  const configure = async (now: readonly string[]) => {
    const proxy = (own: a.Member, settings: a.Member) => proxyOf(pod, underlay, now, own, settings);
    const tier = { uplink: [portOf(between.ends[0])] };
    await lab.bed.configure({
      ...networkOf(underlay, first, between.ends[0], []),
      ...proxy({ name: "balancer", address: [first] }, { role: "load-balancer", "load-balancer": tier }),
    });
    const behind = { address: [first], "guards-source-ranges": now.length > 0 };
    await node.configure({
      ...networkOf(underlay, second, between.ends[1], pods),
      ...proxy({ name: "here", address: [second] }, { "load-balancer": behind }),
    });
  };
  await configure(ranges);
  await meet(underlay, between, pods);
  for (const sourcePort of range(unusedPort(), 4)) {
    assert.equal(await between.client.ask(balanced, 80, sourcePort), `pod saw ${client} ${sourcePort}`);
  }
  if (length === 24) {
    const conversation = await between.client.connect(balanced, 80);
    for (const _ of range(0, 3)) assert.match(await conversation.say(), new RegExp(`^pod saw ${client} `));
  }
  return { between, configure };
}

function proxyOf(
  pod: string,
  { balanced, second }: Underlay,
  ranges: readonly string[],
  node: a.Member,
  settings: a.Member,
) {
  const endpoint = [{ address: pod, port, node: "here" }];
  const ports = ["tcp", "udp"].map((protocol) => ({ protocol, number: 80, endpoint }));
  const more = { "external-traffic-policy": "local", "load-balancer-address": [balanced], "source-range": ranges };
  return {
    "sweetcomb-service-proxy:service-proxy": {
      settings,
      node,
      "cluster-node": [{ name: "here", address: [second] }],
      service: [{ namespace: "shop", name: "web", port: ports, ...more }],
    },
  };
}
