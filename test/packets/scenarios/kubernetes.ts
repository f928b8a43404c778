/** Pods, services and network policies of a cluster at the same time, from its objects to the packets of clients. */

import assert from "node:assert/strict";
import type { Host } from "../host.js";
import {
  adminPolicy,
  app,
  at,
  type KubernetesNode,
  policy,
  servedPort,
  service,
  shopApp,
  slice,
} from "../kubernetes-node.js";
import { range, until } from "../lab.js";

const addresses = { web: "10.1.0.1", db: "10.1.0.2", job: "10.1.0.3" } as const;
const [webService, dbService] = ["10.96.0.1", "10.96.0.2"] as const;
const nodePort = 30080;

/** By the sentence that each proves. */
export const kubernetesScenarios: Readonly<Record<string, (node: KubernetesNode) => Promise<void>>> = {
  "a pod reaches a service only where the policies of both its endpoint and itself let it": async (node) => {
    const { web, job } = await shop(node);
    node.put(policy("db", { ...app("db"), ingress: [{ from: [app("web")], ports: [{ port: servedPort }] }] }));
    await isCutOff(job, dbService);
    assert.match(await (await web.connect(dbService, 80)).say(), /^db saw 10\.1\.0\.1 /);
    // The policy names TCP alone.
    assert.equal(await web.tryToAsk(dbService, 80), undefined);
    await isCutOff(node.far, addresses.db, servedPort);

    node.put(policy("web", { ...app("web"), policyTypes: ["Egress"], egress: [{ to: [app("job")] }] }));
    await isCutOff(web, dbService);
    node.put(policy("web", { ...app("web"), policyTypes: ["Egress"], egress: [{ to: [app("db")] }] }));
    await reaches(web, dbService, "db");
    assert.equal(await canConnect(job, dbService), false);
  },

  "with several endpoints a pod gets to those that its policy names": async (node) => {
    const { job } = await shop(node);
    assert.deepEqual(await names(job, webService, 10), ["far", "web"]);
    const toFar = { to: [app("far")], ports: [{ port: "served" }] };
    node.put(policy("job", { ...app("job"), policyTypes: ["Egress"], egress: [toFar] }));
    await isCutOff(job, addresses.web, servedPort);
    assert.deepEqual(await names(job, webService, 10), ["far", "none"]);
  },

  "a node port and a cluster address lead where the policy of the endpoint lets their clients": async (node) => {
    const { web, job } = await shop(node);
    const block = (...except: readonly string[]) => ({ ipBlock: { cidr: "198.51.100.0/24", except } });
    await reaches(node.client, at.node, "db", nodePort);
    node.put(policy("db", { ...app("db"), ingress: [{ from: [block()] }] }));
    await isCutOff(job, dbService);
    assert.equal(await nameAt(node.client, at.node, nodePort), "db");
    const open = await node.client.connect(at.node, nodePort);
    assert.match(await open.say(), /^db saw 198\.51\.100\.1 /);
    node.put(policy("db", { ...app("db"), ingress: [{ from: [block(`${at.client}/32`), app("web")] }] }));
    await isCutOff(node.client, at.node, nodePort);
    assert.equal(await open.tryToSay(), undefined);
    assert.equal(await nameAt(web, dbService), "db");
  },

  "a pod that nothing may reach and that may reach nothing still reaches itself through its service": async (node) => {
    const { web, db, job } = await shop(node);
    await reaches(db, dbService, "db");
    node.put(policy("nothing", { ...app("db"), policyTypes: ["Ingress", "Egress"] }));
    await isCutOff(web, dbService);
    await isCutOff(db, addresses.job, servedPort);
    assert.match(await (await db.connect(dbService, 80)).say(), /^db saw /);
    assert.match(await db.ask(dbService, 80), /^db saw /);
    assert.equal(await canConnect(job, dbService), false);
  },

  "a change of a policy, of a pod's labels or of a namespace's ends connections through a service, and those alone":
    async (node) => {
      const { web, job } = await shop(node);
      const role = { podSelector: { matchLabels: { role: "reader" } } };
      const other = { namespaceSelector: { matchLabels: { trusted: "yes" } } };
      const bank = (trusted: string) => ({ kind: "Namespace", metadata: { name: "bank", labels: { trusted } } });
      node.put(bank("yes"));
      const teller = await node.pod("teller", { address: "10.1.0.9", namespace: "bank" });
      node.relabel("job", { role: "reader" });
      await reaches(teller, dbService, "db");
      const opened = async () => {
        const all = { web: await web.connect(dbService, 80), job: await job.connect(dbService, 80) };
        return { ...all, teller: await teller.connect(dbService, 80) };
      };
      const answering = async (all: Awaited<ReturnType<typeof opened>>) => {
        const said = await Promise.all(Object.values(all).map((each) => each.tryToSay()));
        return Object.keys(all).filter((_, index) => said[index] !== undefined);
      };
      const all = await opened();
      assert.deepEqual(await answering(all), ["web", "job", "teller"]);
      const becomes = (...wanted: readonly string[]) =>
        until(
          () => answering(all),
          (found) => found.join() === wanted.join(),
        );
      node.put(policy("db", { ...app("db"), ingress: [{ from: [role, other] }] }));
      await becomes("job", "teller");
      node.put(bank("no"));
      await becomes("job");
      node.relabel("job", {});
      await becomes();
      node.remove("NetworkPolicy", "db");
      await reaches(job, dbService, "db");
    },

  "new connections leave an endpoint that goes, what it has goes on, and without any the client hears so at once":
    async (node) => {
      const { db, job } = await shop(node);
      node.put(policy("job", { ...app("job"), policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }] }] }));
      await isCutOff(job, at.client, servedPort);
      node.put(slice("web", addresses.web));
      await until(
        () => names(job, webService, 6),
        (found) => found.join() === "web",
      );
      const open = await job.connect(webService, 80);
      assert.match(await open.say(), /^web saw /);
      node.put(slice("web", at.far));
      await until(
        () => names(job, webService, 6),
        (found) => found.join() === "far",
      );
      assert.match(await open.say(), /^web saw /);
      node.put(slice("web"));
      await until(
        () => refusalOf(db, webService),
        (refusal) => /refused|No route|unreachable/i.test(refusal ?? ""),
      );
    },

  "a client with affinity stays with its endpoint while policies come and go": async (node) => {
    const { job } = await shop(node);
    node.put(service("web", { ...webSpec, sessionAffinity: "ClientIP" }));
    // Without affinity as many connections hardly ever come to one endpoint.
    await until(
      () => names(job, webService, 16),
      ({ length }) => length === 1,
    );
    const [mine] = await names(job, webService, 16);
    node.put(policy("web", { ...app("web"), ingress: [{ from: [app("job")] }] }));
    await isCutOff(node.client, addresses.web, servedPort);
    assert.deepEqual(await names(job, webService, 16), [mine]);
  },

  "administrators' policies decide before those of the namespace, and their baseline where there are none": async (
    node,
  ) => {
    const { web, job } = await shop(node);
    const everybody = [{ namespaces: {} }];
    const closed = { subject: shopApp("db"), ingress: [{ action: "Deny", from: everybody }] };
    node.put(adminPolicy("default", closed, "BaselineAdminNetworkPolicy"));
    await isCutOff(job, dbService);
    await isCutOff(web, dbService);
    node.put(policy("db", { ...app("db"), ingress: [{ from: [app("web")] }] }));
    await reaches(web, dbService, "db");
    assert.equal(await canConnect(job, dbService), false);

    const ports = [{ namedPort: "served" }];
    const admitted = { action: "Allow", from: [shopApp("job")], ports };
    const refused = { action: "Deny", from: [shopApp("web")], ports };
    const open = await web.connect(dbService, 80);
    assert.match(await open.say(), /^db saw /);
    node.put(adminPolicy("strict", { priority: 5, subject: shopApp("db"), ingress: [admitted, refused] }));
    await reaches(job, dbService, "db");
    await isCutOff(web, dbService);
    assert.equal(await open.tryToSay(), undefined);

    const passed = { action: "Pass", from: everybody };
    node.put(adminPolicy("lenient", { priority: 1, subject: shopApp("db"), ingress: [passed] }));
    await reaches(web, dbService, "db");
    await isCutOff(job, dbService);
  },

  "a pod that comes after its policy lets nothing in that the policy does not": async (node) => {
    node.put(policy("all", { podSelector: {}, ingress: [{ from: [app("web")] }] }));
    const web = await node.pod("web", { address: addresses.web });
    await node.pod("db", { address: addresses.db });
    node.put(service("db", dbSpec), slice("db", addresses.db));
    await reaches(web, dbService, "db");
    await isCutOff(node.client, at.node, nodePort);
    assert.equal(await canConnect(node.far, addresses.db, servedPort), false);
  },
};

