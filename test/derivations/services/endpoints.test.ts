/** Which endpoints take connections, by table. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eligibleEndpoints } from "../../../src/derivations/services/endpoints.js";
import type { Endpoint, TrafficPolicy } from "../../../src/derivations/services/service.js";

const endpoint = (address: string, more: Partial<Endpoint> = {}): Endpoint => ({ address, port: 80, ...more });
const here = { name: "here", zone: "z1" };

interface Case {
  readonly title: string;
  readonly endpoints: readonly Endpoint[];
  readonly policy?: TrafficPolicy;
  readonly node?: { name?: string; zone?: string };
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  { title: "none at all", endpoints: [], expected: [] },
  {
    title: "those that are ready, and those that say nothing",
    endpoints: [endpoint("a"), endpoint("b", { ready: true }), endpoint("c", { ready: false })],
    expected: ["a", "b"],
  },
  {
    title: "those that end and still serve, when none is ready",
    endpoints: [
      endpoint("a", { ready: false, serving: true, terminating: true }),
      endpoint("b", { ready: false, serving: false, terminating: true }),
      endpoint("c", { ready: false, serving: true }),
    ],
    expected: ["a"],
  },
  {
    title: "none that ends while one is ready",
    endpoints: [endpoint("a"), endpoint("b", { ready: false, serving: true, terminating: true })],
    expected: ["a"],
  },
  {
    title: "with policy local those of this node",
    endpoints: [endpoint("a", { node: "here" }), endpoint("b", { node: "there" }), endpoint("c")],
    policy: "local",
    expected: ["a"],
  },
  {
    title: "with policy local none where the node has no name",
    endpoints: [endpoint("a", { node: "here" }), endpoint("b")],
    policy: "local",
    node: {},
    expected: [],
  },
  {
    title: "with policy local those of this node that end, when none of them is ready",
    endpoints: [
      endpoint("a", { node: "here", ready: false, serving: true, terminating: true }),
      endpoint("b", { node: "there" }),
    ],
    policy: "local",
    expected: ["a"],
  },
  {
    title: "those with a hint for this zone",
    endpoints: [endpoint("a", { "for-zone": ["z1"] }), endpoint("b", { "for-zone": ["z2"] })],
    expected: ["a"],
  },
  {
    title: "all, where one ready endpoint has no hint",
    endpoints: [endpoint("a", { "for-zone": ["z1"] }), endpoint("b")],
    expected: ["a", "b"],
  },
  {
    title: "all, where no hint fits or the zone is not known",
    endpoints: [endpoint("a", { "for-zone": ["z2"] })],
    expected: ["a"],
  },
  {
    title: "hints do not count with policy local",
    endpoints: [
      endpoint("a", { node: "here", "for-zone": ["z1"] }),
      endpoint("b", { node: "here", "for-zone": ["z2"] }),
    ],
    policy: "local",
    expected: ["a", "b"],
  },
];

describe("endpoints that take connections", () => {
  for (const { title, endpoints, policy = "cluster", node = here, expected } of cases) {
    it(title, () => {
      const found = eligibleEndpoints(endpoints, policy, node).map(({ address }) => address);
      assert.deepEqual(found, expected);
    });
  }
});
