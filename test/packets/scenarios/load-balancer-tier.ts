/** A load balancer in front of a node: packets come to the node in GRE, and pods answer clients past the load balancer. */

import assert from "node:assert/strict";
import type { Member } from "../../southbound/configurations.js";
import type { TestBed } from "../../translators/test-bed.js";
import { type Lab, packetsAt, portOf, range, until, unusedPort } from "../lab.js";
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

  "where an address is for some clients only, these reach the pod, and others do not": (lab, node) =>
    isForSomeClients(lab, node, overIpv4),

  "where it is so over IPv6, these reach the pod, and others do not": (lab, node) =>
    isForSomeClients(lab, node, overIpv6),
};

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
    const proxy = (own: Member, settings: Member) => proxyOf(pod, underlay, now, own, settings);
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
  node: Member,
  settings: Member,
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
