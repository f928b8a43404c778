/** Two vrouters: each reaches the other's pods through IP in IP, and pods answer clients without the machine that was asked. */

import assert from "node:assert/strict";
import type { Member } from "../../southbound/configurations.js";
import type { TestBed } from "../../translators/test-bed.js";
import { type Lab, packetsAt, range, until, unusedPort } from "../lab.js";
import { protocols } from "../packet.js";
import { clientBetween, meet, networkOf, overIpv4, type TwoVppScenarios } from "../two-vpps.js";

const { balanced, client, first, second } = overIpv4;
const near = "10.1.1.1";
const far = "10.2.1.1";
const port = 8080;
const machines = {
  first: { address: first, pod: near, prefix: "10.1.0.0/16" },
  second: { address: second, pod: far, prefix: "10.2.0.0/16" },
} as const;

export const vrouterScenarios: TwoVppScenarios = {
  "a client comes to pods of both machines through either one, and each answers it under the service's address": async (
    lab,
    other,
  ) => {
    const { between } = await twoMachines(lab, other, {});
    const seen = new Map<string, number>();
    for (const sourcePort of range(unusedPort(), 24)) {
      const answer = await between.client.ask(balanced, 80, sourcePort);
      const [name] = answer.split(" ");
      assert.equal(answer, `${name} saw ${client} ${sourcePort}`);
      seen.set(name!, (seen.get(name!) ?? 0) + 1);
    }
    assert.deepEqual([...seen.keys()].sort(), ["far", "near"]);
    for (const _ of range(0, 8)) {
      const conversation = await between.client.connect(balanced, 80);
      for (const _ of range(0, 3)) assert.match(await conversation.say(), new RegExp(` saw ${client} `));
    }
    const forwarded = await packetsAt(between.client, protocols.ipip);
    assert.ok(forwarded.length > 0);
    const ways = new Set(forwarded.map(({ source, destination }) => `${source} to ${destination}`));
    assert.deepEqual([...ways], [`${first} to ${second}`]);
  },

  "connections to a machine that has gone end, and new ones come to the pods that are left": async (lab, other) => {
    const { between, configure } = await twoMachines(lab, other, {});
    const asked = range(unusedPort(), 24);
    const answers: string[] = [];
    for (const sourcePort of asked) answers.push(await between.client.ask(balanced, 80, sourcePort));
    const toFar = asked.filter((_, index) => answers[index]!.startsWith("far"));
    assert.ok(toFar.length > 0);
    await configure("first", {}, ["first"]);
    for (const sourcePort of toFar.slice(0, 3)) {
      assert.equal(await between.client.tryToAsk(balanced, 80, sourcePort), undefined);
    }
    for (const _ of range(0, 12)) assert.match(await between.client.ask(balanced, 80), /^near saw /);
    await configure("first", {}, ["first", "second"]);
    const again = new Set<string>();
    for (const sourcePort of range(unusedPort(), 24)) {
      again.add((await between.client.ask(balanced, 80, sourcePort)).split(" ")[0]!);
    }
    assert.deepEqual([...again].sort(), ["far", "near"]);
  },

  "pods reach pods and services of the other machine through its tunnel, and keep their source": async (lab, other) => {
    const { pods, between } = await twoMachines(lab, other, { "cluster-address": ["10.96.0.1"] });
    const [{ host: pod }] = pods;
    assert.match(await pod.ask(far, port), new RegExp(`^far saw ${near} `));
    const seen = () => packetsAt(between.client, protocols.ipip);
    await until(seen, ({ length }) => length > 0);
    const names = new Set<string>();
    for (const _ of range(0, 16)) names.add((await pod.ask("10.96.0.1", 80)).split(" ")[0]!);
    assert.deepEqual([...names].sort(), ["far", "near"]);
  },
};

async function twoMachines(lab: Lab, other: TestBed, more: Member) {
  const between = await clientBetween(lab, overIpv4);
  const pods = [
    { host: await lab.host("near", { addresses: [`${near}/24`], gateway: "10.1.1.254" }), gateway: "10.1.1.254" },
    { host: await lab.host("far", { addresses: [`${far}/24`], gateway: "10.2.1.254" }), gateway: "10.2.1.254" },
  ] as const;
  for (const [name, { host }] of Object.entries({ near: pods[0], far: pods[1] })) {
    await host.serve(name, port);
    await host.serveLines(name, port);
    await host.writeChecksums();
  }
  /** What one of the machines has, while these are in the cluster. */
  const configure = (name: Name, service: Member, names: readonly Name[]) => {
    const isFirst = name === "first";
    const network = networkOf(overIpv4, machines[name].address, between.ends[isFirst ? 0 : 1], [pods[isFirst ? 0 : 1]]);
    return (isFirst ? lab.bed : other).configure({ ...network, ...proxy(name, service, names) });
  };
  await configure("first", more, ["first", "second"]);
  await configure("second", more, ["first", "second"]);
  await meet(overIpv4, between, pods);
  return { between, pods, configure };
}

type Name = keyof typeof machines;

function proxy(name: Name, more: Member, names: readonly Name[]) {
  const { address } = machines[name];
  const endpoint = names.map((node) => ({ address: machines[node].pod, port, node }));
  const ports = ["tcp", "udp"].map((protocol) => ({ protocol, number: 80, endpoint }));
  return {
    "sweetcomb-service-proxy:service-proxy": {
      settings: { role: "vrouter" },
      node: { name, address: [address], "pod-prefix": ["10.1.0.0/16", "10.2.0.0/16"] },
      "cluster-node": names.map((each) => ({
        name: each,
        address: [machines[each].address],
        "pod-prefix": [machines[each].prefix],
      })),
      service: [{ namespace: "shop", name: "web", "external-address": [balanced], port: ports, ...more }],
    },
  };
}
