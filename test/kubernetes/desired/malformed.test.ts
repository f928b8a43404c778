/** Objects that no API server should send: none of them holds up the others, or takes away what was there. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { DesiredState } from "../../../src/kubernetes/desired/desired-state.js";
import { claimOf } from "../../../src/kubernetes/load-balancer/claim.js";
import type { KubernetesObject, Service } from "../../../src/kubernetes/objects.js";
import { readYaml } from "../../../src/kubernetes/read-yaml.js";
import { testSettings } from "../cluster-settings.js";
import { changed, placesIn, strange } from "../strange-objects.js";

const objects = ["market", "administrators"].flatMap((name) => {
  const file = new URL(`../../../../test/kubernetes/scenarios/${name}/objects.yaml`, import.meta.url);
  return readYaml(readFileSync(fileURLToPath(file), "utf8"));
});
/** With another one it is another object. */
const IDENTITY = ["kind", "metadata.name", "metadata.namespace"];
function stateOf(all: readonly KubernetesObject[]) {
  const state = new DesiredState({ ...testSettings, nodeName: "worker-1" });
  for (const object of all) state.put(object);
  state.changes();
  return state;
}

const textsOf = (state: DesiredState) => Array.from(state.entries(), (entry) => JSON.stringify(entry.value)).sort();

describe("an object of a wrong shape", () => {
  for (const kind of new Set(objects.map((object) => object.kind!))) {
    it(`of kind ${kind} breaks nothing, whatever is wrong with it`, () => {
      const state = stateOf(objects);
      for (const object of objects.filter((one) => one.kind === kind)) {
        for (const place of placesIn(object).filter((one) => !IDENTITY.includes(one.join(".")))) {
          for (const value of strange) {
            const taken = state.put(changed(object, place, value));
            state.changes();
            if (taken?.kind === "Service") claimOf(taken as Service, null);
          }
        }
        state.put(object);
        state.changes();
      }
      assert.deepEqual(textsOf(state), textsOf(stateOf(objects)));
    });
  }

  it("leaves what was there, and is told until it is right or gone", () => {
    const state = stateOf(objects);
    const before = textsOf(state);
    const slice = objects.find(({ metadata }) => metadata?.name === "cart-1")!;
    assert.equal(state.put(changed(slice, ["endpoints", "0", "addresses"], "10.1.0.1")), undefined);
    const { changes, troubles } = state.changes();
    assert.deepEqual(changes, []);
    const told = [...troubles.values()].flat().map(({ message }) => message);
    assert.deepEqual(told, ["it is no EndpointSlice: endpoints.0.addresses must be array"]);
    assert.deepEqual(textsOf(state), before);
    state.put(slice);
    assert.deepEqual([...state.changes().troubles.values()].flat(), []);
  });

  it("that is a new policy closes the pods that it selects, until it can be read or is gone", () => {
    const state = stateOf(objects.filter(({ kind }) => kind !== "NetworkPolicy"));
    const podOf = (name: string) =>
      [...state.entries()].find(({ list, value }) => list === "policy-pod" && value.name === name)!.value;
    const told = () => [...state.changes().troubles.values()].flat().map(({ message }) => message);
    const policy = { kind: "NetworkPolicy", metadata: { namespace: "shop", name: "new" } };
    const put = (spec: unknown) => void state.put({ ...policy, spec } as KubernetesObject);
    const name = [{ namespace: "shop", name: "new" }];

    put({ podSelector: {}, ingress: [{ from: "everybody" }] });
    assert.match(told().join(), /ingress\.0\.from must be array; until it can be read, nothing is permitted/);
    assert.deepEqual([podOf("db-0")["ingress-policy"], podOf("db-0")["egress-policy"]], [name, undefined]);
    assert.deepEqual(
      [...state.entries()].filter(({ list }) => list === "policy").map(({ value }) => value),
      name,
    );
    put({ podSelector: {}, policyTypes: ["Egress"], ingress: 1 });
    told();
    assert.deepEqual([podOf("db-0")["ingress-policy"], podOf("db-0")["egress-policy"]], [undefined, name]);
    put({ podSelector: "all", egress: [] });
    assert.match(told().join(), /whom it selects cannot be read, so it isolates nobody/);
    assert.equal(podOf("db-0")["ingress-policy"], undefined);

    put({ podSelector: {}, ingress: [{}] });
    state.changes();
    put({ podSelector: {}, ingress: [{ from: "everybody" }] });
    assert.match(told().join(), /what it was before stays/);
    const [kept] = [...state.entries()].filter(({ list }) => list === "policy").map(({ value }) => value);
    assert.deepEqual(kept!.ingress, [{ index: 1, "any-peer": true, "any-port": true }]);
    state.remove({ kind: "NetworkPolicy", key: "shop/new" });
    state.changes();
    assert.equal(podOf("db-0")["ingress-policy"], undefined);
  });

  it("has no list of peers that becomes empty, which would mean everybody", () => {
    const policy = objects.find(({ kind, metadata }) => kind === "NetworkPolicy" && metadata?.name === "db")!;
    const state = stateOf(objects);
    const before = textsOf(state);
    state.put(changed(policy, ["spec", "ingress", "0", "from"], [null]));
    assert.deepEqual(textsOf(state), before);
  });
});
