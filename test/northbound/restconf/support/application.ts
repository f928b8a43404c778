/** The RESTCONF application without a listener, for requests that are injected. */

import type { FastifyInstance } from "fastify";
import { createRestconfApp } from "../../../../src/northbound/restconf/app.js";
import { defaultLimits, type RestconfLimits } from "../../../../src/northbound/restconf/limits.js";
import { FakeManagement } from "./fake-management.js";

export interface TestApplication {
  readonly app: FastifyInstance;
  readonly management: FakeManagement;
}

export function testApplication(limits: Partial<RestconfLimits> = {}): TestApplication {
  const management = new FakeManagement(testData());
  const userOf = (request: { headers: Record<string, unknown> }) =>
    request.headers["x-test-user"] === "nobody" ? undefined : "admin";
  return { app: createRestconfApp({ management, userOf, limits: { ...defaultLimits, ...limits } }), management };
}

export function testData() {
  return {
    "example-devices:devices": {
      device: [
        {
          name: "a",
          description: "first & <best>",
          enabled: true,
          tag: ["x", "y"],
          port: [{ slot: 1, number: 2, mtu: 1500 }],
        },
        { name: "b", "example-extra:note": "second" },
      ],
      rule: [{ id: "r1" }, { id: "r2" }],
    },
    "example-devices:log": {
      entry: [
        { time: "1", text: "up" },
        { time: "2", text: "down" },
      ],
    },
  };
}
