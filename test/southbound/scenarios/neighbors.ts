/** Static neighbours, their tables, proxies, and router advertisements. */

import assert from "node:assert/strict";
import { IpNeighborAddDel, SwInterfaceIp6ndRaConfig } from "vpp-binapi-ts/api";
import { address, macBytes } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const mac = (last: number) => `02:00:00:00:00:0${last}`;

/** loop0 with an address of each family, and more members of the two. */
function loop0(ipv4: a.Member, ipv6: a.Member, more: a.Member = {}) {
  return a.loopback("loop0", {
    enabled: true,
    "ietf-ip:ipv4": { address: [{ ip: "192.0.2.1", "prefix-length": 24 }], ...ipv4 },
    "ietf-ip:ipv6": { address: [{ ip: "2001:db8::1", "prefix-length": 64 }], ...ipv6 },
    ...more,
  });
}

const advertisements = (members: a.Member) => ({ "ietf-ipv6-unicast-routing:ipv6-router-advertisements": members });

async function restartsWithoutChange(bed: TestBed): Promise<void> {
  assert.deepEqual(await bed.restartServer(), []);
}

export const neighborScenarios: Scenarios = {
  "static neighbours are read back, change their address in place, and move with the interface": async (bed) => {
    const inVrf = (last: number, more: a.Member) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        loop0(
          {
            neighbor: [
              { ip: "192.0.2.2", "link-layer-address": mac(last) },
              { ip: "198.51.100.2", "link-layer-address": mac(3), "sweetcomb-neighbors:no-fib-entry": true },
            ],
          },
          { neighbor: [{ ip: "2001:db8::2", "link-layer-address": mac(last) }] },
          more,
        ),
      ),
    });
    await isReadBack(bed, inVrf(1, {}));
    await isReadBack(bed, inVrf(2, {}));
    await restartsWithoutChange(bed);
    await isReadBack(bed, inVrf(2, { "sweetcomb-routing:vrf": "red" }));
  },

  "a neighbour is shown as learned when VPP learned it, and becomes static when it is configured": async (bed) => {
    await bed.configure(a.interfaces(loop0({}, {})));
    const swIfIndex = await indexOfLoop0(bed);
    const other = await bed.asOther();
    const neighbor = { swIfIndex, macAddress: macBytes(mac(7)), ipAddress: address("192.0.2.7") };
    await other.call(IpNeighborAddDel, { isAdd: true, neighbor });
    const learned = await neighborsOf(bed);
    assert.equal(learned.length, 1);
    assert.equal(learned[0]!.origin, "dynamic");
    assert.deepEqual(learned[0]!["@"], { "ietf-origin:origin": "ietf-origin:learned" });
    const configured = { neighbor: [{ ip: "192.0.2.7", "link-layer-address": mac(7) }] };
    await isReadBack(bed, a.interfaces(loop0(configured, {})));
    const [made] = await neighborsOf(bed);
    assert.equal(made!.origin, "static");
  },

  "a neighbour to which a loopback would send what it takes back is refused": async (bed) => {
    const own = "02:00:00:00:00:aa";
    const withNeighbor = (link: string) =>
      a.interfaces(
        loop0(
          { neighbor: [{ ip: "192.0.2.2", "link-layer-address": link }] },
          {},
          { "sweetcomb-interfaces:mac-address": own },
        ),
      );
    const leaf =
      "/ietf-interfaces:interfaces/interface[name='loop0']/ietf-ip:ipv4/neighbor[ip='192.0.2.2']/link-layer-address";
    for (const link of [own, "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01"])
      await isRefused(bed, withNeighbor(link), leaf, /round for ever/);
    await isReadBack(bed, withNeighbor("02:00:00:00:00:02"));
    await isRefused(bed, withNeighbor(own), leaf, /round for ever/);
  },

  "limits of the neighbour tables are read back and go back to what VPP starts with": async (bed) => {
    const limits = (ipv4: a.Member, ipv6: a.Member = {}) => ({
      "sweetcomb-neighbors:neighbor-tables": { ipv4, ipv6 },
    });
    await isReadBack(bed, limits({ "max-number": 100, "max-age": 600, recycle: true }, { "max-number": 200 }));
    await isReadBack(bed, limits({ "max-number": 100 }, { "max-number": 300, "max-age": 700, recycle: true }));
    await isReadBack(bed, limits({ "max-number": 50_000, "max-age": 0, recycle: false }));
  },

  "proxy ARP answers for ranges in their VRFs on the interfaces that have it enabled": async (bed) => {
    const ranges = (...range: a.Member[]) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(loop0({ "sweetcomb-neighbors:proxy-arp": true }, {})),
      "sweetcomb-neighbors:proxy-arp": { range },
    });
    const one = { vrf: "default", low: "192.0.2.10", high: "192.0.2.20" };
    await isReadBack(bed, ranges(one, { vrf: "red", low: "198.51.100.1", high: "198.51.100.9" }));
    await restartsWithoutChange(bed);
    await isReadBack(bed, ranges(one));
    await assert.rejects(bed.configure(ranges({ vrf: "default", low: "192.0.2.9", high: "192.0.2.1" })), {
      tag: "invalid-value",
    });
  },

  "proxy neighbour discovery knows its hosts and its mirrors": async (bed) => {
    const proxy = (members: a.Member) => ({
      name: "memif0/0",
      type: "sweetcomb-interfaces:memif",
      enabled: true,
      "ietf-ip:ipv6": { "sweetcomb-neighbors:nd-proxy": members },
    });
    const hosts = (...addresses: string[]) => ({ host: addresses.map((address) => ({ address })) });
    await isReadBack(bed, a.interfaces(proxy({ mirror: true, ...hosts("2001:db8::77", "2001:db8::78") })));
    await restartsWithoutChange(bed);
    await isReadBack(bed, a.interfaces(proxy(hosts("2001:db8::78"))));
  },

  "a loopback is no mirror of neighbour discovery: VPP would answer itself until it dies": async (bed) => {
    const mirror = { "sweetcomb-neighbors:nd-proxy": { mirror: true } };
    await assert.rejects(bed.configure(a.interfaces(loop0({}, mirror))), /without end/);
  },

  "router advertisements take every setting, change in place, and are restored": async (bed) => {
    const advertised = (members: a.Member) => a.interfaces(loop0({}, advertisements(members)));
    await isReadBack(
      bed,
      advertised({
        "send-advertisements": true,
        "max-rtr-adv-interval": 100,
        "min-rtr-adv-interval": 50,
        "managed-flag": true,
        "other-config-flag": true,
        "default-lifetime": 1000,
        "sweetcomb-neighbors:link-layer-address-option": false,
        "sweetcomb-neighbors:unicast-reply": true,
        "sweetcomb-neighbors:initial-count": 2,
        "sweetcomb-neighbors:initial-interval": 8,
        "prefix-list": {
          prefix: [
            { "prefix-spec": "2001:db8::/64", "valid-lifetime": 5000, "preferred-lifetime": 4000 },
            { "prefix-spec": "2001:db8:1::/64", "on-link-flag": false, "autonomous-flag": false },
            { "prefix-spec": "2001:db8:2::/64", "no-advertise": [null] },
          ],
        },
      }),
    );
    await restartsWithoutChange(bed);
    await isReadBack(
      bed,
      advertised({
        "send-advertisements": true,
        "default-lifetime": 0,
        "prefix-list": {
          prefix: [{ "prefix-spec": "2001:db8::/64", "valid-lifetime": 6000, "preferred-lifetime": 4000 }],
        },
      }),
    );
    await isReadBack(bed, advertised({ "send-advertisements": true, "sweetcomb-neighbors:cease": true }));
    await isReadBack(bed, a.interfaces(loop0({}, {})));
  },

  "router advertisements that VPP has ceased to send, as asked, are no drift and do not begin anew": async (bed) => {
    const ceasing = { "send-advertisements": true, "sweetcomb-neighbors:cease": true };
    await bed.configure(a.interfaces(loop0({}, advertisements(ceasing))));
    const other = await bed.asOther();
    // What VPP does itself after the last of the initial ones.
    await other.call(SwInterfaceIp6ndRaConfig, { swIfIndex: await indexOfLoop0(bed), suppress: 1 });
    assert.equal(await isSending(bed), false, "operational tells what VPP does");
    assert.deepEqual(await bed.southbound.compare(), []);
    await restartsWithoutChange(bed);
    assert.equal(await isSending(bed), false);
    await isReadBack(bed, a.interfaces(loop0({}, {})));
  },

  "router advertisements stay when the interface gets other addresses": async (bed) => {
    const at = (ip: string) =>
      a.interfaces(
        loop0({}, { address: [{ ip, "prefix-length": 64 }], ...advertisements({ "send-advertisements": true }) }),
      );
    await isReadBack(bed, at("2001:db8::1"));
    await isReadBack(bed, at("2001:db8:9::1"));
  },
};

async function interfacesIn(bed: TestBed) {
  const state = (await bed.southbound.read({ paths: ["/ietf-interfaces:interfaces"] })) as {
    "ietf-interfaces:interfaces": { interface: { name: string; "if-index": number; "ietf-ip:ipv4"?: object }[] };
  };
  return state["ietf-interfaces:interfaces"].interface.find(({ name }) => name === "loop0")!;
}

async function isSending(bed: TestBed): Promise<unknown> {
  const { "ietf-ip:ipv6": ipv6 } = (await a.interfaceOf(bed, "loop0")) as {
    "ietf-ip:ipv6": { "ietf-ipv6-unicast-routing:ipv6-router-advertisements": { "send-advertisements": boolean } };
  };
  return ipv6["ietf-ipv6-unicast-routing:ipv6-router-advertisements"]["send-advertisements"];
}

async function indexOfLoop0(bed: TestBed): Promise<number> {
  return (await interfacesIn(bed))["if-index"];
}

async function neighborsOf(bed: TestBed): Promise<Record<string, unknown>[]> {
  const { "ietf-ip:ipv4": ipv4 } = await interfacesIn(bed);
  return (ipv4 as { neighbor?: Record<string, unknown>[] }).neighbor ?? [];
}
