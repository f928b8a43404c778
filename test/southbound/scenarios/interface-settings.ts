/** Settings that all kinds of interfaces share. */

import assert from "node:assert/strict";
import { SwInterfaceAddDelMacAddress } from "vpp-binapi-ts/api";
import { macBytes } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const part = (name: string, more: a.Member): a.Member => ({
  name,
  type: "iana-if-type:l2vlan",
  "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 5 },
  ...more,
});

export const interfaceSettingsScenarios: Scenarios = {
  "an unnumbered interface borrows addresses, and follows its lender": async (bed) => {
    const lentBy = (lender: string, ...addresses: readonly string[]) =>
      a.interfaces(
        a.loopback("loop0", a.addresses(...addresses)),
        a.loopback("loop1"),
        a.loopback("loop2", { "sweetcomb-interfaces:unnumbered-to": lender }),
      );
    await isReadBack(bed, lentBy("loop0", "192.0.2.1/24"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, lentBy("loop0", "192.0.2.9/24"));
    await isReadBack(bed, lentBy("loop1", "192.0.2.9/24"));
    await isReadBack(bed, a.interfaces(a.loopback("loop2", a.addresses("192.0.2.9/24"))));
  },

  "an unnumbered interface is in the table of its lender": async (bed) => {
    const vrf = { "sweetcomb-routing:vrf": "red" };
    await isReadBack(bed, {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", { ...vrf, ...a.addresses("192.0.2.1/24") }),
        a.loopback("loop1", { ...vrf, "sweetcomb-interfaces:unnumbered-to": "loop0" }),
      ),
    });
    await assert.rejects(
      bed.configure({
        ...a.vrfs(a.vrf("red", 10)),
        ...a.interfaces(
          a.loopback("loop0", vrf),
          a.loopback("loop1", { "sweetcomb-interfaces:unnumbered-to": "loop0" }),
        ),
      }),
    );
  },

  "an interface cannot borrow from itself, from a borrower, or beside addresses of its own": async (bed) => {
    const refused = (...list: readonly a.Member[]) => assert.rejects(bed.configure(a.interfaces(...list)));
    const to = (name: string) => ({ "sweetcomb-interfaces:unnumbered-to": name });
    await refused(a.loopback("loop0", to("loop0")));
    await refused(a.loopback("loop0"), a.loopback("loop1", to("loop0")), a.loopback("loop2", to("loop1")));
    await refused(a.loopback("loop0"), a.loopback("loop1", { ...to("loop0"), ...a.addresses("192.0.2.1/24") }));
  },

  "IPv6 without an address, and a link-local address of one's own": async (bed) => {
    const withIpv6 = (ipv6: a.Member) => a.interfaces(a.loopback("loop0", { "ietf-ip:ipv6": ipv6 }));
    const linkLocal = (address: string) => ({ "sweetcomb-interfaces:link-local-address": address });
    await isReadBack(bed, withIpv6({ enabled: true }));
    await isReadBack(bed, withIpv6(linkLocal("fe80::1")));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, withIpv6(linkLocal("fe80::2")));
    await isReadBack(bed, withIpv6({}));
    const chosen = (await a.interfaceOf(bed, "loop0"))?.["ietf-ip:ipv6"] as a.Member;
    assert.match(String(chosen["sweetcomb-interfaces:link-local-address"]), /^fe80::dcad:ff:fe00:/);
    const address = [{ ip: "2001:db8::1", "prefix-length": 64 }];
    await isReadBack(bed, withIpv6({ address }));
    await isReadBack(bed, withIpv6({}));
    await bed.configure(withIpv6({ enabled: false }));
    assert.equal((await a.interfaceOf(bed, "loop0"))?.["ietf-ip:ipv6"], undefined);
    await assert.rejects(bed.configure(withIpv6({ enabled: false, address })));
  },

  "detailed statistics and software segmentation are switched on and off": async (bed) => {
    const both = { "sweetcomb-interfaces:detailed-statistics": true, "sweetcomb-interfaces:gso": true };
    await isReadBack(bed, a.interfaces(a.loopback("loop0", both)));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
  },

  "further hardware addresses are read back, change in place, and are not those of the next interface": async (bed) => {
    const withMacs = (...macs: readonly string[]) =>
      a.interfaces(a.loopback("loop0", { "sweetcomb-interfaces:secondary-mac-address": macs }), part("loop0.5", {}));
    const first = ["02:00:00:00:00:0a", "02:00:00:00:00:0b"];
    await isReadBack(bed, withMacs(...first));
    assert.deepEqual(await secondaryMacsOf(bed, "loop0"), first);
    assert.deepEqual(await secondaryMacsOf(bed, "loop0.5"), []);
    assert.deepEqual(await bed.restartServer(), []);
    const second = ["02:00:00:00:00:0b", "02:00:00:00:00:0c"];
    await isReadBack(bed, withMacs(...second));
    assert.deepEqual(await secondaryMacsOf(bed, "loop0"), second);
    const other = await bed.asOther();
    const { "if-index": swIfIndex } = (await a.interfaceOf(bed, "loop0")) as { "if-index": number };
    const group = { swIfIndex, addr: macBytes("33:33:ff:00:00:77") };
    await other.call(SwInterfaceAddDelMacAddress, { ...group, isAdd: 1 });
    assert.deepEqual(await bed.southbound.compare(), [], "a group that VPP is in is no drift");
    assert.deepEqual(await secondaryMacsOf(bed, "loop0"), second);
    assert.deepEqual(await bed.restartServer(), []);
    await other.call(SwInterfaceAddDelMacAddress, { ...group, isAdd: 0 });
    await bed.configure({});
    await bed.configure(a.interfaces(a.loopback("loop0"), a.loopback("loop1")));
    for (const name of ["loop0", "loop1"]) assert.deepEqual(await secondaryMacsOf(bed, name), []);
    const onPart = part("loop0.5", { "sweetcomb-interfaces:secondary-mac-address": first });
    await assert.rejects(bed.configure(a.interfaces(a.loopback("loop0"), onPart)), /addresses of its parent/);
  },

  "promiscuous mode is refused where the device cannot": async (bed) => {
    await assert.rejects(
      bed.configure(a.interfaces(a.loopback("loop0", { "sweetcomb-interfaces:promiscuous": true }))),
      {
        tag: "operation-failed",
      },
    );
  },

  "queues that are not there yet wait": async (bed) => {
    const queue = { "sweetcomb-interfaces:rx-queue": [{ id: 0, mode: "interrupt", thread: 0 }] };
    await bed.configure(a.interfaces(a.loopback("loop0", queue)));
    assert.equal((await a.interfaceOf(bed, "loop0"))?.["sweetcomb-interfaces:rx-queue"], undefined);
    assert.deepEqual(await bed.restartServer(), []);
  },

  "mirrors are read back as configured, change, and go with either interface": async (bed) => {
    const inDomain = { "sweetcomb-l2:l2": { bridge: { domain: "one" } } };
    const mirrored = (...mirror: readonly a.Member[]) => ({
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "one", id: 11 }] },
      ...a.interfaces(
        a.loopback("loop0", { "sweetcomb-interfaces:mirror": mirror }),
        a.loopback("loop1", inDomain),
        a.loopback("loop2"),
      ),
    });
    await isReadBack(
      bed,
      mirrored(
        { to: "loop1", layer: "device", direction: "received" },
        { to: "loop1", layer: "l2", direction: "both" },
        { to: "loop2", layer: "device", direction: "sent" },
      ),
    );
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(
      bed,
      mirrored({ to: "loop1", layer: "device", direction: "sent" }, { to: "loop2", layer: "device" }),
    );
    const toLayer2 = mirrored({ to: "loop2", layer: "l2" });
    await assert.rejects(bed.configure(toLayer2), { tag: "operation-not-supported", message: /no part of layer 2/ });
    await bed.configure(a.interfaces(a.loopback("loop0"), a.loopback("loop1")));
    assert.equal((await a.interfaceOf(bed, "loop0"))?.["sweetcomb-interfaces:mirror"], undefined);
    await assert.rejects(bed.configure(mirrored({ to: "loop0", layer: "device" })));
  },

  "CDP is switched on, found by a restarted server, and switched off": async (bed) => {
    await isReadBack(bed, { "sweetcomb-cdp:cdp": { enabled: true } });
    assert.deepEqual(await bed.restartServer(), []);
    await bed.configure({ "sweetcomb-cdp:cdp": { enabled: false } });
    assert.equal((await bed.southbound.read({}))["sweetcomb-cdp:cdp"], undefined);
  },

  "LLDP is switched on where VPP can, is read back, and is refused where it would hit another interface": async (
    bed,
  ) => {
    // The sub-interface has an index and no hardware, so that VPP's two numberings differ somewhere.
    const names = ["loop0", "loop1", "loop2", "loop3"];
    const subInterface = {
      name: "loop0.5",
      type: "iana-if-type:l2vlan",
      "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 5 },
    };
    const withLldp = (on: ReadonlyMap<string, a.Member>) => ({
      "sweetcomb-lldp:lldp": { "system-name": "router one", "transmit-interval": 5, "transmit-hold": 3 },
      ...a.interfaces(
        ...names.map((name) => a.loopback(name, on.has(name) ? { "sweetcomb-lldp:lldp": on.get(name) } : {})),
        subInterface,
      ),
    });
    await bed.configure(withLldp(new Map()));
    for (const name of names) {
      const full = {
        enabled: true,
        "port-description": "to the west",
        "management-ipv4-address": "192.0.2.1",
        "management-ipv6-address": "2001:db8::1",
        "management-oid": "1.3.6.1",
      };
      try {
        await isReadBack(bed, withLldp(new Map([[name, full]])));
        assert.deepEqual(await bed.restartServer(), []);
        await isReadBack(bed, withLldp(new Map([[name, { enabled: true, "port-description": "to the east" }]])));
        await bed.configure(withLldp(new Map()));
      } catch (refusal) {
        assert.equal((refusal as { tag?: string }).tag, "operation-not-supported", String(refusal));
      }
      const state = (await a.interfaceOf(bed, name))?.["sweetcomb-lldp:lldp"];
      assert.deepEqual(state, undefined, `LLDP is still on for ${name}`);
    }
    await assert.rejects(
      bed.configure(a.interfaces(a.loopback("loop0"), { ...subInterface, "sweetcomb-lldp:lldp": { enabled: true } })),
      { tag: "operation-not-supported" },
    );
  },
};

async function secondaryMacsOf(bed: TestBed, name: string): Promise<readonly string[]> {
  const macs = (await a.interfaceOf(bed, name))?.["sweetcomb-interfaces:secondary-mac-address"] ?? [];
  return macs as readonly string[];
}
