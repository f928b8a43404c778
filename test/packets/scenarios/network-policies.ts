/** Network policies of a cluster, as sweetcomb-network-policy has them, on a node with pods. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import type { Configuration } from "../../translators/test-bed.js";
import { at, type Cluster, cluster, servedPort, service, services } from "../cluster.js";
import { type Lab, type PacketScenarios, portOf, routedPort, unusedPort } from "../lab.js";

export const networkPolicyScenarios: PacketScenarios = {
  "what a policy permits comes to the pod and is answered, what it does not permit does not come": async (lab) => {
    const { pod, other, client, configure } = await cluster(lab);
    const rule = { index: 1, peer: [{ prefix: "10.1.1.0/24" }], port: [{ protocol: "tcp", first: servedPort }] };
    await configure(policies({ ingress: [rule] }, selected(other, "ingress-policy")));
    assert.match(await (await pod.connect(at.other, servedPort)).say(), /^other saw 10\.1\.1\.1 /);
    assert.equal(await pod.tryToAsk(at.other, servedPort), undefined);
    await assert.rejects(client.connect(at.other, servedPort, 1), /timed out/);
  },

  "a pod to which nothing may come gets the answers to what it asks": async (lab) => {
    const { pod, other, configure } = await cluster(lab);
    await configure(policies({}, selected(pod, "ingress-policy")));
    assert.match(await (await pod.connect(at.other, servedPort)).say(), /^other saw /);
    assert.match(await pod.ask(at.other, servedPort), /^other saw /);
    assert.equal(await other.tryToAsk(at.pod, servedPort), undefined);
  },

  "a pod reaches a block of addresses without its exceptions, at a range of ports": async (lab) => {
    const { pod, other, configure } = await cluster(lab);
    await other.serve("other", 8090);
    await other.serve("other", 8091);
    const rule = {
      index: 1,
      peer: [{ prefix: "10.0.0.0/8", except: ["10.2.0.0/16"] }],
      port: [{ protocol: "udp", first: 8000, last: 8090 }],
    };
    await configure(policies({ egress: [rule] }, selected(pod, "egress-policy")));
    assert.match(await pod.ask(at.other, servedPort), /^other saw /);
    assert.match(await pod.ask(at.other, 8090), /^other saw /);
    assert.equal(await pod.tryToAsk(at.other, 8091), undefined);
    assert.equal(await pod.tryToAsk(at.far, servedPort), undefined);
  },

  "behind a service, the policies of both ends see the addresses of the pods": async (lab) => {
    const { pod, other, configure } = await cluster(lab);
    const toOther = { index: 1, peer: [{ prefix: `${at.other}/32` }], "any-port": true };
    const fromPod = { index: 1, peer: [{ prefix: `${at.pod}/32` }], "any-port": true };
    const firewall = policies(
      { ingress: [fromPod], egress: [toOther] },
      selected(pod, "egress-policy"),
      selected(other, "ingress-policy"),
    );
    await configure({ ...firewall, ...services(service({}, "other")) });
    assert.match(await pod.ask(at.cluster, 80), /^other saw /);
    assert.match(await (await pod.connect(at.cluster, 80)).say(), /^other saw /);
    await configure({ ...firewall, ...services(service({}, "far")) });
    assert.equal(await pod.tryToAsk(at.cluster, 80, unusedPort()), undefined);
  },

  "a change of a policy ends the connections that it no longer permits, and those alone": async (lab) => {
    const { pod, other, far, configure } = await cluster(lab);
    const from = (...prefixes: readonly string[]) => ({
      ingress: [{ index: 1, peer: prefixes.map((prefix) => ({ prefix })), "any-port": true }],
    });
    await configure(policies(from(`${at.pod}/32`, `${at.far}/32`), selected(other, "ingress-policy")));
    const [kept, cut] = [await pod.connect(at.other, servedPort), await far.connect(at.other, servedPort)];
    assert.match(await kept.say(), /^other saw /);
    assert.match(await cut.say(), /^other saw /);
    await configure(policies(from(`${at.pod}/32`), selected(other, "ingress-policy")));
    assert.equal(await cut.tryToSay(), undefined);
    assert.match(await kept.say(), /^other saw /);
  },

  "an answer that is on its way while the policies of a pod change still comes to the pod": async (lab) => {
    const { pod, other, configure } = await cluster(lab);
    await other.serveLines("other", 9000, 2);
    await configure(policies({}, selected(pod, "ingress-policy")));
    const connection = await pod.connect(at.other, 9000);
    const answer = connection.say();
    const rule = { index: 1, peer: [{ prefix: "203.0.113.0/24" }], "any-port": true };
    await configure(policies({ ingress: [rule] }, selected(pod, "ingress-policy")));
    assert.match(await answer, /^other saw /);
    assert.equal(await other.tryToAsk(at.pod, servedPort), undefined);
  },

  "over IPv6 a pod that may send nothing is reached by those that its policy names, and keeps its neighbours": async (
    lab,
  ) => {
    const { pod, other, far, configure } = await networksOfIpv6(lab);
    const rule = {
      index: 1,
      peer: [{ prefix: "2001:db8::/32", except: ["2001:db8:3::/64"] }],
      port: [{ protocol: "udp", first: servedPort }],
    };
    const isolated = { ...selected(other, "ingress-policy"), "egress-policy": [name] };
    await configure(policies({ ingress: [rule] }, isolated));
    other.ip("-6", "neighbour", "flush", "dev", "eth0");
    assert.match(await pod.ask(six.other, servedPort), /^other saw 2001:db8:1::1 /);
    assert.equal(await far.tryToAsk(six.other, servedPort, unusedPort()), undefined);
    assert.equal(await other.tryToAsk(six.pod, servedPort, unusedPort()), undefined);
  },

  "a policy that comes to a pod ends the connections that it does not permit": async (lab) => {
    const { pod, other, configure } = await cluster(lab);
    const connection = await pod.connect(at.other, servedPort);
    await connection.say();
    await configure(policies({}, selected(other, "ingress-policy")));
    assert.equal(await connection.tryToSay(), undefined);
  },
};

const name = { namespace: "shop", name: "rules" };

/** An address in each of three networks of IPv6; VPP is the gateway. */
const six = { pod: "2001:db8:1::1", other: "2001:db8:2::1", far: "2001:db8:3::1" } as const;

