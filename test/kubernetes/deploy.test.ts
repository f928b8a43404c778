/** The manifests in deploy/kubernetes fit the program: its rights, its settings, its names. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadConfiguration } from "../../src/config/load-configuration.js";
import { LIST_PATHS } from "../../src/kubernetes/cluster/resources.js";
import { LEASE } from "../../src/kubernetes/load-balancer/balancers-of.js";
import { readYaml } from "../../src/kubernetes/read-yaml.js";

const folder = fileURLToPath(new URL("../../../deploy/kubernetes/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
// biome-ignore lint/suspicious/noExplicitAny: manifests of many kinds
const objects: readonly any[] = files.flatMap((name) => readYaml(readFileSync(join(folder, name), "utf8")));
const one = (kind: string, name = "sweetcomb") =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

type Rule = { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] };
const grantedBy = (role: { readonly rules: readonly Rule[] }) =>
  role.rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource} ${verbs.join(",")}`)),
  );

test("the role reads what is watched, writes Events, and does nothing else", () => {
  const granted = grantedBy(one("ClusterRole"));
  const read = Object.values(LIST_PATHS).map((path) => {
    const [, group = "", resource] = /^\/(?:api|apis\/([^/]+))\/v1(?:alpha1)?\/(\w+)$/.exec(path)!;
    return `${group}/${resource} list,watch`;
  });
  assert.deepEqual([...granted].sort(), [...read, "/events create,patch"].sort());
});

test("the role of load balancers writes their status and holds one Lease, where the settings want it", () => {
  const name = "sweetcomb-load-balancer";
  assert.deepEqual(grantedBy(one("ClusterRole", name)), ["/services/status patch"]);
  const { rules, metadata } = one("Role", name);
  assert.deepEqual(grantedBy({ rules }), [
    "coordination.k8s.io/leases create",
    "coordination.k8s.io/leases get,update",
  ]);
  assert.deepEqual(rules[1].resourceNames, [LEASE]);
  assert.equal(metadata.namespace, loadConfiguration([], {}).kubernetes.loadBalancer.leaseNamespace);
  for (const kind of ["ClusterRoleBinding", "RoleBinding"]) {
    assert.deepEqual(one(kind, name).subjects, one("ClusterRoleBinding").subjects);
  }
});

test("the account of the pods is the one that has the role", () => {
  const { name, namespace } = one("ServiceAccount").metadata;
  assert.deepEqual(one("ClusterRoleBinding").subjects, [{ kind: "ServiceAccount", name, namespace }]);
  assert.equal(one("DaemonSet").spec.template.spec.serviceAccountName, name);
  assert.equal(one("ClusterRoleBinding").roleRef.name, one("ClusterRole").metadata.name);
});

test("the server takes the configuration, and the probes ask where it answers", () => {
  const place = mkdtempSync(join(tmpdir(), "sweetcomb-deploy-"));
  try {
    const file = join(place, "sweetcomb.json");
    writeFileSync(file, one("ConfigMap").data["sweetcomb.json"]);
    const [container] = one("DaemonSet").spec.template.spec.containers;
    const environment = Object.fromEntries(container.env.map(({ name }: { name: string }) => [name, "worker-1"]));
    const configuration = loadConfiguration(["--config", file], environment);
    assert.equal(configuration.kubernetes.enabled, true);
    assert.equal(configuration.kubernetes.nodeName, "worker-1");
    assert.equal(container.readinessProbe.httpGet.port, configuration.healthPort);
    const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
    const needed = [
      configuration.stateDir,
      configuration.certsDir,
      configuration.vppSocket,
      configuration.kubernetes.pods.socketFolder,
    ];
    for (const path of needed)
      assert.ok(
        mounts.some((mount: string) => path.startsWith(mount)),
        path,
      );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test("every mount has its volume", () => {
  const { containers, volumes } = one("DaemonSet").spec.template.spec;
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();
  assert.deepEqual(names(containers[0].volumeMounts), names(volumes));
});
