/** Services as mappings of the nat44-ed plugin. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { natInstance } from "../../../src/derivations/services/nat44-ed.js";
import { NODE_PATH, type ProxyNode, SERVICE_PATH, type Service } from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { stateOfService } from "../../../src/derivations/services/service-state.js";

type Value = Readonly<Record<string, unknown>>;

const here = { address: "10.1.0.1", port: 8080, node: "here" };
const there = { address: "10.1.1.1", port: 8080, node: "there" };
const web: Service = {
  namespace: "shop",
  name: "web",
  "cluster-address": ["10.96.0.1"],
  port: [{ protocol: "tcp", number: 80, endpoint: [here, there] }],
};
const node: ProxyNode = {
  name: "here",
  address: ["192.0.2.1"],
  "data-plane": "nat44-ed",
  "twice-nat-address": "192.0.2.250",
};

/** The mappings by "address port", and the reasons of troubles. */
function mapped(service: Service, where: ProxyNode = node) {
  const derivation = serviceDerivation();
  const path = `${SERVICE_PATH}[namespace='shop'][name='web']`;
  const put = (schemaPath: string, at: string, value: object) =>
    derivation.derive([{ schemaPath, path: at, keys: [], before: null, after: value as Value }]).changes;
  put(NODE_PATH, NODE_PATH, where);
  const units = put(SERVICE_PATH, path, service).map(({ after }) => after!);
  const mappings = Object.fromEntries(
    units.flatMap((value) => {
      const port = value["external-src-port"] as { readonly "start-port-number": number } | undefined;
      return port === undefined ? [] : [[`${value["external-src-address"]} ${port["start-port-number"]}`, value]];
    }),
  );
  const state = stateOfService(path, derivation);
  const reasons = state?.frontend.flatMap(({ trouble }) => trouble.map(({ reason }) => reason));
  return { mappings, reasons };
}

describe("a service with nat44-ed", () => {
  it("has a mapping to its endpoints, which keep their clients as long as asked for", () => {
    const { mappings, reasons } = mapped({ ...web, "client-affinity": { timeout: 60 } });
    const mapping = mappings["10.96.0.1/32 80"]!;
    assert.deepEqual(mapping["sweetcomb-nat:local"], [
      { address: "10.1.0.1", port: 8080, probability: 1 },
      { address: "10.1.1.1", port: 8080, probability: 1 },
    ]);
    assert.equal(mapping["sweetcomb-nat:affinity"], 60);
    assert.equal(mapping["transport-protocol"], 6);
    assert.deepEqual(reasons, []);
  });

  it("gives endpoints shares of their weight", () => {
    const weighted = [{ ...here, weight: 3 }, there];
    const { mappings, reasons } = mapped({ ...web, port: [{ protocol: "tcp", number: 80, endpoint: weighted }] });
    const shares = mappings["10.96.0.1/32 80"]!["sweetcomb-nat:local"] as readonly { readonly probability: number }[];
    assert.deepEqual(
      shares.map(({ probability }) => probability),
      [3, 1],
    );
    assert.deepEqual(reasons, []);
  });

  it("has a plain mapping to a single endpoint, for VPP shares among two at least", () => {
    const { mappings } = mapped({ ...web, port: [{ protocol: "udp", number: 53, endpoint: [here] }] });
    const mapping = mappings["10.96.0.1/32 53"]!;
    assert.equal(mapping["sweetcomb-nat:local"], undefined);
    assert.equal(mapping["internal-src-address"], "10.1.0.1/32");
    assert.deepEqual(mapping["internal-src-port"], { "start-port-number": 8080 });
    assert.equal(mapping["transport-protocol"], 17);
  });

  it("lets an endpoint reach itself, and answers of clients from outside come back", () => {
    const twice = "sweetcomb-nat:twice-nat";
    const { mappings } = mapped({ ...web, "external-address": ["203.0.113.1"] });
    assert.equal(mappings["10.96.0.1/32 80"]![twice], "self");
    assert.equal(mappings["203.0.113.1/32 80"]![twice], "always");
    const local: Service = { ...web, "external-address": ["203.0.113.1"], "external-traffic-policy": "local" };
    assert.equal(mapped(local).mappings["203.0.113.1/32 80"]![twice], "self");
    assert.match(JSON.stringify(natInstance(node, "")), /"external-ip-pool":"192.0.2.250\/32"/);
  });

  it("says what is missing without an address for that", () => {
    const { "twice-nat-address": _, ...without } = node;
    const { mappings, reasons } = mapped(web, without);
    assert.equal(mappings["10.96.0.1/32 80"]!["sweetcomb-nat:twice-nat"], undefined);
    assert.deepEqual(reasons, ["no-node-address"]);
  });

  it("does neither IPv6 nor SCTP, and says so", () => {
    const { mappings, reasons } = mapped({
      ...web,
      "cluster-address": ["10.96.0.1", "fd00::1"],
      port: [{ protocol: "sctp", number: 9, endpoint: [here] }],
    });
    assert.deepEqual(mappings, {});
    assert.deepEqual(reasons, ["protocol", "family", "endpoint-family"]);
  });
});
