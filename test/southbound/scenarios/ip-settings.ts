/** How VPP treats IP packets. */

import assert from "node:assert/strict";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const ip = (settings: a.Member) => ({ "sweetcomb-ip:ip": settings });

export const ipSettingsScenarios: Scenarios = {
  "limits of reassembly are read back, change in place, and go back to what VPP starts with": async (bed) => {
    const limits = (timeout: number) =>
      ip({
        reassembly: ["full", "shallow"].flatMap((kind) =>
          ["ipv4", "ipv6"].map((family) => ({
            "address-family": family,
            kind,
            timeout,
            "maximum-packets": 2048,
            "maximum-fragments": 8,
            "expiry-interval": 500,
          })),
        ),
        "local-reassembly": timeout === 300 ? "ipv6" : "",
      });
    await isReadBack(bed, limits(300));
    await isReadBack(bed, limits(400));
    await isKnownAndGoes(bed);
  },

  "the fields that spread flows are read back for each table, and go back to the usual ones": async (bed) => {
    const spread = (fields: string) => ({
      ...a.vrfs(a.vrf("green", 63)),
      ...ip({
        "flow-hash-router-id": 4_026_531_841,
        "flow-hash": [
          { "address-family": "ipv4", vrf: "default", fields },
          { "address-family": "ipv6", vrf: "green", fields: "source-address symmetric flow-label gtpu-teid" },
        ],
      }),
    });
    await isReadBack(bed, spread("source-address destination-address"));
    await isReadBack(bed, spread("source-address reverse"));
    await isKnownAndGoes(bed);
  },

  "MTUs of paths are read back, change in place, and go": async (bed) => {
    const mtus = (mtu: number) => ({
      ...a.vrfs(a.vrf("green", 63)),
      ...ip({
        "path-mtu": [
          { vrf: "default", address: "192.0.2.7", mtu },
          { vrf: "green", address: "2001:db8::7", mtu: 1400 },
        ],
      }),
    });
    await isReadBack(bed, mtus(1200));
    await isReadBack(bed, mtus(1300));
    await isKnownAndGoes(bed);
  },

  "an interface puts fragments together, sends directed broadcasts and configures itself, and stops": async (bed) => {
    const configuration = (more: a.Member, ip6: a.Member) =>
      a.interfaces(a.loopback("loop0", { enabled: true, "ietf-ip:ipv6": { enabled: true, ...ip6 }, ...more }));
    const on = (families: string, routes: boolean) =>
      configuration(
        { "sweetcomb-ip:reassembly": families, "sweetcomb-ip:directed-broadcast": true },
        { "sweetcomb-ip:autoconfiguration": { "install-default-routes": routes } },
      );
    await isReadBack(bed, on("ipv4 ipv6", false));
    await isReadBack(bed, on("ipv6", true));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration({}, {}));
    await isReadBack(bed, on("ipv4", true));
  },

  "packets for containers go to an interface of the default VRF, and follow it": async (bed) => {
    const configuration = (name: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("green", 63)),
      ...a.interfaces(a.loopback("loop0", more), a.loopback("loop1")),
      ...ip({
        "container-proxy": [
          { prefix: "192.0.2.77/32", interface: name },
          { prefix: "2001:db8::77/128", interface: "loop1" },
        ],
      }),
    });
    await isReadBack(bed, configuration("loop0"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration("loop1"));
    await assert.rejects(bed.configure(configuration("loop0", { "sweetcomb-routing:vrf": "green" })));
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-ip:ip"], undefined);
  },
};

/** A restarted server finds the settings as they are, and nothing is left when they are deleted. */
async function isKnownAndGoes(bed: TestBed): Promise<void> {
  assert.deepEqual(await bed.restartServer(), []);
  await bed.configure({});
  assert.equal((await bed.southbound.read({}))["sweetcomb-ip:ip"], undefined);
}
