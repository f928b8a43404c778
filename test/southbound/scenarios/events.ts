/** What VPP tells unasked, as notifications. */

import assert from "node:assert/strict";
import type { VppClient } from "vpp-binapi-ts";
import {
  CliInband,
  IpNeighborAddDel,
  IpNeighborFlags,
  PgCreateInterfaceV2,
  SwInterfaceDump,
  WantL2MacsEvents2,
} from "vpp-binapi-ts/api";
import { address, macBytes } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import type { Scenarios } from "../scenario.js";
import { sendFrame } from "../send-frame.js";

const neighborEvents = { "sweetcomb-neighbors:neighbor-tables": { events: true } };
const macEvents = { "sweetcomb-l2:l2-events": { "mac-addresses": true } };
const generator = (more: a.Member) => ({ name: "pg8", type: "iana-if-type:ethernetCsmacd", enabled: true, ...more });

/** VPP has learned a neighbour of loop0, or forgets it. */
async function learnNeighbor(bed: TestBed, isAdd: boolean): Promise<void> {
  const other = await bed.asOther();
  const swIfIndex = await indexOf(other, "loop0");
  const neighbor = {
    swIfIndex,
    flags: IpNeighborFlags.IP_API_NEIGHBOR_FLAG_NONE,
    macAddress: macBytes("02:00:00:00:00:09"),
    ipAddress: address("192.0.2.9"),
  };
  await other.call(IpNeighborAddDel, { isAdd, neighbor });
}

async function indexOf(client: VppClient, wanted: string): Promise<number> {
  for await (const { interfaceName, swIfIndex } of client.dump(SwInterfaceDump))
    if (interfaceName === wanted) return swIfIndex;
  throw new Error(`VPP has no ${wanted}`);
}

const bridged = (settings: a.Member, ...ports: readonly a.Member[]) => ({
  "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 10, ...settings }] },
  ...a.interfaces(...ports),
});

export const eventScenarios: Scenarios = {
  "learned neighbours are told of while that is configured, also by a restarted server": async (bed) => {
    const interfaces = a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24") }));
    const change = "/sweetcomb-neighbors:neighbor-change";
    const told = (what: string) => ({
      path: change,
      content: { interface: "loop0", ip: "192.0.2.9", "link-layer-address": "02:00:00:00:00:09", change: what },
    });
    await bed.configure({ ...interfaces, ...neighborEvents });
    assertContains(await configurationIn(bed), neighborEvents);
    const heard = bed.told(change);
    await learnNeighbor(bed, true);
    assert.deepEqual(await heard, told("heard"));

    await bed.restartServer();
    const forgotten = bed.told(change);
    await learnNeighbor(bed, false);
    assert.deepEqual(await forgotten, told("forgotten"));
  },

  "events that are asked for stay asked for when VPP is looked at again on the same connection": async (bed) => {
    const asked = { ...neighborEvents, "sweetcomb-l2:l2-events": { hosts: true } };
    await bed.configure(asked);
    await bed.resync();
    assertContains(await configurationIn(bed), asked);
    await bed.restartServer();
    await bed.resync();
    assertContains(await configurationIn(bed), asked);
  },

  "VPP has one listener for MAC addresses: another one is refused by name, and the own one is known again": async (
    bed,
  ) => {
    const other = await bed.asOther();
    await other.call(WantL2MacsEvents2, { enableDisable: true, maxMacsInEvent: 1, pid: 1 });
    await assert.rejects(
      bed.configure(macEvents),
      (error: { details: { path: string; vpp: { codeName: string } } }) => {
        assert.match(error.details.path, /^\/sweetcomb-l2:l2-events/);
        assert.equal(error.details.vpp.codeName, "L2_MACS_EVENT_CLINET_PRESENT");
        return true;
      },
    );
    await other.call(WantL2MacsEvents2, { enableDisable: false, maxMacsInEvent: 1, pid: 1 });
    await bed.configure(macEvents);
    await bed.restartServer();
    assertContains(await configurationIn(bed), macEvents);
  },
};

/** Those of which packets are the cause. */
export const eventScenariosOfRealVpp: Scenarios = {
  "MAC addresses and hosts in a bridge domain are told of": async (bed) => {
    const other = await bed.asOther();
    await other.call(PgCreateInterfaceV2, { interfaceId: 8 });
    await bed.configure({
      ...bridged({ "arp-termination": true }, generator({ "sweetcomb-l2:l2": { bridge: { domain: "lan" } } })),
      "sweetcomb-l2:l2-events": { "mac-addresses": true, hosts: true },
    });
    const learned = bed.told("/sweetcomb-l2:mac-address-change");
    const heard = bed.told("/sweetcomb-l2:host-heard");
    await sendFrame(other, "pg8", arpRequest);
    assert.deepEqual((await learned).content, {
      address: [{ "mac-address": "02:00:00:00:00:07", interface: "pg8", change: "learned" }],
    });
    assert.deepEqual((await heard).content, {
      interface: "pg8",
      ip: "192.0.2.7",
      "mac-address": "02:00:00:00:00:07",
    });
  },

  "VPP is asked to tell of a WireGuard peer that is made": async (bed) => {
    const publicKey = Buffer.concat([Buffer.alloc(31, 72), Buffer.of(0x40)]).toString("base64");
    const peer = { "public-key": publicKey, "allowed-ip": ["198.51.100.0/24"] };
    await bed.configure(
      a.interfaces({
        name: "wg0",
        type: "sweetcomb-wireguard:wireguard-interface",
        "sweetcomb-wireguard:wireguard": { "source-address": "192.0.2.1", peer: [peer] },
      }),
    );
    const { reply } = await (await bed.asOther()).call(CliInband, { cmd: "show wireguard peer" });
    assert.match(reply, /api-clients count: 1/);
  },

  "the advertisement of another router is told of": async (bed) => {
    const other = await bed.asOther();
    await other.call(PgCreateInterfaceV2, { interfaceId: 8 });
    await bed.configure(
      a.interfaces(generator({ "ietf-ip:ipv6": { address: [{ ip: "2001:db8::1", "prefix-length": 64 }] } })),
    );
    const told = bed.told("/sweetcomb-neighbors:router-advertisement-received");
    await sendFrame(other, "pg8", advertisement);
    assert.deepEqual((await told).content, {
      interface: "pg8",
      router: "fe80::7",
      "managed-flag": true,
      "other-config-flag": false,
      "cur-hop-limit": 64,
      "default-lifetime": 1800,
      "reachable-time": 30_000,
      "retrans-timer": 1000,
      prefix: [
        {
          "prefix-spec": "2001:db8:7::/64",
          "on-link-flag": true,
          "autonomous-flag": true,
          "valid-lifetime": 86_400,
          "preferred-lifetime": 14_400,
        },
      ],
    });
  },
};

/** 02:00:00:00:00:07 is 192.0.2.7 and asks for 192.0.2.8: Ethernet, ARP, padding. */
const arpRequest = [
  "ffffffffffff0200000000070806",
  "0001080006040001020000000007c0000207000000000000c0000208",
  "00000000000000000000000000000000000000000000",
].join("");

/** fe80::7 advertises itself and 2001:db8:7::/64: Ethernet, IPv6, RFC 4861 4.2, prefix information. */
const advertisement = [
  "33330000000102000000000786dd",
  "6000000000303afffe800000000000000000000000000007ff020000000000000000000000000001",
  "8600c0224080070800007530000003e8",
  "030440c000015180000038400000000020010db8000700000000000000000000",
].join("");
