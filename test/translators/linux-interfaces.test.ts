import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as a from "../southbound/configurations.js";
import { assertContains } from "../southbound/contains.js";
import { isRefused } from "../southbound/is-refused.js";
import { createTestBed, type TestBed } from "./test-bed.js";

/* Taps and AF_PACKET need devices of Linux, so these run on the simulator only, which pretends to have veth0. */

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

test("taps and host interfaces are read back, and found again by a restarted server", async () => {
  const configuration = a.interfaces(
    {
      name: "tap3",
      type: "sweetcomb-interfaces:tap",
      "sweetcomb-interfaces:mac-address": "02:00:00:00:00:03",
      "sweetcomb-interfaces:tap": { "host-interface-name": "vpp3", "host-namespace": "blue", "rx-ring-size": 512 },
    },
    { name: "anonymous tap", type: "sweetcomb-interfaces:tap" },
    {
      name: "tun4",
      type: "sweetcomb-interfaces:tap",
      "sweetcomb-interfaces:tap": {
        mode: "ip",
        offload: "gso",
        "gro-coalesce": true,
        "packed-ring": true,
        persistent: true,
        "host-ipv4-address": "192.0.2.9/24",
        "host-ipv4-gateway": "192.0.2.1",
        "host-ipv6-address": "2001:db8::9/64",
        "host-ipv6-gateway": "2001:db8::1",
      },
    },
    {
      name: "uplink",
      type: "sweetcomb-interfaces:host-interface",
      description: "to the router",
      "sweetcomb-interfaces:link-mtu": 1500,
      "sweetcomb-interfaces:rx-mode": "interrupt",
      "sweetcomb-interfaces:host-interface": { device: "veth0", "rx-queues": 2 },
      ...a.addresses("192.0.2.1/24"),
    },
    {
      name: "host-veth1",
      type: "sweetcomb-interfaces:host-interface",
      "sweetcomb-interfaces:host-interface": { mode: "ip", "qdisc-bypass": true, "rx-frame-size": 4096 },
      "sweetcomb-interfaces:rx-queue": [{ id: 0, mode: "polling", thread: 0 }],
      "sweetcomb-interfaces:tx-queue": [{ id: 0, thread: [0] }],
    },
  );
  await bed.configure(configuration);
  assertContains(await bed.southbound.read({}), configuration);
  assert.deepEqual(await bed.restartServer(), []);
  assertContains(await bed.southbound.read({}), configuration);
  await bed.configure({});
  assert.deepEqual(
    bed.simulator!.state.interfaces.map(({ name }) => name),
    ["local0"],
  );
});

test("AF_XDP interfaces are read back, found again by a restarted server, and change their MAC address in place", async () => {
  const configuration = (mac: string, settings: a.Member) =>
    a.interfaces(
      {
        name: "uplink",
        type: "sweetcomb-devices:af-xdp",
        "sweetcomb-interfaces:mac-address": mac,
        "sweetcomb-devices:af-xdp": { device: "veth0", mode: "copy", "rx-queues": "all", ...settings },
        ...a.addresses("192.0.2.1/24"),
      },
      {
        name: "other",
        type: "sweetcomb-devices:af-xdp",
        "sweetcomb-devices:af-xdp": { device: "veth1", "keep-mac-address": true, "syscall-lock": false },
      },
    );
  const indexWith = async (mac: string, settings: a.Member) => {
    await bed.configure(configuration(mac, settings));
    assertContains(await bed.southbound.read({}), configuration(mac, settings));
    assert.deepEqual(await bed.restartServer(), []);
    return (await a.interfaceOf(bed, "uplink"))?.["if-index"];
  };
  const made = await indexWith("02:00:00:00:00:0a", { "rx-ring-size": 1024 });
  assert.equal(await indexWith("02:00:00:00:00:0b", { "rx-ring-size": 1024 }), made);
  await indexWith("02:00:00:00:00:0b", { "rx-ring-size": 2048 });
  await bed.configure({});
});

test("a device that Linux does not have is refused by VPP, with the path of the interface", async () => {
  const configuration = a.interfaces({ name: "host-nosuch", type: "sweetcomb-interfaces:host-interface" });
  await assert.rejects(
    bed.configure(configuration),
    (error: { details: { path: string; vpp: { codeName: string } } }) => {
      assert.match(error.details.path, /interface\[name='host-nosuch'\]$/);
      assert.equal(error.details.vpp.codeName, "INVALID_INTERFACE");
      return true;
    },
  );
});

test("an interface changes its type in one commit", async () => {
  await bed.configure(a.interfaces(a.loopback("x", a.addresses("192.0.2.1/24"))));
  const asMemif = a.interfaces({ name: "x", type: "sweetcomb-interfaces:memif", ...a.addresses("192.0.2.1/24") });
  await bed.configure(asMemif);
  assertContains(await bed.southbound.read({}), asMemif);
  await bed.configure({});
});

test("many interfaces without a number do not take each other's, nor a small one", async () => {
  const many = Array.from({ length: 300 }, (_, index) => a.loopback(`customer ${index}`));
  await bed.configure(a.interfaces(...many));
  await bed.configure(a.interfaces(...many, a.loopback("loop0"), a.loopback("loop8")));
  assert.equal(bed.simulator!.state.interfaces.length, 303);
  await bed.configure({});
});

test("names of devices are counted in bytes, since VPP copies as many as there are", async () => {
  const long = "ü".repeat(8);
  const host = (name: string, device?: string) => ({
    name,
    type: "sweetcomb-interfaces:host-interface",
    "sweetcomb-interfaces:host-interface": device === undefined ? {} : { device },
  });
  const tap = {
    name: "tap5",
    type: "sweetcomb-interfaces:tap",
    "sweetcomb-interfaces:tap": { "host-interface-name": long },
  };
  const path = (name: string, leaf: string) =>
    `/ietf-interfaces:interfaces/interface[name='${name}']/sweetcomb-interfaces:${leaf}`;
  for (const name of ["uplink", `host-${long}`]) {
    const named = host(name, name === "uplink" ? long : undefined);
    await isRefused(bed, a.interfaces(named), path(name, "host-interface/device"), /at most 15 bytes/);
  }
  await isRefused(bed, a.interfaces(tap), path("tap5", "tap/host-interface-name"), /at most 15 bytes/);
});
