/** The whole API of a real VPP by name: VPP_SOCKET=/run/vpp/api.sock. Use a VPP of your own. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { loadLibyang, YangContext } from "libyang-wasm";
import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";
import { type CurlAnswer, curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { firstEvent } from "../support/first-event.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { indexOf, somethingToTell } from "./something-to-tell.js";

const socketPath = process.env.VPP_SOCKET ?? "";
const skip = socketPath === "" ? "no VPP_SOCKET" : skipWithout("curl", "ncclient");
const root = new URL("../../../", import.meta.url);
const inProject = (path: string) => fileURLToPath(new URL(path, root));
const PREFIX = "sweetcomb-vpp-api-";

describe("the whole API of a real VPP", { skip }, () => {
  let server: ServerProcess;
  let vpp: VppClient;
  let names: readonly string[] = [];
  let takeAway: (() => Promise<void>) | undefined;

  before(async () => {
    server = await startServerProcess(["--vpp-socket", socketPath]);
    vpp = await connectVpp({ socketPath });
    takeAway = await somethingToTell(cli);
    const deadline = Date.now() + 60_000;
    while (names.length === 0 && Date.now() < deadline) names = await operations();
  });
  after(async () => {
    await takeAway?.();
    vpp?.close();
    await server?.dispose();
  });

  /** VPP's own words, heard by another client. */
  const cli = (cmd: string) => vpp.call(CliInband, { cmd }).then(({ reply }) => reply, String);

  async function operations(): Promise<readonly string[]> {
    const { body } = await curl(server, { path: "/restconf/operations" });
    const all = Object.keys(JSON.parse(body)["ietf-restconf:operations"]);
    return all.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  }

  function invoke(name: string, input?: object): Promise<CurlAnswer> {
    const [file] = name.split(":");
    const body = input === undefined ? {} : { body: JSON.stringify({ [`${PREFIX}${file}:input`]: input }) };
    return curl(server, { method: "POST", path: `/restconf/operations/${PREFIX}${name}`, ...body });
  }

  async function output(name: string, input?: object) {
    const answer = await invoke(name, input);
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body)[`${PREFIX}${name.split(":")[0]}:output`];
  }

  it("has about a thousand requests, each an rpc", (t) => {
    t.diagnostic(`${names.length} rpcs in ${new Set(names.map((name) => name.split(":")[0])).size} modules`);
    assert.ok(names.length > 900);
  });

  it("its modules are taken by libyang, and so is the answer to every request that only asks", {
    timeout: 300_000,
  }, async (t) => {
    const texts = new Map<string, string>();
    const resolve = ({ module }: { readonly module: string }) => {
      const text = texts.get(module);
      return text === undefined ? undefined : { text, format: "yang" as const };
    };
    const searchDirs = ["yang/", "dist/yang/"].map(inProject);
    using context = new YangContext(await loadLibyang(), { searchDirs, resolve });
    for (const file of new Set(names.map((name) => name.split(":")[0]!))) {
      const module = `${PREFIX}${file}`;
      const path = `/restconf/schema/${module}`;
      texts.set(module, (await curl(server, { path, headers: { Accept: "application/yang" } })).body);
      context.loadModule(module);
    }
    const statuses: Record<number, number> = {};
    for (const name of names.filter((candidate) => /-(dump|get)(-v\d+)?$/.test(candidate))) {
      const answer = await invoke(name);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      assert.doesNotMatch(answer.body, /went away|failed to carry out/, name);
      if (answer.status !== 200) continue;
      const members = JSON.parse(answer.body)[`${PREFIX}${name.split(":")[0]}:output`];
      const reply = JSON.stringify({ [`${PREFIX}${name}`]: members });
      assert.doesNotThrow(
        () => context.parseOperation(reply, "json", "reply")[Symbol.dispose](),
        `${name}: ${reply.slice(0, 2000)}`,
      );
    }
    t.diagnostic(`answers by status: ${JSON.stringify(statuses)}`);
  });

  it("a version, interfaces and their flags are those that VPP shows", async () => {
    const { version } = await output("vpe:show-version");
    assert.ok((await cli("show version")).includes(version));
    const { details } = await output("interface:sw-interface-dump", {
      "name-filter-valid": true,
      "name-filter": "loop0",
    });
    const index = details[0]["sw-if-index"];
    assert.equal(details[0].type, "IF_API_TYPE_HARDWARE");
    const down = { "sw-if-index": index, flags: "" };
    assert.equal((await invoke("interface:sw-interface-set-flags", down)).status, 204);
    assert.match(await cli("show interface loop0"), /loop0\s+\d+\s+down/);
    const up = { "sw-if-index": index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" };
    assert.equal((await invoke("interface:sw-interface-set-flags", up)).status, 204);
    assert.match(await cli("show interface loop0"), /loop0\s+\d+\s+up/);
  });

  it("what happens by the command line is told to who asked for it", async () => {
    const want = { "enable-disable": 1, pid: 1 };
    assert.equal((await invoke("interface:want-interface-events", want)).status, 204);
    const told = await firstEvent(server, {
      location: "/restconf/streams/NETCONF/json",
      wanted: `${PREFIX}interface:sw-interface-event`,
      act: async () => {
        await cli("set interface state loop0 down");
        await cli("set interface state loop0 up");
      },
    });
    const { flags, deleted } = told["ietf-restconf:notification"][`${PREFIX}interface:sw-interface-event`];
    assert.deepEqual({ flags, deleted }, { flags: "", deleted: false });
  });

  it("a route with a union and flags goes in by NETCONF and comes out by RESTCONF", async () => {
    const nextHop = "<nh><address><ip4>192.0.2.9</ip4></address></nh>";
    const path = `<paths><sw-if-index>${await indexOf(cli, "loop0")}</sw-if-index><weight>1</weight>${nextHop}</paths>`;
    await ncclientAnswer(
      server,
      `rpc('<ip-route-add-del xmlns="urn:sweetcomb:params:xml:ns:yang:${PREFIX}ip"><is-add>true</is-add><route><prefix>203.0.113.0/24</prefix>${path}</route></ip-route-add-del>')
answer(None)`,
    );
    assert.match(await cli("show ip fib 203.0.113.0/24"), /192\.0\.2\.9/);
    const { details } = await output("ip:ip-route-dump", { table: { "table-id": 0, "is-ip6": false } });
    const found = details.find(({ route }: { route: { prefix: string } }) => route.prefix === "203.0.113.0/24");
    assert.deepEqual(found.route.paths[0].nh.address, { ip4: "192.0.2.9" });
    // What the API has added, the command line cannot take away.
    const gone = { "is-add": false, route: { prefix: "203.0.113.0/24" } };
    assert.equal((await invoke("ip:ip-route-add-del", gone)).status, 200);
    assert.doesNotMatch(await cli("show ip fib 203.0.113.0/24"), /^203/m);
  });

  it("bits go in and come out by their names", async () => {
    const key = { length: 16, data: Buffer.alloc(128, 7).toString("base64") };
    const flags = "IPSEC_API_SAD_FLAG_USE_ESN IPSEC_API_SAD_FLAG_USE_ANTI_REPLAY";
    const algorithm = "IPSEC_API_CRYPTO_ALG_AES_CBC_128";
    const entry = {
      "sad-id": 11,
      spi: 1002,
      protocol: "IPSEC_API_PROTO_ESP",
      "crypto-algorithm": algorithm,
      "crypto-key": key,
      flags,
    };
    assert.equal((await invoke("ipsec:ipsec-sad-entry-add-v2", { entry })).status, 200);
    assert.match(await cli("show ipsec sa"), /sa 11 .*flags:\[esn anti-replay/);
    const { details } = await output("ipsec:ipsec-sa-v5-dump");
    const found = details.find((details: { entry: { spi: number } }) => details.entry.spi === 1002);
    assert.equal(found.entry.flags, flags);
    await cli("ipsec sa del 11");
  });

  it("tables of the classifier and sockets of punted packets are refused what VPP would not outlive or not answer", async () => {
    const mask = Buffer.alloc(16, 255).toString("base64");
    const table = { "is-add": true, "table-index": 4294967295, nbuckets: 1, "match-n-vectors": 1, mask };
    assert.equal((await invoke("classify:classify-add-del-table", { ...table, "memory-size": 1 })).status, 501);
    const made = await output("classify:classify-add-del-table", { ...table, "memory-size": 1_052_672 });
    const statuses: number[] = [];
    for (const byte of [1, 2, 3]) {
      const match = Buffer.alloc(16, byte).toString("base64");
      const session = { "is-add": true, "table-index": made["new-table-index"], match };
      statuses.push((await invoke("classify:classify-add-del-session", session)).status);
    }
    assert.deepEqual(statuses, [204, 204, 501]);
    const shown = await cli("show classify tables");
    assert.match(shown, new RegExp(`^\\s+${made["new-table-index"]}\\s+2\\s`, "m"));
    await cli(`classify table del table ${made["new-table-index"]}`);

    const socket = { "header-version": 1, pathname: "/run/punted.sock" };
    const exception = { type: "PUNT_API_TYPE_EXCEPTION", punt: { exception: { id: 9999 } } };
    const unknown = { type: "PUNT_API_TYPE_IP_PROTO", punt: { "ip-proto": { af: "ADDRESS_IP4", protocol: 61 } } };
    for (const punt of [exception, unknown]) {
      assert.equal((await invoke("punt:punt-socket-register", { ...socket, punt })).status, 501);
    }
    for (const rpc of ["cnat:cnat-session-purge", "classify:policer-classify-dump", "classify:flow-classify-dump"]) {
      assert.equal((await invoke(rpc)).status, 404);
    }
  });

  it("filters of the host stack are dumped as what they are, since VPP would not outlive the other", async () => {
    const dumps = { RULE_TABLE: "session:session-rules-v2-dump", SDL: "session:session-sdl-v3-dump" };
    const engine = (name: string) =>
      invoke("session:session-enable-disable-v2", { "rt-engine-type": `RT_BACKEND_ENGINE_API_${name}` });
    for (const running of Object.keys(dumps)) {
      assert.equal((await engine(running)).status, 204);
      for (const [name, rpc] of Object.entries(dumps)) {
        const { status } = await invoke(rpc);
        assert.equal(status === 501, name !== running, `${rpc} with ${running}: ${status}`);
      }
      assert.equal((await engine("DISABLE")).status, 204);
    }
  });

  it("range checks of IPv6 and queues of odd lengths are refused, since VPP would not outlive them", async () => {
    const check = { "is-add": true, prefix: "2001:db8::/64", "vrf-id": 4321 };
    assert.equal((await invoke("ip:ip-source-and-port-range-check-add-del", check)).status, 501);
    for (const rpc of ["nat44-ed:nat44-ed-set-fq-options", "nat44-ei:nat44-ei-set-fq-options"]) {
      for (const length of [32, 100]) {
        assert.equal((await invoke(rpc, { "frame-queue-nelts": length })).status, 501, `${rpc} ${length}`);
      }
    }
  });

  it("what would end it is refused before it hears of it, and it goes on", async () => {
    const none = 4294967295;
    const route = (path: object) => ({ "is-add": true, route: { prefix: "203.0.113.0/24", paths: [path] } });
    const harmful: readonly (readonly [rpc: string, status: number, input: object])[] = [
      ["interface:collect-detailed-interface-stats", 400, { "sw-if-index": 9999 }],
      ["interface:collect-detailed-interface-stats", 501, { "sw-if-index": none }],
      ["arping:arping", 501, { "sw-if-index": none, address: "192.0.2.9" }],
      ["arping:arping", 501, { "sw-if-index": 0, address: "192.0.2.9", "is-garp": true, repeat: 1 }],
      ["ip:ip-route-lookup", 400, { prefix: "192.0.2.0/33" }],
      ["ip:ip-reassembly-enable-disable", 501, { "sw-if-index": none, "enable-ip4": true }],
      ["ip:ip-route-add-del", 501, route({ type: "FIB_API_PATH_TYPE_BIER_IMP", nh: { "obj-id": 77 } })],
      ["ip:ip-route-add-del", 501, route({ proto: "FIB_API_PATH_NH_PROTO_ETHERNET" })],
      ["ip:ip-route-add-del", 400, route({ "n-labels": 17 })],
      [
        "ip:ip-route-add-del",
        501,
        {
          "is-add": true,
          route: { "table-id": 7, prefix: "2001:db8::/32", paths: [{ "sw-if-index": 0, "rpf-id": 2 }] },
        },
      ],
      ["mpls:mpls-ip-bind-unbind", 501, { "mb-label": none, "mb-is-bind": true, "mb-prefix": "192.0.2.0/24" }],
      ["bier:bier-imp-del", 501, { "bi-index": 77 }],
      ["sr:sr-policy-add", 400, { "bsid-addr": "2001:db8::b", sids: { "num-sids": 255 } }],
      ["tracedump:trace-set-filters", 501, { flag: "TRACE_FF_INCLUDE_NODE" }],
      ["l2:sw-interface-set-l2-bridge", 501, { "rx-sw-if-index": 0, "bd-id": 7, enable: true }],
      ["memif:memif-create-v2", 501, { mode: "MEMIF_MODE_API_PUNT_INJECT", id: 77 }],
      ["lb:lb-add-del-vip", 501, { pfx: "192.0.2.0/120", "new-flows-table-length": 0 }],
      [
        "nat64:nat64-add-del-pool-addr-range",
        501,
        { "start-addr": "10.0.0.0", "end-addr": "10.255.0.0", "is-add": true },
      ],
      ["pppoe:pppoe-add-del-cp", 501, { "sw-if-index": none, "is-add": 1 }],
      ["udp:udp-decap-add-del", 501, { "is-add": true, "udp-decap": { "is-ip4": 60, port: 4790 } }],
      [
        "teib:teib-entry-add-del",
        501,
        { "is-add": 1, entry: { "sw-if-index": 0, peer: "192.0.2.9", nh: "192.0.2.10" } },
      ],
      ["ip:ip-route-add-del-v2", 501, { "is-add": true, route: { prefix: "192.0.2.0/24", src: 16 } }],
      ["sr-mpls:sr-mpls-policy-add", 501, { bsid: 4789, weight: 1, segments: [0] }],
      ["ip:add-del-ip-punt-redirect-v2", 501, { punt: { "rx-sw-if-index": 0 } }],
      ["map:map-param-add-del-pre-resolve", 501, { "is-add": true, "ip4-nh-address": "192.0.2.9" }],
      ["sflow:sflow-polling-interval-set", 501, { "polling-S": 0 }],
      ["ip:sw-interface-ip6-set-link-local-address", 501, { "sw-if-index": 0, ip: "::ffff:10.0.0.1" }],
      [
        "geneve:geneve-add-del-tunnel2",
        501,
        { "is-add": true, "local-address": "2001:db8::1", "remote-address": "2001:db8::2", "encap-vrf-id": 77 },
      ],
      [
        "udp-ping:udp-ping-add-del",
        501,
        { "src-ip-address": "2001:db8::1", "dst-ip-address": "2001:db8::2", "start-src-port": 1, "end-src-port": 2 },
      ],
      ["policer:policer-input-v2", 501, { "sw-if-index": 0, apply: false }],
      ["tm:tm-sys-node-read-stats", 404, {}],
      ["dns:dns-resolve-name", 404, { name: "example.com" }],
    ];
    for (const [rpc, status, input] of harmful) {
      const answer = await invoke(rpc, input);
      assert.equal(answer.status, status, `${rpc}: ${answer.body}`);
    }
    assert.equal((await invoke("vpe:show-version")).status, 200);
  });

  it("tunnels of two VRFs are not to one group, since VPP forgets it with the first of them", async () => {
    await cli("ip table add 77");
    const vxlan = "vxlan:vxlan-add-del-tunnel-v3";
    const tunnel = (isAdd: boolean, vrf: number) => ({
      "is-add": isAdd,
      "src-address": "192.0.2.1",
      "dst-address": "239.7.7.7",
      "mcast-sw-if-index": loop,
      "encap-vrf-id": vrf,
      "decap-next-index": 4294967295,
      instance: 4294967295,
      vni: 70 + vrf,
    });
    const loop = Number(await indexOf(cli, "loop0"));
    assert.equal((await invoke(vxlan, tunnel(true, 0))).status, 200);
    assert.equal((await invoke(vxlan, tunnel(true, 77))).status, 501);
    assert.equal((await invoke(vxlan, tunnel(false, 0))).status, 200);
    const inOther = await invoke(vxlan, tunnel(true, 77));
    // Where VPP has been used, the two tables of a VRF stand at two places.
    if (inOther.status === 200) assert.equal((await invoke(vxlan, tunnel(false, 77))).status, 200);
    else assert.match(inOther.body, /at two places/);
    assert.equal((await invoke("vpe:show-version")).status, 200);
    await cli("ip table del 77");
  });
});
