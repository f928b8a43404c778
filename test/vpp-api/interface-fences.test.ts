/** What requests by name cannot do with interfaces and labels, since VPP would not outlive it: with the simulator, or with VPP_SOCKET on a real VPP. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { CreateSubif, FeatureEnableDisable, PppoeAddDelCp } from "vpp-binapi-ts/api";
import { sendFrame } from "../southbound/send-frame.js";
import { type CurlAnswer, curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const MODULE = "sweetcomb-vpp-api";
/** No number asked for. */
const NONE = 4294967295;
const EVERY_PORT = { "srcport-or-icmptype-last": 65535, "dstport-or-icmpcode-last": 65535 };
const socketPath = process.env.VPP_SOCKET ?? "";
const onlyInVpp = socketPath === "" ? "no VPP_SOCKET, and the simulator has one numbering" : false;

describe("requests by name that interfaces are not fit for", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  const made: { readonly rpc: string; readonly input: object }[] = [];
  let loop: number;
  let otherLoop: number;
  let gre: number;
  let memif: number;

  before(async () => {
    server = await startServerProcess(socketPath === "" ? [] : ["--vpp-socket", socketPath]);
    const deadline = Date.now() + 60_000;
    while ((await invoke("vpe:show-version")).status !== 200) {
      if (Date.now() > deadline) throw new Error("waited in vain for the modules of VPP's API");
    }
    loop = await loopback();
    otherLoop = await loopback();
    gre = await greTunnel("GRE_API_TUNNEL_TYPE_L3", "192.0.2.77");
    const ipMode = { role: "MEMIF_ROLE_API_MASTER", mode: "MEMIF_MODE_API_IP", id: 77, "ring-size": 1024 };
    memif = (await output("memif:memif-create-v2", ipMode))["sw-if-index"];
    takenAwayBy("memif:memif-delete", { "sw-if-index": memif });
  });
  after(async () => {
    for (const { rpc, input } of made.reverse()) await invoke(rpc, input);
    await server?.dispose();
  });

  const takenAwayBy = (rpc: string, input: object) => made.push({ rpc, input });

  async function loopback(): Promise<number> {
    const index = (await output("interface:create-loopback"))["sw-if-index"];
    takenAwayBy("interface:delete-loopback", { "sw-if-index": index });
    return index;
  }

  async function greTunnel(type: string, dst: string): Promise<number> {
    const tunnel = { type, src: "192.0.2.1", dst, instance: NONE, mode: "TUNNEL_API_MODE_P2P" };
    const index = (await output("gre:gre-tunnel-add-del-v2", { "is-add": true, tunnel }))["sw-if-index"];
    takenAwayBy("gre:gre-tunnel-add-del-v2", { "is-add": false, tunnel });
    return index;
  }

  function invoke(name: string, input?: object): Promise<CurlAnswer> {
    const [file] = name.split(":");
    const body = input === undefined ? {} : { body: JSON.stringify({ [`${MODULE}-${file}:input`]: input }) };
    return curl(server, { method: "POST", path: `/restconf/operations/${MODULE}-${name}`, ...body });
  }

  async function output(name: string, input?: object) {
    const answer = await invoke(name, input);
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body)[`${MODULE}-${name.split(":")[0]}:output`];
  }

  async function isRefused(name: string, input: object, why: RegExp): Promise<void> {
    const { status, body } = await invoke(name, input);
    assert.equal(status, 501, `${name}: ${body}`);
    const [error] = JSON.parse(body)["ietf-restconf:errors"].error;
    assert.equal(error["error-tag"], "operation-not-supported");
    assert.match(error["error-message"], why);
  }

  async function isTaken(name: string, input: object): Promise<void> {
    const { status, body } = await invoke(name, input);
    assert.equal(status, 204, `${name}: ${body}`);
  }

  it("members of bonds, DHCP clients and virtual routers have a hardware address", async () => {
    const why = /has no hardware address/;
    const bond = (await output("bond:bond-create2", { mode: "BOND_API_MODE_ACTIVE_BACKUP", id: 77 }))["sw-if-index"];
    takenAwayBy("bond:bond-delete", { "sw-if-index": bond });
    const router = { "vr-id": 7, priority: 100, interval: 100, addrs: ["198.51.100.9"] };
    for (const index of [memif, gre]) {
      const on = { "sw-if-index": index };
      await isRefused("bond:bond-add-member", { ...on, "bond-sw-if-index": bond }, why);
      await isRefused("dhcp:dhcp-client-config", { "is-add": true, client: on }, why);
      await isRefused("dhcp6-ia-na-client-cp:dhcp6-client-enable-disable", { ...on, enable: true }, why);
      const group = { ...on, enable: true, "prefix-group": "seven" };
      await isRefused("dhcp6-pd-client-cp:dhcp6-pd-client-enable-disable", group, why);
      await isRefused("vrrp:vrrp-vr-add-del", { ...on, ...router, "is-add": 1 }, why);
      await isRefused("vrrp:vrrp-vr-update", { ...on, ...router, "vrrp-index": 4294967295 }, why);
    }
    const client = { "sw-if-index": loop };
    await isTaken("dhcp:dhcp-client-config", { "is-add": true, client });
    await isTaken("dhcp:dhcp-client-config", { "is-add": false, client });
  });

  it("a GRE tunnel of IP packets is given no frames, and one of frames is", async () => {
    const why = /GRE tunnel of IP packets/;
    const route = { prefix: "198.51.100.0/24", paths: [{ "sw-if-index": gre, type: "FIB_API_PATH_TYPE_DVR" }] };
    await isRefused("ip:ip-route-add-del", { "is-add": true, route }, why);
    await isRefused("ip:ip-route-add-del-v2", { "is-add": true, route }, why);
    const mirror = (to: number, state: string) => ({ "sw-if-index-from": loop, "sw-if-index-to": to, state });
    const span = "span:sw-interface-span-enable-disable";
    await isRefused(span, mirror(gre, "SPAN_STATE_API_RX"), why);
    await isTaken(span, mirror(gre, "SPAN_STATE_API_DISABLED"));
    const domain = { "bd-id": 77, flood: true, "uu-flood": true, forward: true, learn: true };
    await isTaken("l2:bridge-domain-add-del", { ...domain, "is-add": true });
    takenAwayBy("l2:bridge-domain-add-del", { ...domain, "is-add": false });
    const bridged = (index: number, enable = true) => ({ "rx-sw-if-index": index, "bd-id": 77, enable });
    const { enable: _, ...byDefault } = bridged(gre);
    await isRefused("l2:sw-interface-set-l2-bridge", byDefault, why);
    const connected = { "rx-sw-if-index": loop, "tx-sw-if-index": gre };
    await isRefused("l2:sw-interface-set-l2-xconnect", connected, why);

    const ofFrames = await greTunnel("GRE_API_TUNNEL_TYPE_TEB", "192.0.2.78");
    await isTaken("l2:sw-interface-set-l2-bridge", bridged(ofFrames));
    await isTaken("l2:sw-interface-set-l2-bridge", bridged(ofFrames, false));
    await isTaken(span, mirror(ofFrames, "SPAN_STATE_API_RX"));
    await isTaken(span, mirror(ofFrames, "SPAN_STATE_API_DISABLED"));
  });

  it("frames of layer 2 are given to no interface outside of it that has functions for what it sends", async () => {
    const [from, to] = [await loopback(), await loopback()];
    const rule = { "is-permit": "ACL_ACTION_API_PERMIT", "src-prefix": "0.0.0.0/0", "dst-prefix": "0.0.0.0/0" };
    const list = { "acl-index": 4294967295, tag: "outside", r: [{ ...rule, ...EVERY_PORT }] };
    const { "acl-index": index } = await output("acl:acl-add-replace", list);
    takenAwayBy("acl:acl-del", { "acl-index": index });
    const bind = (acls: readonly number[]) => ({ "sw-if-index": to, "n-input": 0, acls });
    const xconnect = (enable: boolean) => ({ "rx-sw-if-index": from, "tx-sw-if-index": to, enable });
    const [setLists, connect] = ["acl:acl-interface-set-acl-list", "l2:sw-interface-set-l2-xconnect"];

    await isTaken(setLists, bind([index]));
    await isRefused(connect, xconnect(true), /has functions for what it sends/);
    await isTaken(setLists, bind([]));
    await isTaken(connect, xconnect(true));
    const given = /frames of layer 2 are given to interface/;
    await isRefused(setLists, bind([index]), given);
    await isRefused("l2:l2-interface-efp-filter", { "sw-if-index": to, "enable-disable": true }, given);
    await isRefused("gso:feature-gso-enable-disable", { "sw-if-index": to, "enable-disable": true }, given);

    const domain = { "bd-id": 78, flood: true, "uu-flood": true, forward: true, learn: true };
    await isTaken("l2:bridge-domain-add-del", { ...domain, "is-add": true });
    takenAwayBy("l2:bridge-domain-add-del", { ...domain, "is-add": false });
    const port = (enable: boolean) => ({ "rx-sw-if-index": to, "bd-id": 78, enable });
    await isTaken("l2:sw-interface-set-l2-bridge", port(true));
    await isTaken(setLists, bind([index]));
    await isTaken(connect, xconnect(false));
    await isTaken(setLists, bind([]));
    await isTaken("l2:sw-interface-set-l2-bridge", port(false));
  });

  it("loopbacks are not cross-connected so that a frame never ends; patched ones take back nothing", async (t) => {
    const xconnect = "l2:sw-interface-set-l2-xconnect";
    const pair = (from: number, to: number, enable = true) => ({
      "rx-sw-if-index": from,
      "tx-sw-if-index": to,
      enable,
    });
    const third = await loopback();
    await isRefused(xconnect, pair(loop, loop), /for ever/);
    if (Math.max(loop, otherLoop, third) > 100)
      return t.skip("VPP may have no places in layer 2 for numbers above 100");
    await isTaken(xconnect, pair(loop, otherLoop));
    await isTaken(xconnect, pair(otherLoop, third));
    await isRefused(xconnect, pair(otherLoop, loop), /for ever/);
    await isRefused(xconnect, pair(third, loop), /for ever/);
    await isTaken(xconnect, pair(otherLoop, third, false));
    await isTaken(xconnect, pair(third, loop));
    await isTaken(xconnect, pair(third, loop, false));
    await isTaken(xconnect, pair(loop, otherLoop, false));

    const patch = "l2:l2-patch-add-del";
    const patched = { "rx-sw-if-index": loop, "tx-sw-if-index": otherLoop };
    const back = { "rx-sw-if-index": otherLoop, "tx-sw-if-index": loop };
    for (const isAdd of [true, false]) {
      await isTaken(patch, { ...patched, "is-add": isAdd });
      await isTaken(patch, { ...back, "is-add": isAdd });
    }
  });

  it("no part is taken from a tunnel of packets", async () => {
    await isRefused("interface:create-vlan-subif", { "sw-if-index": gre, "vlan-id": 7 }, /no Ethernet/);
    await isRefused("interface:create-subif", { "sw-if-index": gre, "sub-id": 7 }, /no Ethernet/);
  });

  it("no node is put in the way of packets", async () => {
    const node = { "arc-name": "device-input", "feature-name": "bond-input", "sw-if-index": otherLoop, enable: true };
    const { status } = await invoke("feature:feature-enable-disable", node);
    assert.equal(status, 404);
  });

  it("no point-to-point part is taken from an interface that has frames from a device", async () => {
    const part = { "subif-id": loop, "remote-mac": "02:fe:00:00:00:77" };
    for (const parent of [gre, memif]) {
      await isRefused("p2p-ethernet:p2p-ethernet-add", { ...part, "parent-if-index": parent }, /is no loopback/);
    }
  });

  it("neither the host stack, nor LISP, nor a policer begins in a way that has no end", async () => {
    await isRefused("session:session-enable-disable-v2", { "rt-engine-type": 9 }, /kind of rules/);
    await isRefused("one:one-map-register-enable-disable", { "is-enable": true }, /map server for ever/);
    await isRefused("policer:ip-punt-police", { "policer-index": 4_000_000 }, /no policer 4000000/);
  });

  it("no tunnel leads to an address that VPP has itself, whichever comes first", async () => {
    const own = (prefix: string) => ({ "is-add": true, "sw-if-index": otherLoop, prefix });
    // The tunnel of the beginning leads there.
    await isRefused("interface:sw-interface-add-del-address", own("192.0.2.77/24"), /a tunnel leads to 192\.0\.2\.77/);
    await isTaken("interface:sw-interface-add-del-address", own("192.0.2.79/24"));
    takenAwayBy("interface:sw-interface-add-del-address", { ...own("192.0.2.79/24"), "is-add": false });
    const why = /VPP has 192\.0\.2\.79 itself/;
    const ends = { "src-address": "192.0.2.1", "dst-address": "192.0.2.79", instance: 4294967295, vni: 77 };
    await isRefused("vxlan:vxlan-add-del-tunnel-v3", { ...ends, "is-add": true }, why);
    const tunnel = { src: "192.0.2.1", dst: "192.0.2.79", instance: 4294967295, mode: "TUNNEL_API_MODE_P2P" };
    await isRefused("ipip:ipip-add-tunnel", { tunnel }, why);
    const ofFrames = { ...tunnel, type: "GRE_API_TUNNEL_TYPE_TEB" };
    await isRefused("gre:gre-tunnel-add-del-v2", { "is-add": true, tunnel: ofFrames }, why);
  });

  it("no tunnel leads to an address that NAT gives connections outside, whichever comes first", async () => {
    await isTaken("nat44-ed:nat44-ed-plugin-enable-disable", { enable: true });
    takenAwayBy("nat44-ed:nat44-ed-plugin-enable-disable", { enable: false });
    const pool = (first: string, last: string) => ({
      "is-add": true,
      "first-ip-address": first,
      "last-ip-address": last,
      "vrf-id": 4294967295,
    });
    const addRange = "nat44-ed:nat44-add-del-address-range";
    // The tunnel of the beginning leads there.
    await isRefused(addRange, pool("192.0.2.76", "192.0.2.78"), /a tunnel leads to 192\.0\.2\.77/);
    await isTaken(addRange, pool("192.0.2.88", "192.0.2.89"));
    takenAwayBy(addRange, { ...pool("192.0.2.88", "192.0.2.89"), "is-add": false });
    const tunnel = { src: "192.0.2.1", dst: "192.0.2.89", instance: 4294967295, mode: "TUNNEL_API_MODE_P2P" };
    await isRefused("ipip:ipip-add-tunnel", { tunnel }, /VPP has 192\.0\.2\.89 itself/);
  });

  it("no backend of cnat leads back to its virtual address", async (t) => {
    const { details } = await output("ip:ip-table-dump");
    const hasOthers = details.some(
      ({ table }: { readonly table: { readonly "table-id"?: number } }) => table["table-id"],
    );
    if (hasOthers) return t.skip("cnat begins by name only where there is no table but the first");
    const end = (addr: string) => ({ addr, "sw-if-index": 4294967295, port: 80 });
    const way = (from: string, to: string) => ({
      translation: {
        vip: end(from),
        "ip-proto": "IP_API_PROTO_UDP",
        paths: [{ "dst-ep": end(to), "src-ep": end("0.0.0.0") }],
      },
    });
    const update = "cnat:cnat-translation-update";
    await isRefused(update, way("203.0.113.77", "203.0.113.77"), /leads back to 203\.0\.113\.77 port 80/);
    const { id } = await output(update, way("203.0.113.77", "203.0.113.78"));
    takenAwayBy("cnat:cnat-translation-del", { id });
    await isRefused(update, way("203.0.113.78", "203.0.113.77"), /leads back to 203\.0\.113\.78 port 80/);
  });

  it("an interface of LISP has no neighbours but those of LISP", { skip: onlyInVpp }, async () => {
    await isTaken("one:one-enable-disable", { "is-enable": true });
    takenAwayBy("one:one-enable-disable", { "is-enable": false });
    const byName = { "name-filter-valid": true, "name-filter": "lisp_gpe0" };
    const { details } = await output("interface:sw-interface-dump", byName);
    const ofLisp = details.find((shown: { "interface-name": string }) => shown["interface-name"] === "lisp_gpe0");
    const index = ofLisp["sw-if-index"];
    const why = /belongs to LISP/;
    await isRefused("lisp-gpe:gpe-add-del-native-fwd-rpath", { "nh-sw-if-index": index, "nh-addr": "10.9.9.9" }, why);
    const neighbor = { "sw-if-index": index, "mac-address": "02:fe:00:00:00:09", "ip-address": "10.9.9.9" };
    await isRefused("ip-neighbor:ip-neighbor-add-del", { "is-add": true, neighbor }, why);
    const localSid = { localsid: "2001:db8::77", behavior: "SR_BEHAVIOR_API_DX4", "nh-addr": "10.9.9.9" };
    const wayToNeighbour = /keeps the way to a neighbour/;
    for (const rpc of ["sr:sr-localsid-add-del", "sr:sr-localsid-add-del-v2"]) {
      await isRefused(rpc, { ...localSid, "sw-if-index": index }, wayToNeighbour);
    }
  });

  it("a ping has an end", { skip: onlyInVpp }, async () => {
    const ping = { address: "fe80::1", repeat: 4_294_967_295, interval: "0.0" };
    await isRefused("ping:want-ping-finished-events", ping, /behind 1024 others/);
  });

  it("tables of labels are made while VPP has room for all of them at once", { skip: onlyInVpp }, async () => {
    const table = (isAdd: boolean, id: number) =>
      invoke("mpls:mpls-table-add-del", { "mt-is-add": isAdd, "mt-table": { "mt-table-id": id } });
    const ids = Array.from({ length: 100 }, (_, place) => 1000 + place);
    const taken: number[] = [];
    let last = 204;
    for (const id of ids) {
      last = (await table(true, id)).status;
      if (last !== 204) break;
      taken.push(id);
    }
    // The place that goes last is given away first, and table 0 has to be there.
    for (const id of taken.reverse())
      await isTaken("mpls:mpls-table-add-del", { "mt-is-add": false, "mt-table": { "mt-table-id": id } });
    assert.equal(last, 501, `VPP took ${taken.length} tables`);
    assert.ok(taken.length > 0);
  });

  it("a point-to-point part is taken from an interface only whose two numbers are the same", {
    skip: onlyInVpp,
  }, async () => {
    const vlan = { "sw-if-index": loop, "vlan-id": 77 };
    const part = (await output("interface:create-vlan-subif", vlan))["sw-if-index"];
    takenAwayBy("interface:delete-subif", { "sw-if-index": part });
    // A sub-interface has no hardware, so what is made after it has a lower number there.
    const moved = [await loopback(), await loopback(), await loopback()];
    const to = { "subif-id": loop, "remote-mac": "02:fe:00:00:00:77" };
    await isRefused(
      "p2p-ethernet:p2p-ethernet-add",
      { ...to, "parent-if-index": moved[2] },
      /hardware of another number/,
    );
  });

  it("policies, bindings and paths by a label wait until table 0 of labels is the first", async () => {
    const table = (isAdd: boolean, id: number) =>
      isTaken("mpls:mpls-table-add-del", { "mt-is-add": isAdd, "mt-table": { "mt-table-id": id } });
    const why = /table 0 of labels/;
    const byLabel = { proto: "FIB_API_PATH_NH_PROTO_MPLS", "sw-if-index": 4294967295, nh: { "via-label": 1077 } };
    const policy = { bsid: 1077, weight: 1, segments: [1078] };
    const uses: readonly (readonly [string, object])[] = [
      ["sr-mpls:sr-mpls-policy-add", policy],
      ["mpls:mpls-ip-bind-unbind", { "mb-label": 1079, "mb-is-bind": true, "mb-prefix": "198.51.100.0/24" }],
      ["mpls:mpls-route-add-del", { "mr-is-add": true, "mr-route": { "mr-label": 1080, "mr-paths": [byLabel] } }],
      ["ip:ip-route-add-del", { "is-add": true, route: { prefix: "198.51.100.0/24", paths: [byLabel] } }],
    ];
    for (const [rpc, input] of uses) await isRefused(rpc, input, why);
    await table(true, 77);
    await table(true, 0);
    for (const [rpc, input] of uses) await isRefused(rpc, input, why);
    await table(false, 0);
    await table(false, 77);
    await table(true, 0);
    takenAwayBy("mpls:mpls-table-add-del", { "mt-is-add": false, "mt-table": {} });
    await isRefused("sr-mpls:sr-mpls-policy-add", { ...policy, segments: [] }, /no segments/);
    await isRefused("sr-mpls:sr-mpls-policy-add", { ...policy, weight: 2 }, /weight other than 1/);
    const framesToAll = { "mt-is-add": true, "mt-tunnel": { "mt-l2-only": true, "mt-is-multicast": true } };
    await isRefused("mpls:mpls-tunnel-add-del", framesToAll, /Ethernet frames and for all of its paths/);
    const steering = { bsid: 1077, prefix: "203.0.113.0/24", "mask-width": 24, color: 4294967295 };
    await isTaken("sr-mpls:sr-mpls-policy-add", policy);
    await isRefused("sr-mpls:sr-mpls-steering-add-del", { ...steering, "table-id": 77 }, /no IPv4 table 77/);
    await isTaken("sr-mpls:sr-mpls-policy-del", { bsid: 1077 });
  });

  it("a BFD session and labels do not meet at a neighbour, whichever comes first", async () => {
    const why = /labels (are|would be) imposed towards 198\.51\.100\.2 /;
    await isTaken("interface:sw-interface-add-del-address", {
      "is-add": true,
      "sw-if-index": loop,
      prefix: "198.51.100.1/24",
    });
    const ends = { "sw-if-index": loop, "local-addr": "198.51.100.1", "peer-addr": "198.51.100.2" };
    const session = { ...ends, "desired-min-tx": 1_000_000, "required-min-rx": 1_000_000, "detect-mult": 3 };
    const flags = (names: string) => isTaken("interface:sw-interface-set-flags", { "sw-if-index": loop, flags: names });
    await flags("");
    await isRefused("bfd:bfd-udp-add", session, /is down/);
    await flags("IF_STATUS_API_FLAG_ADMIN_UP");

    const label = { label: 77, ttl: 64 };
    const path = (address: string) => ({
      "sw-if-index": loop,
      nh: { address: { ip4: address } },
      "n-labels": 1,
      "label-stack": [label],
    });
    const route = (address: string) => ({ prefix: "203.0.113.0/24", paths: [path(address)] });
    const gone = { "is-add": false, route: { prefix: "203.0.113.0/24" } };
    await output("ip:ip-route-add-del", { "is-add": true, route: route("198.51.100.2") });
    await isRefused("bfd:bfd-udp-add", session, why);
    await isRefused("bfd:bfd-udp-upd", session, why);
    await output("ip:ip-route-add-del", gone);

    await isTaken("bfd:bfd-udp-add", session);
    await isRefused("ip:ip-route-add-del", { "is-add": true, route: route("198.51.100.2") }, why);
    const inLabels = { "mr-is-add": true, "mr-route": { "mr-label": 1090, "mr-paths": [path("198.51.100.2")] } };
    await isRefused("mpls:mpls-route-add-del", inLabels, why);
    const tunnel = { "mt-sw-if-index": 4294967295, "mt-tunnel-index": 4294967295, "mt-paths": [path("198.51.100.2")] };
    await isRefused("mpls:mpls-tunnel-add-del", { "mt-is-add": true, "mt-tunnel": tunnel }, why);
    await output("ip:ip-route-add-del", { "is-add": true, route: route("198.51.100.3") });
    await output("ip:ip-route-add-del", gone);
    await isTaken("bfd:bfd-udp-del", ends);
  });

  it("a multicast route has as many paths as VPP can list, and a table of BIER a label of 20 bits", async () => {
    const paths = (first: number, count: number) =>
      Array.from({ length: count }, (_, nth) => ({
        "itf-flags": "MFIB_API_ITF_FLAG_FORWARD",
        path: {
          "sw-if-index": loop,
          nh: { address: { ip4: `198.51.${first + nth > 255 ? 101 : 100}.${(first + nth) % 256}` } },
        },
      }));
    const prefix = { af: "ADDRESS_IP4", "grp-address-length": 32, "grp-address": { ip4: "232.7.7.7" } };
    const request = (isAdd: boolean, some: object) => ({ "is-add": isAdd, route: { prefix, paths: some } });
    const change = "ip:ip-mroute-add-del";
    await output(change, request(true, paths(1, 250)));
    await isRefused(change, request(true, paths(251, 6)), /more than 255 paths/);
    await output(change, request(true, paths(251, 5)));
    await isRefused(change, request(true, paths(0, 1)), /more than 255 paths/);
    await output(change, request(false, paths(1, 255)));
    await isRefused("bier:bier-table-add-del", { "bt-is-add": true, "bt-label": 0x10_0000 }, /20 bits/);
    await isRefused("bier:bier-route-add-del", { "br-is-add": true, "br-route": { "br-bp": 3 } }, /no paths/);
  });

  /** Tables of IPv4 or IPv6 until the end. */
  async function ipTable(id: number, isIp6: boolean): Promise<void> {
    const table = { "table-id": id, "is-ip6": isIp6 };
    await isTaken("ip:ip-table-add-del-v2", { "is-add": true, table });
    takenAwayBy("ip:ip-table-add-del-v2", { "is-add": false, table });
  }

  it("policies of segments do not lead back to where packets are steered into them", async () => {
    for (const id of [77, 78]) await ipTable(id, true);
    const sidIn = (sid: string, table: number, isDel = false) => ({
      localsid: sid,
      behavior: "SR_BEHAVIOR_API_DT6",
      "sw-if-index": table,
      "is-del": isDel,
    });
    const to = (bsid: string, segment: string) => ({
      "bsid-addr": bsid,
      "is-encap": true,
      "encap-src": "fc77::1",
      sids: { "num-sids": 2, weight: 1, sids: [segment, "fc78::1"] },
    });
    const steering = (bsid: string, table: number, prefix: string, isDel = false) => ({
      "is-del": isDel,
      "bsid-addr": bsid,
      "table-id": table,
      prefix,
      "traffic-type": "SR_STEER_API_IPV6",
    });
    const [add, steer, local] = ["sr:sr-policy-add-v2", "sr:sr-steering-add-del", "sr:sr-localsid-add-del-v2"] as const;
    const policy = async (bsid: string, segment: string) => {
      await isTaken(add, to(bsid, segment));
      takenAwayBy("sr:sr-policy-del", { "bsid-addr": bsid });
    };
    const steered = async (...of: readonly [string, number, string]) => {
      await isTaken(steer, steering(...of));
      takenAwayBy(steer, steering(...of, true));
    };
    await policy("fc77::a", "fc78::78");
    const { details } = await output("sr:sr-policies-v2-dump");
    const made = details.find(({ bsid }: { readonly bsid: string }) => bsid === "fc77::a");
    assert.deepEqual(made["sid-lists"][0].sids.slice(0, 2), ["fc78::78", "fc78::1"]);
    await isRefused(add, to("fc77::b", "fc77::a"), /leads into a policy/);
    await policy("fc77::b", "fc78::77");
    await isRefused(steer, steering("fc77::a", 0, "fc78::/32"), /the segment fc78::78 of policy fc77::a is in fc78::/);
    await steered("fc77::a", 77, "2001:db8:77::/48");
    await steered("fc77::b", 78, "2001:db8:77:1::/64");
    await isTaken(local, sidIn("fc78::78", 78));
    takenAwayBy(local, sidIn("fc78::78", 78, true));
    await isRefused(local, sidIn("fc78::77", 77), /would be unwrapped at a local SID and steered into it again/);
    await isRefused(steer, steering("fc77::a", 78, "2001:db8:77::/64"), /unwrapped/);
    // What follows the local SID is looked up here.
    await isRefused(
      steer,
      steering("fc77::a", 0, "fc78::/122"),
      /the segment fc78::1 of policy fc77::a is in fc78::\/122/,
    );
    const { "is-encap": _, ...list } = to("fc77::b", "fc78::78");
    const byModification = { ...list, operation: "SR_POLICY_OP_API_ADD" };
    await isRefused("sr:sr-policy-mod-v2", byModification, /unwrapped/);
  });

  it("cnat begins by name only where there is no table but the first", { skip: onlyInVpp }, async () => {
    await ipTable(79, false);
    const why = /there is table \d+; \/sweetcomb-cnat:cnat does it/;
    await isRefused("cnat:feature-cnat-enable-disable", { "sw-if-index": loop, "enable-disable": true }, why);
    await isRefused("cnat:cnat-set-snat-addresses", { "snat-ip4": "192.0.2.1" }, why);
    const path = { "dst-ep": { addr: "198.51.100.9", port: 80 } };
    const translation = { vip: { addr: "198.51.100.8", port: 80 }, "ip-proto": "IP_API_PROTO_TCP", paths: [path] };
    await isRefused("cnat:cnat-translation-update", { translation }, why);
  });

  // Late, for its table stays: cnat is to begin where there is none.
  it("an interface chooses VRFs by one table for each family", async () => {
    const of = { af: "ADDRESS_IP6", "table-id": 77 };
    await isTaken("svs:svs-table-add-del", { ...of, "is-add": true });
    const choice = (isEnable: boolean) => ({ ...of, "sw-if-index": loop, "is-enable": isEnable });
    await isTaken("svs:svs-enable-disable", choice(true));
    await isRefused("svs:svs-enable-disable", choice(true), /has a table of source VRFs/);
    await isTaken("svs:svs-enable-disable", choice(false));
    await isTaken("svs:svs-enable-disable", choice(true));
    await isTaken("svs:svs-enable-disable", choice(false));
  });

  // The simulator has no ipsec_spd_entry_add_del.
  it("no rule of IPsec sends again what its own association has sent", { skip: onlyInVpp }, async () => {
    const database = { "is-add": true, "spd-id": 77 };
    await isTaken("ipsec:ipsec-spd-add-del", database);
    takenAwayBy("ipsec:ipsec-spd-add-del", { ...database, "is-add": false });
    const association = {
      "sad-id": 77,
      spi: 1077,
      protocol: "IPSEC_API_PROTO_ESP",
      "crypto-algorithm": "IPSEC_API_CRYPTO_ALG_AES_CBC_128",
      "crypto-key": { length: 16, data: Buffer.alloc(128, 7).toString("base64") },
      flags: "IPSEC_API_SAD_FLAG_IS_TUNNEL",
      tunnel: { src: "203.0.113.1", dst: "203.0.113.2" },
    };
    await output("ipsec:ipsec-sad-entry-add-v2", { entry: association });
    takenAwayBy("ipsec:ipsec-sad-entry-del", { id: 77 });
    const rule = (priority: number, more: object) => ({
      "spd-id": 77,
      priority,
      "is-outbound": true,
      "local-address-start": "0.0.0.0",
      "local-address-stop": "255.255.255.255",
      "remote-address-start": "0.0.0.0",
      "remote-address-stop": "255.255.255.255",
      "local-port-stop": 65535,
      "remote-port-stop": 65535,
      ...more,
    });
    const change = "ipsec:ipsec-spd-entry-add-del-v2";
    const passes = rule(20, { policy: "IPSEC_API_SPD_ACTION_BYPASS", protocol: 50 });
    const protects = rule(10, { policy: "IPSEC_API_SPD_ACTION_PROTECT", protocol: 255, "sa-id": 77 });
    const why = /association 77 would send again what it has sent/;
    await isRefused(change, { "is-add": true, entry: protects }, why);
    const older = { ...protects, protocol: 0 };
    await isRefused("ipsec:ipsec-spd-entry-add-del", { "is-add": true, entry: older }, why);
    await output(change, { "is-add": true, entry: passes });
    await output(change, { "is-add": true, entry: protects });
    await isRefused(change, { "is-add": false, entry: passes }, why);
    await output(change, { "is-add": false, entry: protects });
    await output(change, { "is-add": false, entry: passes });
  });

  it("routes lead into no UDP encapsulation that sends back into them, or that is not there", async () => {
    const encapsulation = { "src-ip": "203.0.113.1", "dst-ip": "203.0.113.77", "src-port": 4077, "dst-port": 4078 };
    const { id } = await output("udp:udp-encap-add", { "udp-encap": encapsulation });
    takenAwayBy("udp:udp-encap-del", { id });
    await isRefused(
      "udp:udp-encap-add",
      { "udp-encap": { ...encapsulation, "table-id": 4294967295 } },
      /number of none/,
    );
    const into = (number: number, prefix: string) => ({
      prefix,
      paths: [{ "sw-if-index": 4294967295, type: "FIB_API_PATH_TYPE_UDP_ENCAP", nh: { "obj-id": number }, weight: 1 }],
    });
    for (const rpc of ["ip:ip-route-add-del", "ip:ip-route-add-del-v2"]) {
      await isRefused(rpc, { "is-add": true, route: into(id, "203.0.113.0/24") }, /would be routed into it again/);
      await isRefused(rpc, { "is-add": true, route: into(id + 1000, "198.51.100.0/24") }, /no UDP encapsulation/);
    }
    await isRefused("udp:udp-encap-del", { id: id + 1000 }, /no UDP encapsulation/);
  });

  it("no tunnel leads to a virtual address of a router on a loopback, whichever comes first", async () => {
    const router = (address: string) => ({
      "sw-if-index": loop,
      "vr-id": 77,
      priority: 100,
      interval: 100,
      addrs: [address],
    });
    // The tunnel of the beginning leads there.
    await isRefused(
      "vrrp:vrrp-vr-add-del",
      { ...router("192.0.2.77"), "is-add": 1 },
      /a tunnel leads to 192\.0\.2\.77/,
    );
    await isTaken("vrrp:vrrp-vr-add-del", { ...router("192.0.2.88"), "is-add": 1 });
    takenAwayBy("vrrp:vrrp-vr-add-del", { ...router("192.0.2.88"), "is-add": 0 });
    const tunnel = { src: "192.0.2.1", dst: "192.0.2.88", instance: 4294967295, mode: "TUNNEL_API_MODE_P2P" };
    await isRefused("ipip:ipip-add-tunnel", { tunnel }, /VPP has 192\.0\.2\.88 itself/);
  });

  it("a peer comes and goes by name while VPP's table of GRE tunnels reaches beyond its tunnel", async () => {
    // A number that became free before may be a lower one.
    const makeAbove = async (lower: number, make: (count: number) => Promise<number>) => {
      for (let count = 1; ; count++) {
        const index = await make(count);
        if (index > lower) return index;
      }
    };
    const many = await makeAbove(gre, async (count) => {
      const tunnel = { src: `192.0.2.${100 + count}`, dst: "0.0.0.0", instance: NONE, mode: "TUNNEL_API_MODE_MP" };
      const index = (await output("ipip:ipip-add-tunnel", { tunnel }))["sw-if-index"];
      takenAwayBy("ipip:ipip-del-tunnel", { "sw-if-index": index });
      return index;
    });
    const entry = { "sw-if-index": many, peer: "10.0.0.2", nh: "192.0.2.78" };
    const why = new RegExp(`GRE tunnels may end before interface ${many}`);
    await isRefused("teib:teib-entry-add-del", { "is-add": 1, entry }, why);
    await makeAbove(many, (count) => greTunnel("GRE_API_TUNNEL_TYPE_L3", `192.0.2.${100 + count}`));
    await isTaken("teib:teib-entry-add-del", { "is-add": 1, entry });
    await isTaken("teib:teib-entry-add-del", { "is-add": 0, entry });
  });

  it("interfaces of PPPoE clients stay while there is a control plane, and lost clients get none", {
    skip: onlyInVpp,
  }, async () => {
    const generator = (await output("pg:pg-create-interface-v2", { "interface-id": 77 }))["sw-if-index"];
    const part = (await output("interface:create-vlan-subif", { "sw-if-index": generator, "vlan-id": 77 }))[
      "sw-if-index"
    ];
    for (const index of [generator, part]) {
      const up = { "sw-if-index": index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" };
      await isTaken("interface:sw-interface-set-flags", up);
    }
    const ofFrames = { role: "MEMIF_ROLE_API_MASTER", mode: "MEMIF_MODE_API_ETHERNET", id: 78, "ring-size": 1024 };
    const daemon = (await output("memif:memif-create-v2", ofFrames))["sw-if-index"];
    takenAwayBy("memif:memif-delete", { "sw-if-index": daemon });

    const vpp = await connectVpp({ socketPath });
    try {
      const padi = `88631109000000040101000${"0".repeat(81)}`;
      await sendFrame(vpp, "pg77", `ffffffffffff0200000000778100004d${padi}`);
      await isTaken("pppoe:pppoe-add-del-cp", { "sw-if-index": daemon, "is-add": 1 });
      await isRefused("interface:delete-subif", { "sw-if-index": part }, /a PPPoE client was heard/);
      await isRefused("pg:pg-delete-interface", { "sw-if-index": generator }, /a PPPoE client was heard/);
      await isRefused("memif:memif-delete", { "sw-if-index": daemon }, /control plane/);
      // By name none goes away: here it is left to a part of local0.
      const { swIfIndex: parked } = await vpp.call(CreateSubif, { swIfIndex: 0, subId: 60077, outerVlanId: 60077 });
      await vpp.call(PppoeAddDelCp, { swIfIndex: parked, isAdd: 1 });
      const hearing = { arcName: "device-input", featureName: "pppoe-input", swIfIndex: daemon, enable: false };
      await vpp.call(FeatureEnableDisable, hearing);
      await isTaken("interface:delete-subif", { "sw-if-index": part });
      const why = /heard (a|the) client on interface \d+, which is not there any more/;
      await isRefused("pppoe:pppoe-add-del-cp", { "sw-if-index": daemon, "is-add": 1 }, why);
      const session = { "session-id": 7, "client-ip": "10.0.3.1", "client-mac": "02:00:00:00:00:77" };
      await isRefused("pppoe:pppoe-add-del-session", { ...session, "is-add": true }, why);
      // Heard on an interface that stays, the client is not lost to whoever uses this VPP next.
      await sendFrame(vpp, "pg77", `ffffffffffff020000000077${padi}`);
    } finally {
      vpp.close();
    }
  });
});
