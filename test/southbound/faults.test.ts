import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateLoopbackInstance,
  DeleteLoopback,
  SwInterfaceSetFlags,
  SwInterfaceSetInterfaceName,
} from "vpp-binapi-ts/api";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import * as a from "./configurations.js";
import { assertContains } from "./contains.js";
import { eachMessageIsRefused } from "./each-message-refused.js";
import { HeldClock } from "./held-clock.js";

const first = {
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-routing:vrf": "red" }),
    a.loopback("loop1", { ...a.addresses("198.51.100.1/24", "2001:db8::1/64"), description: "one" }),
  ),
  ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "loop1" } })),
};

const second = {
  ...a.vrfs(a.vrf("red", 11), a.vrf("blue", 10)),
  ...a.interfaces(
    a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-routing:vrf": "blue" }),
    a.loopback("loop2", {
      ...a.addresses("198.51.100.1/24", "2001:db8::1/64"),
      "sweetcomb-interfaces:packet-mtu": 1500,
    }),
    { name: "memif0/0", type: "sweetcomb-interfaces:memif" },
  ),
  ...a.routing(
    a.staticRoutes("main", { "203.0.113.0/24": a.nextHopList("1 via loop2 198.51.100.2", "2 via loop2 198.51.100.3") }),
  ),
  ...a.loadBalancer({
    global: { "flow-timeout": 50 },
    vip: [a.vip("203.0.114.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12")],
    "nat-interface": [{ interface: "loop2", "address-family": "ipv4" }],
  }),
};

const hop = {
  index: "1",
  "outgoing-interface": "below",
  "next-hop-address": "203.0.115.2",
  "mpls-label-stack": { entry: [{ id: 0, label: 400, ttl: 64, "traffic-class": 0 }] },
};
const tunnelled = {
  ...a.interfaces(
    a.loopback("loop1", { ...a.addresses("198.51.100.1/24", "2001:db8::1/64"), description: "one" }),
    a.loopback("below", a.addresses("203.0.115.1/24")),
    {
      name: "above",
      type: "sweetcomb-mpls:mpls-tunnel",
      "sweetcomb-mpls:mpls-tunnel": { "next-hop": [hop] },
    },
  ),
};

describe("VPP refuses a message in the midst of a commit", () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed();
    await bed.configure(first);
  });
  after(() => bed?.close());

  test("whichever message it is, VPP is as before, and the next commit works", () =>
    eachMessageIsRefused(bed, first, second));
});

describe("VPP goes and comes", () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed();
    await bed.configure(first);
  });
  after(() => bed?.close());

  test("a VPP that restarts gets everything again", async () => {
    const asBefore = await configurationIn(bed);
    await restartVpp(bed);
    await bed.resync();
    assert.deepEqual(await configurationIn(bed), asBefore);
  });

  test("a connection that breaks in the midst of a commit fails it, and the resync takes back what was done", async () => {
    const asBefore = await configurationIn(bed);
    for (const nth of [1, 6, 12]) {
      const returned = bed.vppReturned();
      bed.simulator!.faults.add({ nth, action: { kind: "disconnect" } });
      await assert.rejects(bed.configure(second), { tag: "resource-denied" });
      await returned;
      await bed.resync();
      assert.deepEqual(await configurationIn(bed), asBefore, `after the connection broke at message ${nth}`);
    }
  });

  test("a commit while VPP is away is refused", async () => {
    await bed.simulator!.die();
    await assert.rejects(bed.configure(second), { tag: "resource-denied" });
    await restartVpp(bed);
    await bed.resync();
    assertContains(await bed.southbound.read({}), first);
  });
});

test("a commit while VPP is away can be accepted, and is in VPP when it is back", async () => {
  const bed = await createTestBed({ whenVppIsAway: "accept" });
  try {
    await bed.configure(first);
    await endVpp(bed);
    await bed.configure(second);
    await restartVpp(bed);
    await bed.resync();
    assertContains(await bed.southbound.read({}), second);
  } finally {
    await bed.close();
  }
});

test("a server killed between VPP and its own disk finds VPP ahead of running, and takes VPP back", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(first);
    const asBefore = await configurationIn(bed);
    await bed.applyToVppOnly(second);
    await bed.restartServer();
    assert.deepEqual(await configurationIn(bed), asBefore);
    assert.deepEqual(bed.simulator!.state.natInterfaces, { ip4: [], ip6: [] });
  } finally {
    await bed.close();
  }
});

test("a commit that fails while VPP is away, after VPP had taken it, is not brought back by the next VPP", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(first);
    const asBefore = await configurationIn(bed);
    const { revert } = await bed.applyToVppOnly(second);
    await endVpp(bed);
    await assert.rejects(revert(), { tag: "resource-denied" });
    await restartVpp(bed);
    await bed.resync();
    assert.deepEqual(await configurationIn(bed), asBefore);
  } finally {
    await bed.close();
  }
});

