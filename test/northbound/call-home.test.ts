/** The arithmetic of calling home, and of the rate of connections. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfiguration } from "../../src/config/load-configuration.js";
import { AddressRate } from "../../src/northbound/transport/address-rate.js";
import { delayAfter } from "../../src/northbound/transport/back-off.js";
import { startIndex, untilNext } from "../../src/northbound/transport/call-home-client.js";
import type { CallHomeEndpoint } from "../../src/northbound/transport/settings.js";
import { netconfSettings, restconfSettings } from "../../src/start/listen-settings.js";

test("a client without a port is called at the port that IANA has for its transport", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-ports-"));
  const file = join(folder, "home.json");
  const endpoints = [{ address: "192.0.2.1" }, { address: "192.0.2.1", transport: "tls" }];
  const settings = {
    netconf: { callHome: [{ name: "one", endpoints }] },
    restconf: { callHome: [{ name: "one", endpoints: [{ address: "192.0.2.1" }] }] },
  };
  writeFileSync(file, JSON.stringify(settings));
  const configuration = loadConfiguration(["--config", file], {});
  rmSync(folder, { recursive: true });
  const identity = { tls: { ca: "", certificate: "", key: "" }, sshHostKeys: [] } as never;
  const ports = (client: { readonly endpoints: readonly CallHomeEndpoint[] } | undefined) =>
    client?.endpoints.map(({ port }) => port);
  assert.deepEqual(ports(netconfSettings(configuration, identity).callHome[0]), [4334, 4335]);
  assert.deepEqual(ports(restconfSettings(configuration, identity).callHome[0]), [4336]);
});

test("the pause behind failures doubles up to the maximum, and chance takes up to half of it away", () => {
  const backOff = { firstMs: 1000, maxMs: 60_000 };
  assert.deepEqual(
    [1, 2, 3, 7, 50, 5000].map((failures) => delayAfter(failures, backOff, 1)),
    [1000, 2000, 4000, 60_000, 60_000, 60_000],
  );
  assert.equal(delayAfter(3, backOff, 0), 2000);
});

test("a round starts with the endpoint that the strategy names", () => {
  const endpoints = ["a", "b", "c"].map((name) => ({ name }) as CallHomeEndpoint);
  const start = (startWith: "first-listed" | "last-connected" | "random-selection", last?: number, random = 0) =>
    startIndex(
      endpoints,
      { startWith, maxWaitS: 1, maxAttempts: 1 },
      last === undefined ? undefined : endpoints[last],
      random,
    );
  assert.equal(start("first-listed", 2), 0);
  assert.equal(start("last-connected"), 0);
  assert.equal(start("last-connected", 2), 2);
  assert.deepEqual([start("random-selection", 0, 0.5), start("random-selection", 0, 1)], [1, 2]);
});

test("periods are counted from the anchor, in the past or in the future", () => {
  assert.equal(untilNext(1_050, 1_000, 100), 50);
  assert.equal(untilNext(1_100, 1_000, 100), 100);
  assert.equal(untilNext(930, 1_000, 100), 70);
});

test("an address may open so many connections a second, and save up those of ten; others have their own", () => {
  let nowMs = 0;
  const rate = new AddressRate(2, () => nowMs);
  const taken = (address: string) => {
    let count = 0;
    while (rate.take(address)) count++;
    return count;
  };
  assert.equal(taken("192.0.2.1"), 20);
  assert.equal(taken("192.0.2.2"), 20);
  let whileAsking = 0;
  for (; nowMs < 1000; nowMs += 100) if (rate.take("192.0.2.2")) whileAsking++;
  assert.equal(whileAsking, 1, "and the other one at the end of the second");
  assert.equal(taken("192.0.2.2"), 1);
  assert.equal(taken("192.0.2.1"), 2);
  assert.equal(taken("2001:db8:0:1::1"), 20);
  assert.equal(taken("2001:db8:0:1:ffff::2"), 0, "the same /64");
  assert.equal(taken("2001:db8:0:2::1"), 20);
  assert.equal(taken("::ffff:192.0.2.3"), 20, "IPv4 on a port of IPv6");
  assert.equal(taken("::ffff:192.0.2.4"), 20, "not the same /64");
  assert.equal(new AddressRate(0, () => 0).take("192.0.2.1"), true);
});
