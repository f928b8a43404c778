/** The manifests in deploy/kubernetes fit the program: its rights, its settings, its names. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadConfiguration } from "../../src/config/load-configuration.js";
import { LIST_PATHS } from "../../src/kubernetes/cluster/resources.js";
import { readYaml } from "../../src/kubernetes/read-yaml.js";

const folder = fileURLToPath(new URL("../../../deploy/kubernetes/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
// biome-ignore lint/suspicious/noExplicitAny: manifests of many kinds
const objects: readonly any[] = files.flatMap((name) => readYaml(readFileSync(join(folder, name), "utf8")));
const one = (kind: string) => objects.find((object) => object.kind === kind);

test("the role reads what is watched, makes Events, and does nothing else", () => {
  type Rule = { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] };
  const granted = (one("ClusterRole").rules as Rule[]).flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource} ${verbs.join(",")}`)),
  );
  const read = Object.values(LIST_PATHS).map((path) => {
    const [, group = "", resource] = /^\/(?:api|apis\/([^/]+))\/v1\/(\w+)$/.exec(path)!;
    return `${group}/${resource} list,watch`;
  });
  assert.deepEqual([...granted].sort(), [...read, "/events create"].sort());
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