test("what one VPP could not hold is in the next one that can", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(first);
    const asBefore = await configurationIn(bed);
    for (const refused of ["sw_interface_add_del_address", "sw_interface_tag_add_del"]) {
      bed.simulator!.faults.add({ message: refused, nth: 1, action: { kind: "refuse", retval: -1 } });
      await restartVpp(bed);
      await assert.rejects(bed.resync());
      await restartVpp(bed);
      await bed.resync();
      assert.deepEqual(await configurationIn(bed), asBefore, `after ${refused} was refused`);
    }
  } finally {
    await bed.close();
  }
});

test("an answer that does not come fails the commit, and what VPP may have done is taken back", async () => {
  const clock = new HeldClock();
  const bed = await createTestBed({ timeoutMs: 100, clock });
  try {
    await bed.configure(first);
    const asBefore = await configurationIn(bed);
    const message = "sw_interface_add_del_address";
    bed.simulator!.faults.add({ message, nth: 4, action: { kind: "lose-reply" } });
    bed.simulator!.clearJournal();
    const failure = assert.rejects(bed.configure({ ...first, ...second }), { tag: "resource-denied" });
    while (bed.simulator!.journal.filter((entry) => entry.message === message).length < 4)
      await new Promise((resolve) => setImmediate(resolve));
    clock.pass(200);
    await failure;
    assert.deepEqual(await configurationIn(bed), asBefore);
  } finally {
    await bed.close();
  }
});

test("nothing is taken away below an interface of which VPP made no answer, and a resync takes both away", async () => {
  const bed = await createTestBed({ timeoutMs: 200 });
  try {
    await bed.configure(first);
    await failsInSilence(bed, tunnelled, "mpls_tunnel_add_del", /did not answer in time/);
  } finally {
    await bed.close();
  }
});

test("what VPP was asked about before it is deleted, and gave no answer, is not made a second time", async () => {
  const bed = await createTestBed({ timeoutMs: 200 });
  try {
    const header = { "source-address": "192.0.2.1", "destination-address": "192.0.2.2", "destination-port": 4789 };
    await bed.configure({ "sweetcomb-routing:udp": { encapsulation: [{ name: "out", ...header }] } });
    await failsInSilence(bed, {}, "udp_encap_dump", /did not answer in time: delete udp/);
  } finally {
    await bed.close();
  }
});

test("a VPP that is silent when it is first asked is asked again, and gets everything", async () => {
  const bed = await createTestBed({ timeoutMs: 200 });
  try {
    await bed.configure(first);
    const asBefore = await configurationIn(bed);
    const returned = bed.vppReturned();
    bed.simulator!.faults.add({ message: "fib_source_dump", nth: 1, action: { kind: "stall", ms: 500 } });
    await bed.simulator!.restart();
    await returned;
    await bed.resync();
    assert.deepEqual(await configurationIn(bed), asBefore);
  } finally {
    await bed.close();
  }
});

test("hardware may be configured before it is there, and is when it comes", async () => {
  const bed = await createTestBed();
  try {
    const configuration = {
      ...a.interfaces({
        name: "eth7",
        type: "iana-if-type:ethernetCsmacd",
        enabled: true,
        ...a.addresses("192.0.2.1/24"),
      }),
      ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "eth7" } })),
    };
    await bed.configure(configuration);
    const interfacesOnly = { paths: ["/ietf-interfaces:interfaces"] };
    assert.doesNotMatch(JSON.stringify(await bed.southbound.read(interfacesOnly)), /eth7/);

    const vpp = await bed.asOther();
    const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 70 });
    await vpp.call(SwInterfaceSetInterfaceName, { swIfIndex, name: "eth7" });
    await vpp.call(SwInterfaceSetFlags, { swIfIndex, flags: 1 });
    const addressesOf = () => bed.simulator!.state.interfaces.find(({ name }) => name === "eth7")?.addresses;
    while (addressesOf()?.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(addressesOf(), ["192.0.2.1/24"]);

    await bed.configure({});
    assert.deepEqual(addressesOf(), []);
    await vpp.call(DeleteLoopback, { swIfIndex });
  } finally {
    await bed.close();
  }
});

/** Resolves when the server asks for a resync of the VPP that has taken the place of the other. */
async function restartVpp(bed: TestBed): Promise<void> {
  const returned = bed.vppReturned();
  await bed.simulator!.restart();
  await returned;
}

/** Resolves when the server knows that VPP has gone. */
async function endVpp(bed: TestBed): Promise<void> {
  const left = bed.vppLeft();
  await bed.simulator!.die();
  await left;
}

/** VPP stands still for longer than is waited, from this message of the commit on; behind the resync it is as before. */
async function failsInSilence(
  bed: TestBed,
  configuration: Configuration,
  from: string,
  message: RegExp,
): Promise<void> {
  const asBefore = await configurationIn(bed);
  const returned = bed.vppReturned();
  bed.simulator!.faults.add({ message: from, nth: 1, action: { kind: "stall", ms: 300 } });
  await assert.rejects(bed.configure(configuration), { tag: "rollback-failed", message });
  await returned;
  await bed.resync();
  assert.deepEqual(await bed.southbound.compare(), []);
  assert.deepEqual(await configurationIn(bed), asBefore);
}
