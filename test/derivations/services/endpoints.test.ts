/** Which endpoints take connections, by table. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eligibleEndpoints } from "../../../src/derivations/services/endpoints.js";
import type { Endpoint, TrafficDistribution, TrafficPolicy } from "../../../src/derivations/services/service.js";

const endpoint = (address: string, more: Partial<Endpoint> = {}): Endpoint => ({ address, port: 80, ...more });
const here = { name: "here", zone: "z1" };

interface Case {
  readonly title: string;
  readonly endpoints: readonly Endpoint[];
  readonly policy?: TrafficPolicy;
  readonly distribution?: TrafficDistribution;
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
    title: "those with a hint for this node, before those with one for its zone",
    endpoints: [
      endpoint("a", { "for-node": ["there"], "for-zone": ["z1"] }),
      endpoint("b", { "for-node": ["here"], "for-zone": ["z1"] }),
    ],
    expected: ["b"],
  },
  {
    title: "those with a hint for this zone, where no hint for a node fits or not all have one",
    endpoints: [
      endpoint("a", { "for-node": ["there"], "for-zone": ["z1"] }),
      endpoint("b", { "for-zone": ["z1"] }),
      endpoint("c", { "for-node": ["here"], "for-zone": ["z2"] }),
    ],
    expected: ["a", "b"],
  },
  {
    title: "hints of endpoints that are not ready do not count",
    endpoints: [endpoint("a", { ready: false, "for-zone": ["z1"] }), endpoint("b", { "for-zone": ["z2"] })],
    expected: ["b"],
  },
  {
    title: "preferring the zone, those of this zone, and those that have none never",
    endpoints: [endpoint("a", { zone: "z1" }), endpoint("b", { zone: "z2" }), endpoint("c")],
    distribution: "same-zone",
    expected: ["a"],
  },
  {
    title: "preferring the zone, all where none is in it or the node has none",
    endpoints: [endpoint("a", { zone: "z2" }), endpoint("b")],
    distribution: "same-zone",
    node: { name: "here" },
    expected: ["a", "b"],
  },
  {
    title: "preferring the node, those of it",
    endpoints: [endpoint("a", { node: "here", zone: "z1" }), endpoint("b", { node: "there", zone: "z1" })],
    distribution: "same-node",
    expected: ["a"],
  },
  {
    title: "preferring the node, those of its zone where none of the node is ready",
    endpoints: [
      endpoint("a", { node: "here", zone: "z1", ready: false }),
      endpoint("b", { node: "there", zone: "z1" }),
      endpoint("c", { node: "there", zone: "z2" }),
    ],
    distribution: "same-node",
    expected: ["b"],
  },
  {
    title: "hints before what the service prefers, also where they cannot be gone by",
    endpoints: [endpoint("a", { zone: "z1", "for-zone": ["z2"] }), endpoint("b", { zone: "z2", "for-zone": ["z2"] })],
    distribution: "same-zone",
    expected: ["a", "b"],
  },
  {
    title: "a preference does not count with policy local",
    endpoints: [endpoint("a", { node: "here", zone: "z2" }), endpoint("b", { node: "there", zone: "z1" })],
    policy: "local",
    distribution: "same-zone",
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
  for (const { title, endpoints, policy = "cluster", distribution, node = here, expected } of cases) {
    it(title, () => {
      const found = eligibleEndpoints(endpoints, { policy, distribution }, node).map(({ address }) => address);
      assert.deepEqual(found, expected);
    });
  }
});
