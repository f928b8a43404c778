/** What only packets and devices teach VPP, as it would tell it. */

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import {
  Det44MapDump,
  Det44SessionDump,
  DhcpClientDump,
  DhcpClientState,
  LinkDuplex,
  LldpDump,
  Nat44UserDump,
  Nat44UserSessionV3Dump,
  SwInterfaceDump,
  SwInterfaceVhostUserDump,
} from "vpp-binapi-ts/api";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

describe("operational shows what VPP has learned", () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed();
  });
  afterEach(() => bed.configure({}));
  after(() => bed?.close());

  test("the duplex of a link, where the device tells it", async () => {
    await bed.configure(a.interfaces(a.loopback("loop0"), a.loopback("loop1"), a.loopback("loop2")));
    const duplexes = [LinkDuplex.LINK_DUPLEX_API_HALF, LinkDuplex.LINK_DUPLEX_API_FULL];
    bed.simulator!.learn(SwInterfaceDump, (details) =>
      details.map((each) => ({ ...each, linkDuplex: duplexes[Number(each.interfaceName?.at(-1))] })),
    );
    const shown = await Promise.all(["loop0", "loop1", "loop2"].map((name) => a.interfaceOf(bed, name)));
    assert.deepEqual(
      shown.map((each) => each?.["sweetcomb-interfaces:duplex"]),
      ["half", "full", undefined],
    );
    bed.simulator!.learn(SwInterfaceDump, (details) => details);
  });

  test("what a virtual machine and VPP agreed on at a vhost-user interface", async () => {
    const vhostUser = { "sweetcomb-virtio:vhost-user": { socket: "/tmp/sweetcomb-test-vhost", role: "server" } };
    await bed.configure(a.interfaces({ name: "vm", type: "sweetcomb-virtio:vhost-user", ...vhostUser }));
    const shown = async () => (await a.interfaceOf(bed, "vm"))?.["sweetcomb-virtio:vhost-user"] as a.Member;
    const before = await shown();
    assert.deepEqual([before["negotiated-features"], before["header-size"]], [undefined, undefined]);
    const agreed = { featuresFirst32: 0x9000_8000, featuresLast32: 1, virtioNetHdrSz: 12, numRegions: 2 };
    bed.simulator!.learn(SwInterfaceVhostUserDump, (details) => details.map((each) => ({ ...each, ...agreed })));
    const { "negotiated-features": features, "header-size": size, "memory-regions": regions } = await shown();
    assert.deepEqual([features, size, regions], ["0000000190008000", 12, 2]);
    bed.simulator!.learn(SwInterfaceVhostUserDump, (details) => details);
  });

  test("nobody whom LLDP has not heard", async () => {
    await bed.configure(a.interfaces(a.loopback("loop0", { "sweetcomb-lldp:lldp": { enabled: true } })));
    bed.simulator!.learn(LldpDump, (details) => details.map((each) => ({ ...each, lastHeard: 0, lastSent: 0 })));
    const shown = await a.interfaceOf(bed, "loop0");
    assert.deepEqual(shown?.["sweetcomb-lldp:lldp"], { enabled: true });
    bed.simulator!.learn(LldpDump, (details) => details);
  });

  test("the whole lease of a DHCP client", async () => {
    const client = { hostname: "edge-1" };
    await bed.configure(a.interfaces(a.loopback("loop0", { "sweetcomb-dhcp:dhcp": { client } })));
    bed.simulator!.learn(DhcpClientDump, (details) =>
      details.map(({ lease, ...each }) => ({
        ...each,
        lease: {
          ...lease,
          state: DhcpClientState.DHCP_CLIENT_STATE_API_BOUND,
          maskWidth: 24,
          hostAddress: ip4(192, 0, 2, 17),
          routerAddress: ip4(192, 0, 2, 1),
          domainServer: [{ address: ip4(192, 0, 2, 53) }, { address: ip4(0, 0, 0, 0) }],
        },
      })),
    );
    const shown = (await a.interfaceOf(bed, "loop0"))?.["sweetcomb-dhcp:dhcp"] as { client: { lease: a.Member } };
    assert.deepEqual(shown.client.lease, {
      state: "bound",
      hostname: "edge-1",
      address: "192.0.2.17",
      "prefix-length": 24,
      router: "192.0.2.1",
      "name-server": ["192.0.2.53"],
    });
    bed.simulator!.learn(DhcpClientDump, (details) => details);
  });

  test("what policers, times of devices and features that gave up on packets have counted", async () => {
    const both = (count: number) => [0, 1].map((index): [number, number] => [count + index, 100 * (count + index)]);
    for (const [index, name] of ["conform", "exceed", "violate"].entries()) {
      bed.simulator!.count({ kind: "combined", name: `/net/policer/${name}`, values: both(10 * index) });
    }
    bed.simulator!.count({ kind: "combined", name: "/mactime/allow", values: both(5) });
    bed.simulator!.count({ kind: "combined", name: "/mactime/drop", values: both(7) });
    bed.simulator!.count({ kind: "combined", name: "/net/punt", values: [...both(0), [9, 900]] });
    const device = [{ "mac-address": "02:00:00:00:00:01", access: "allow" }];
    const rates = { "committed-rate": 1000, "committed-burst": "10000" };
    await bed.configure({
      "sweetcomb-qos:policers": { policer: ["gold", "silver"].map((name) => ({ name, ...rates })) },
      "sweetcomb-mactime:device-times": { device },
    });
    const read = await bed.southbound.read({});
    const { policer } = read["sweetcomb-qos:policers"] as { policer: readonly a.Member[] };
    assert.deepEqual(policer.find(({ name }) => name === "silver")?.statistics, {
      conform: { packets: "1", octets: "100" },
      exceed: { packets: "11", octets: "1100" },
      violate: { packets: "21", octets: "2100" },
    });
    const { device: devices } = read["sweetcomb-mactime:device-times"] as { device: readonly a.Member[] };
    const { "mac-address": _, access: _access, "drop-udp-10001": _drop, ...counted } = devices[0]!;
    assert.deepEqual(counted, {
      "used-bytes": "0",
      "allowed-packets": "5",
      "allowed-octets": "500",
      "dropped-packets": "7",
      "dropped-octets": "700",
    });
    const { punted, "known-reason": reasons } = read["sweetcomb-punt:punt"] as {
      punted: readonly a.Member[];
      "known-reason": readonly string[];
    };
    assert.deepEqual(punted, [
      { reason: reasons[0], packets: "1", octets: "100" },
      { reason: reasons[1], packets: "9", octets: "900" },
    ]);
  });

  test("by which messages neighbours of an interface were found, and nothing where there were none", async () => {
    await bed.configure(a.interfaces(a.loopback("loop0"), a.loopback("loop1")));
    const none = { "received-replies": "0", "received-gratuitous": "0", "sent-replies": "0", "sent-gratuitous": "0" };
    const swIfIndex = Number((await a.interfaceOf(bed, "loop0"))?.["if-index"]);
    const counted = (count: number) => [...Array<number>(swIfIndex).fill(0), count];
    bed.simulator!.count({ kind: "simple", name: "/net/arp/rx/requests", values: counted(3) });
    bed.simulator!.count({ kind: "simple", name: "/net/arp/tx/requests", values: counted(4) });
    const [first, second] = await Promise.all(["loop0", "loop1"].map((name) => a.interfaceOf(bed, name)));
    assert.deepEqual(first?.["sweetcomb-neighbors:neighbor-messages"], {
      arp: { ...none, "received-requests": "3", "sent-requests": "4" },
    });
    assert.equal(second?.["sweetcomb-neighbors:neighbor-messages"], undefined);
  });

  test("the packets of MAP domains", async () => {
    const domain = { "ipv4-prefix": "192.0.2.0/24", "ipv6-prefix": "2001:db8::/32", "ipv6-source": "2001:db8:1::/48" };
    bed.simulator!.count({ kind: "combined", name: "/map/rx", values: [[3, 300]] });
    bed.simulator!.count({ kind: "combined", name: "/map/tx", values: [[4, 400]] });
    await bed.configure({ "sweetcomb-map:address-port-mapping": { domain: [{ name: "one", ...domain }] } });
    const read = await bed.southbound.read({ paths: ["/sweetcomb-map:address-port-mapping"] });
    const { domain: shown } = read["sweetcomb-map:address-port-mapping"] as { domain: readonly a.Member[] };
    const statistics = { "in-packets": "3", "in-octets": "300", "out-packets": "4", "out-octets": "400" };
    assert.deepEqual(shown[0]?.statistics, statistics);
  });

  test("the hosts of NAT44 with the most sessions first, each once though several workers have sessions of it", async () => {
    await bed.configure({
      ...a.vrfs(a.vrf("red", 10)),
      "ietf-nat:nat": { instances: { instance: [{ id: 1, type: "ietf-nat:napt44" }] } },
    });
    const host = (last: number, vrfId: number, nsessions: number, nstaticsessions = 0) => ({
      ipAddress: Uint8Array.of(10, 0, 0, last),
      vrfId,
      nsessions,
      nstaticsessions,
    });
    bed.simulator!.learn(Nat44UserDump, () => [host(1, 0, 2), host(2, 10, 4, 1), host(1, 0, 6)]);
    bed.simulator!.learn(Nat44UserSessionV3Dump, () => [{ insideIpAddress: Uint8Array.of(10, 0, 0, 1) }]);
    const read = await bed.southbound.read({ paths: ["/ietf-nat:nat"] });
    const { instances } = read["ietf-nat:nat"] as { instances: { instance: readonly a.Member[] } };
    const { host: hosts, shown } = instances.instance[0]!["sweetcomb-nat:sessions"] as {
      readonly host: readonly a.Member[];
      readonly shown: number;
    };
    assert.deepEqual(hosts, [
      { vrf: "0", "inside-address": "10.0.0.1", sessions: 8, "static-sessions": 0 },
      { vrf: "red", "inside-address": "10.0.0.2", sessions: 4, "static-sessions": 1 },
    ]);
    assert.equal(shown, hosts.length, "one session of each host was told");
    bed.simulator!.learn(Nat44UserDump, () => []);
  });

  test("sessions of det44 with their states and ends, and counters of NAT64", async () => {
    const mapping = { "inside-prefix": "10.1.0.0/30", "outside-prefix": "198.51.100.8/31" };
    const instance = [
      { id: 1, type: "sweetcomb-nat:det44", "sweetcomb-nat:det44": { mapping: [mapping] } },
      { id: 2, type: "ietf-nat:nat64" },
    ];
    await bed.configure({ "ietf-nat:nat": { instances: { instance } } });
    const host = Uint8Array.of(10, 1, 0, 2);
    const session = (state: number, expire: number) => ({
      inPort: 5000 + state,
      outPort: 1024 + state,
      extAddr: Uint8Array.of(203, 0, 113, 1),
      extPort: 443,
      state,
      expire,
    });
    bed.simulator!.learn(Det44MapDump, (details) => details.map((each) => ({ ...each, sesNum: 2 })));
    bed.simulator!.learn(Det44SessionDump, (_, { userAddr }) =>
      Buffer.from(userAddr).equals(host) ? [session(1, 300), session(3, 0)] : [],
    );
    bed.simulator!.count({ kind: "scalar", name: "/sys/boottime", value: 1_800_000_000 });
    bed.simulator!.count({ kind: "simple", name: "/nat64/total-sessions", values: [4] });
    bed.simulator!.count({ kind: "simple", name: "/nat64/total-bibs", values: [3] });
    const shownSession = (number: number, more: a.Member) => ({
      "inside-address": "10.1.0.2",
      "inside-port": 5000 + number,
      "translated-address": "198.51.100.9",
      "translated-port": 1024 + number,
      "outside-address": "203.0.113.1",
      "outside-port": 443,
      ...more,
    });
    const read = await bed.southbound.read({ paths: ["/ietf-nat:nat"] });
    const { instances } = read["ietf-nat:nat"] as { instances: { instance: readonly a.Member[] } };
    const [det44, nat64] = [1, 2].map((id) => instances.instance.find((each) => each.id === id));
    assert.deepEqual(det44!["sweetcomb-nat:sessions"], {
      shown: 2,
      more: false,
      session: [
        shownSession(1, { state: "udp-active", expires: new Date(1_800_000_300_000).toISOString() }),
        shownSession(3, { state: "tcp-established" }),
      ],
    });
    assert.deepEqual(nat64!["sweetcomb-nat:counters"], { sessions: 4, bindings: 3 });
  });
});

function ip4(...bytes: readonly number[]) {
  return { af: 0, un: { ip4: Uint8Array.from(bytes) } };
}
