/** Troubles of the data plane, out of state and notifications. */

import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { DerivedTroubles } from "../../../src/kubernetes/troubles/derived-troubles.js";

const web = { namespace: "shop", name: "web" };
const trouble = (reason: string, text: string) => [{ reason, text }];

describe("troubles of the data plane", () => {
  let troubles: DerivedTroubles;
  beforeEach(() => {
    troubles = new DerivedTroubles();
  });
  const texts = () => troubles.all().map(({ of, message }) => `${of.kind} ${of.key}: ${message}`);

  it("are those of the state, with the address of a frontend, until another state or a notification comes", () => {
    const frontend = { address: "10.96.0.1", protocol: "tcp", port: 80, trouble: trouble("conflict", "Taken.") };
    const service = [{ ...web, trouble: trouble("source-ranges", "Closed."), frontend: [frontend] }];
    troubles.stateIs({ "sweetcomb-service-proxy:service-proxy-state": { service } });
    assert.deepEqual(texts(), ["Service shop/web: Closed.", "Service shop/web: 10.96.0.1 tcp 80: Taken."]);
    troubles.notified("sweetcomb-service-proxy:service-trouble", { ...web, trouble: trouble("weights", "Equal.") });
    assert.deepEqual(texts(), ["Service shop/web: Equal."]);
    troubles.notified("sweetcomb-service-proxy:service-trouble", web);
    assert.deepEqual(texts(), []);
    troubles.stateIs({ "sweetcomb-service-proxy:service-proxy-state": { service } });
    troubles.stateIs({});
    assert.deepEqual(texts(), []);
  });

  it("of one kind are one, with their number", () => {
    const frontend = [80, 443].map((port) => ({
      ...{ address: "10.96.0.1", protocol: "tcp", port },
      trouble: [...trouble("affinity-timeout", "Hashed."), ...trouble("weights", "Equal.")],
    }));
    troubles.stateIs({ "sweetcomb-service-proxy:service-proxy-state": { service: [{ ...web, frontend }] } });
    assert.deepEqual(
      troubles.summary().map(({ message }) => message),
      ["10.96.0.1 tcp 80: Hashed. (and 1 more of this kind)", "10.96.0.1 tcp 80: Equal. (and 1 more of this kind)"],
    );
  });

  it("of a pod and of its policies stand side by side", () => {
    troubles.notified("sweetcomb-pod:pod-trouble", { ...web, trouble: trouble("no-interface", "Missing.") });
    troubles.notified("sweetcomb-network-policy:policy-trouble", { ...web, trouble: trouble("conflict", "Other.") });
    assert.deepEqual(texts(), ["Pod shop/web: Missing.", "Pod shop/web: Other."]);
    troubles.notified("sweetcomb-pod:pod-trouble", web);
    assert.deepEqual(texts(), ["Pod shop/web: Other."]);
  });

  it("are not what happens every day, nor other notifications", () => {
    troubles.notified("sweetcomb-service-proxy:service-trouble", { ...web, trouble: trouble("no-endpoint", "None.") });
    troubles.notified("ietf-netconf-notifications:netconf-config-change", { datastore: "running" });
    assert.deepEqual(texts(), []);
  });
});
