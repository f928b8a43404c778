/** How VPP treats IP packets. */

import assert from "node:assert/strict";
import { CliInband } from "vpp-binapi-ts/api";
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

  "IPv6 ends with the client that asked for addresses, whose VRF goes as well": async (bed) => {
    const inVrf = (more: a.Member) => ({
      ...a.vrfs(a.vrf("green", 63)),
      ...a.interfaces(a.loopback("loop0", { enabled: true, "sweetcomb-routing:vrf": "green", ...more })),
    });
    for (const asks of [
      { "ietf-ip:ipv6": { enabled: false, "sweetcomb-ip:autoconfiguration": {} } },
      { "sweetcomb-dhcp:dhcp": { "ipv6-client": true } },
      { "sweetcomb-dhcp:dhcp": { "prefix-group": "upstream" } },
    ]) {
      await bed.configure(inVrf(asks));
      assert.equal(await hasIpv6(bed, "loop0"), true);
      await bed.configure(inVrf({}));
      assert.equal(await hasIpv6(bed, "loop0"), false);
      await bed.configure(inVrf(asks));
      await leavesNothing(bed);
    }
  },

  "a tunnel with IPv6 in a VRF leaves neither the VRF nor a way to its other end behind": async (bed) => {
    const ends = { local: "192.0.2.1", remote: "192.0.2.2", vrf: "green" };
    const inVrf = (name: string, id: number) => ({
      ...a.vrfs(a.vrf("green", 63), ...(id === 63 ? [] : [a.vrf(name, id)])),
      ...a.interfaces(
        a.loopback("loop0", { enabled: true, "sweetcomb-routing:vrf": "green", ...a.addresses("192.0.2.1/24") }),
        ...["gre", "ipip"].map((type) =>
          a.tunnel(type, `${type}0`, ends, {
            enabled: true,
            "sweetcomb-routing:vrf": name,
            ...a.addresses(type === "gre" ? "2001:db8:1::1/64" : "2001:db8:2::1/64"),
          }),
        ),
      ),
    });
    await isReadBack(bed, inVrf("green", 63));
    await leavesNothing(bed);
    await isReadBack(bed, inVrf("green", 63));
    await isReadBack(bed, inVrf("violet", 64));
    assert.deepEqual(await bed.restartServer(), []);
    await leavesNothing(bed);
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

async function hasIpv6(bed: TestBed, name: string): Promise<boolean> {
  const { enabled } = ((await a.interfaceOf(bed, name))?.["ietf-ip:ipv6"] ?? {}) as { readonly enabled?: boolean };
  return enabled === true;
}

/** When all is taken back VPP has no table of a VRF any more, and no adjacency of IPv6 through an interface that is gone. */
async function leavesNothing(bed: TestBed): Promise<void> {
  await bed.configure({});
  assert.doesNotMatch(JSON.stringify((await bed.southbound.read({}))["sweetcomb-routing:vrfs"] ?? {}), /green|violet/);
  const { reply } = await (await bed.asOther()).call(CliInband, { cmd: "show adj" });
  assert.doesNotMatch(reply, /ipv6 via :: DELETED|ipv6-glean.*DELETED/);
}

/** A restarted server finds the settings as they are, and nothing is left when they are deleted. */
async function isKnownAndGoes(bed: TestBed): Promise<void> {
  assert.deepEqual(await bed.restartServer(), []);
  await bed.configure({});
  assert.equal((await bed.southbound.read({}))["sweetcomb-ip:ip"], undefined);
}
