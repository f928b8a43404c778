/** Services of a cluster, as sweetcomb-service-proxy has them, on a node with pods. */

import assert from "node:assert/strict";
import { at, cluster, service, services } from "../cluster.js";
import { type PacketScenarios, range } from "../lab.js";

export const serviceScenarios: PacketScenarios = {
  "a pod reaches the endpoints of a service over UDP and TCP, here and on other nodes, and they see the pod": async (
    lab,
  ) => {
    const { pod, configure } = await cluster(lab);
    await configure(services(service({}, "other", "far")));
    const seen = new Set<string>();
    for (const _ of range(0, 12)) {
      const [udp, , udpClient] = (await pod.ask(at.cluster, 80)).split(" ");
      const [tcp, , tcpClient] = (await (await pod.connect(at.cluster, 80)).say()).split(" ");
      assert.deepEqual([udpClient, tcpClient], [at.pod, at.pod]);
      seen.add(`udp ${udp}`).add(`tcp ${tcp}`);
    }
    assert.deepEqual([...seen].sort(), ["tcp far", "tcp other", "udp far", "udp other"]);
  },

  "a node port leads a client from outside to a pod of another node, which sees the node": async (lab) => {
    const { client, configure } = await cluster(lab);
    await configure(services(service({}, "far")));
    const [server, , source] = (await client.ask(at.node, 30080)).split(" ");
    assert.deepEqual([server, source], ["far", at.node]);
    const [byTcp, , tcpSource] = (await (await client.connect(at.node, 30080)).say()).split(" ");
    assert.deepEqual([byTcp, tcpSource], ["far", at.node]);
  },

  "with the local policy a client from outside comes to pods of this node only, and they see the client": async (
    lab,
  ) => {
    const { client, configure } = await cluster(lab);
    await configure(services(service({ "external-traffic-policy": "local" }, "pod", "far")));
    for (const _ of range(0, 8)) {
      const [server, , source] = (await client.ask(at.node, 30080)).split(" ");
      assert.deepEqual([server, source], ["pod", at.client]);
    }
  },

  "an external address leads to the endpoints": async (lab) => {
    const { client, configure } = await cluster(lab);
    await configure(services(service({ "external-address": ["203.0.113.109"] }, "pod")));
    assert.match(await client.ask("203.0.113.109", 80), /^pod saw /);
    assert.match(await (await client.connect("203.0.113.109", 80)).say(), /^pod saw /);
  },

  "a client with affinity comes to the same endpoint with every connection": async (lab) => {
    const { pod, configure } = await cluster(lab);
    await configure(services(service({ "client-affinity": {} }, "other", "far")));
    const servers = new Set<string>();
    for (const _ of range(0, 12)) servers.add((await pod.ask(at.cluster, 80)).split(" ")[0]!);
    assert.equal(servers.size, 1);
  },

  "new connections leave an endpoint that goes, a connection that it has goes on": async (lab) => {
    const { pod, configure } = await cluster(lab);
    await configure(services(service({}, "other")));
    const connection = await pod.connect(at.cluster, 80);
    assert.match(await connection.say(), /^other saw /);
    await configure(services(service({}, "far")));
    assert.match(await connection.say(), /^other saw /);
    for (const _ of range(0, 8)) assert.match(await pod.ask(at.cluster, 80), /^far saw /);
  },

  "a pod that is its own service's endpoint reaches itself": async (lab) => {
    const { pod, configure } = await cluster(lab);
    await configure(services(service({}, "pod")));
    assert.match(await pod.ask(at.cluster, 80), new RegExp(`^pod saw ${at.node} `));
    assert.match(await (await pod.connect(at.cluster, 80)).say(), new RegExp(`^pod saw ${at.node} `));
  },

  "a client of a service without endpoints is told at once that there is nobody": async (lab) => {
    const { pod, configure } = await cluster(lab);
    await configure(services(service({})));
    await assert.rejects(pod.connect(at.cluster, 80, 5), /No route to host|refused/);
  },
};
