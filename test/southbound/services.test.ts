import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DhcpClientState, DhcpComplEvent } from "vpp-binapi-ts/api";
import { address } from "../../translators/ip/addresses.js";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";
import { revealed } from "./revealed.js";

const services = (id: number, dscp: number, secret: string) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", {
      ...a.addresses(`192.0.2.${id}/24`),
      "sweetcomb-vrrp:vrrp": {
        "virtual-router": [
          { id, "address-family": "ipv4", "virtual-address": ["192.0.2.100"], peer: [`192.0.2.${id + 100}`] },
        ],
      },
      "sweetcomb-services:tcp-mss-clamp": { ipv4: { "maximum-segment-size": 1400 + id } },
      "sweetcomb-flow-export:flow-probe": { variant: "ipv4" },
    }),
    a.loopback("loop1", { "sweetcomb-dhcp:dhcp": { client: { dscp } } }),
  ),
  "sweetcomb-bfd:bfd": {
    "echo-source": "loop1",
    "authentication-key": [{ id: 1, secret }],
    session: [
      {
        interface: "loop0",
        "local-address": `192.0.2.${id}`,
        "peer-address": "192.0.2.50",
        enabled: id % 2 === 0,
        authentication: { key: 1, "key-id": id },
      },
    ],
  },
  "sweetcomb-dhcp:dhcp-relay": {
    relay: [
      {
        "address-family": "ipv4",
        vrf: "red",
        "source-address": `192.0.2.${id}`,
        server: [
          { address: "198.51.100.1", vrf: "red" },
          { address: `198.51.100.${id + 1}`, vrf: "default" },
        ],
      },
    ],
  },
  "sweetcomb-services:syslog": {
    "collector-address": `192.0.2.${id + 200}`,
    "source-address": "192.0.2.1",
    vrf: "red",
  },
  "sweetcomb-services:source-vrfs": {
    "source-vrf": [
      {
        "address-family": "ipv4",
        "table-id": 100,
        interface: `loop${id % 2}`,
        route: [{ "source-prefix": "10.0.0.0/8", vrf: "red" }],
      },
    ],
  },
  "sweetcomb-punt:punt": { address: [{ ip: "192.0.2.77", "outgoing-interface": `loop${id % 2}` }] },
  "sweetcomb-flow-export:flow-export": { "flow-probe": { record: [id % 2 === 0 ? "l3" : "l4"] } },
});

describe("VPP refuses a message while services change", () => {
  let bed: TestBed;
  const first = services(1, 0, "0001");
  before(async () => {
    bed = await createTestBed();
    await bed.configure(first);
  });
  after(() => bed?.close());

  test("whichever message it is, VPP is as before, and the next commit works", () =>
    eachMessageIsRefused(bed, first, services(2, 10, "0002")));
});

describe("VPP refuses a server of a relay, and then to take back the one before it", () => {
  let bed: TestBed;
  const { "sweetcomb-dhcp:dhcp-relay": relays, ...rest } = services(1, 0, "0001");
  const refuse = (...messages: readonly number[]) => {
    for (const nth of messages) {
      bed.simulator!.faults.add({ message: "dhcp_proxy_config", nth, action: { kind: "refuse", retval: -1 } });
    }
  };
  const isRelayThere = async () =>
    Object.hasOwn(revealed(await bed.southbound.read({})) as object, "sweetcomb-dhcp:dhcp-relay");
  before(async () => {
    bed = await createTestBed();
    await bed.configure(rest);
  });
  after(() => bed?.close());

  test("the commit says what was refused, and the server is taken away with the relay", async () => {
    refuse(2, 3);
    await assert.rejects(bed.configure({ ...rest, "sweetcomb-dhcp:dhcp-relay": relays }), {
      tag: "operation-failed",
      message: /^VPP refused to create dhcp-relay/,
    });
    assert.equal(await isRelayThere(), false);
  });

  test("a resync takes it away where VPP refuses that too", async () => {
    refuse(2, 3, 4);
    const returned = bed.vppReturned();
    await assert.rejects(bed.configure({ ...rest, "sweetcomb-dhcp:dhcp-relay": relays }), { tag: "rollback-failed" });
    await returned;
    await bed.resync();
    assert.equal(await isRelayThere(), false);
  });
});

test("a lease that a DHCP client gets is told of as a real VPP tells it", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(a.interfaces(a.loopback("loop0", { enabled: true, "sweetcomb-dhcp:dhcp": { client: {} } })));
    const told = bed.told("/sweetcomb-dhcp:lease-change");
    const [other] = bed.simulator!.state.interfaces.filter(({ name }) => name === "loop0");
    bed.simulator!.tell(DhcpComplEvent, {
      pid: 1,
      lease: {
        swIfIndex: other!.swIfIndex,
        state: DhcpClientState.DHCP_CLIENT_STATE_API_BOUND,
        maskWidth: 24,
        hostAddress: address("192.0.2.77"),
        routerAddress: address("192.0.2.254"),
        domainServer: [{ address: address("192.0.2.1") }],
      },
    });
    assert.deepEqual((await told).content, {
      interface: "loop0",
      state: "bound",
      address: "192.0.2.77",
      "prefix-length": 24,
      router: "192.0.2.254",
      "name-server": ["192.0.2.1"],
    });
  } finally {
    await bed.close();
  }
});