/** Those that nat44-ed has to pass as well, whose lists see what pods send before it is translated. */
export const natScenarios = Object.fromEntries(
  Object.entries(kubernetesScenarios).filter(([name]) =>
    /both its endpoint|several endpoints|node port|itself|administrators/.test(name),
  ),
);

const webSpec = { type: "ClusterIP", clusterIP: webService };
const dbSpec = {
  type: "NodePort",
  clusterIP: dbService,
  ports: ["TCP", "UDP"].map((protocol) => ({ name: protocol.toLowerCase(), protocol, port: 80, nodePort })),
};

/** Three pods of this node with servers, two services, and nothing that limits them. */
async function shop(node: KubernetesNode) {
  const web = await node.pod("web", { address: addresses.web });
  const db = await node.pod("db", { address: addresses.db });
  const job = await node.pod("job", { address: addresses.job });
  node.put(service("web", webSpec), slice("web", addresses.web, at.far));
  node.put(service("db", dbSpec), slice("db", addresses.db));
  await reaches(job, dbService, "db");
  await reaches(web, dbService, "db");
  await reaches(node.far, addresses.db, "db", servedPort);
  return { web, db, job };
}

/** The name of the server that answers a new connection. */
async function nameAt(from: Host, to: string, port = 80): Promise<string> {
  return (await (await from.connect(to, port, 5)).say()).split(" ")[0]!;
}