/** Hosts that all serve, without any service or translation. */
async function networksOfIpv6({ bed, host }: Lab) {
  const gatewayOf = (address: string) => address.replace(/1$/, "fe");
  const made = async (name: keyof typeof six) => {
    const address = six[name];
    const found = await host(name, { addresses: [`${address}/64`], gateway: gatewayOf(address) });
    await found.serve(name, servedPort, address);
    return found;
  };
  const [pod, other, far] = [await made("pod"), await made("other"), await made("far")];
  const network = a.interfaces(
    ...Object.entries({ pod, other, far }).map(([name, each]) =>
      routedPort(each, `${gatewayOf(six[name as keyof typeof six])}/64`),
    ),
  );
  await bed.configure(network);
  assert.match(await pod.ask(six.other, servedPort), /^other saw /);
  assert.match(await far.ask(six.other, servedPort), /^other saw /);
  return { pod, other, far, configure: (content: Configuration) => bed.configure({ ...network, ...content }) };
}

/** One policy, and the pods that it selects. The node reaches them always. */
function policies(policy: a.Member, ...pods: readonly a.Member[]) {
  return {
    "sweetcomb-network-policy:network-policies": {
      settings: { "node-address": [at.node] },
      policy: [{ ...name, ...policy }],
      pod: pods,
    },
  };
}

function selected(host: Cluster["pod"], direction: "ingress-policy" | "egress-policy"): a.Member {
  return { namespace: "shop", name: portOf(host), interface: portOf(host), [direction]: [name] };
}