/** Undefined when there is no answer in a second. */
async function nameOrNone(from: Host, to: string, port = 80): Promise<string | undefined> {
  const connection = await from.connect(to, port, 1).catch(() => undefined);
  return (await connection?.tryToSay())?.split(" ")[0];
}

/** Names of the servers that answer some new connections. */
async function names(from: Host, to: string, count: number): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const _ of range(0, count)) found.add((await nameOrNone(from, to)) ?? "none");
  return [...found].sort();
}

/** Waits until new connections get there. */
async function reaches(from: Host, to: string, name: string, port = 80): Promise<void> {
  await until(
    () => nameOrNone(from, to, port),
    (answer) => answer === name,
  );
}

/** Waits until no new connection gets there, and finds that it stays so. */
async function isCutOff(from: Host, to: string, port = 80): Promise<void> {
  await until(
    () => canConnect(from, to, port),
    (isConnected) => !isConnected,
  );
  for (const _ of range(0, 2)) assert.equal(await canConnect(from, to, port), false);
}

async function canConnect(from: Host, to: string, port = 80): Promise<boolean> {
  return (await refusalOf(from, to, port)) === undefined;
}

/** What Linux says of a connection that is not made in a second. */
async function refusalOf(from: Host, to: string, port = 80): Promise<string | undefined> {
  return from.connect(to, port, 1).then(
    () => undefined,
    (failure: Error) => failure.message,
  );
}
