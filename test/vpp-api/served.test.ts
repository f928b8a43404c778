/** The API of VPP by name as clients meet it: curl and ncclient, with the simulator for VPP. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlAnswer, curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { firstEvent } from "../support/first-event.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

const MODULE = "sweetcomb-vpp-api";

describe("the API of VPP by name", { skip: skipWithout("ncclient", "curl", "openssl", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
    await addSshUser(server, "ann");
    await addCertificateUser(server, "ann");
    await untilOffered();
  });
  after(() => server.dispose());

  /** The modules come some time after VPP has. */
  async function untilOffered(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while ((await operations()).length === 0) {
      if (Date.now() > deadline) throw new Error("waited in vain for the modules of VPP's API");
    }
  }

  async function operations(): Promise<readonly string[]> {
    const { body } = await curl(server, { path: "/restconf/operations" });
    return Object.keys(JSON.parse(body)["ietf-restconf:operations"]).filter((name) => name.startsWith(MODULE));
  }

  function invoke(file: string, rpc: string, input?: object, as = "admin"): Promise<CurlAnswer> {
    const body = input === undefined ? {} : { body: JSON.stringify({ [`${MODULE}-${file}:input`]: input }) };
    return curl(server, { method: "POST", path: `/restconf/operations/${MODULE}-${file}:${rpc}`, as, ...body });
  }

  const putLoopback = (name: string) =>
    curl(server, {
      method: "PUT",
      path: `/restconf/data/ietf-interfaces:interfaces/interface=${name}`,
      body: JSON.stringify({ "ietf-interfaces:interface": [{ name, type: "iana-if-type:softwareLoopback" }] }),
    });

  const output = ({ body }: CurlAnswer, file: string) => JSON.parse(body)[`${MODULE}-${file}:output`];
  const errorOf = ({ body }: CurlAnswer) => JSON.parse(body)["ietf-restconf:errors"].error[0];

  it("a request with one reply answers its fields", async () => {
    const { program, version } = output(await invoke("vpe", "show-version"), "vpe");
    assert.equal(program, "vpe");
    assert.match(version, /simulator/);
  });

  it("what is made by one protocol is seen by the other, as VPP has it", async () => {
    const index = await ncclientAnswer<string>(
      server,
      `answer(etree.fromstring(rpc('<create-loopback xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-interface"><mac-address>02:fe:00:00:00:01</mac-address></create-loopback>').encode()).findtext("{*}sw-if-index"))`,
    );
    const { details } = output(await invoke("interface", "sw-interface-dump"), "interface");
    const made = details.find((entry: Record<string, unknown>) => entry["sw-if-index"] === Number(index));
    assert.equal(made["l2-address"], "02:fe:00:00:00:01");
    const seen = await ncclientAnswer<string[]>(
      server,
      `reply = etree.fromstring(rpc('<sw-interface-dump xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-interface"/>').encode())
answer([name.text for name in reply.iterfind("{*}details/{*}interface-name")])`,
    );
    assert.deepEqual(
      seen,
      details.map((entry: Record<string, unknown>) => entry["interface-name"]),
    );
  });

  it("a route goes in and comes out by name, in VPP's own words", async () => {
    const route = {
      prefix: "198.51.100.0/24",
      paths: [{ "sw-if-index": 4294967295, type: "FIB_API_PATH_TYPE_DROP", proto: "FIB_API_PATH_NH_PROTO_IP4" }],
    };
    assert.equal((await invoke("ip", "ip-route-add-del", { "is-add": true, route })).status, 200);
    const { details } = output(await invoke("ip", "ip-route-dump", { table: { "table-id": 0 } }), "ip");
    const found = details.find((entry: { route: { prefix: string } }) => entry.route.prefix === "198.51.100.0/24");
    assert.equal(found.route.paths[0].type, "FIB_API_PATH_TYPE_DROP");
  });

  it("VPP's refusal is told with its code", async () => {
    const route = { "table-id": 99, prefix: "198.51.100.0/24", paths: [{}] };
    const refused = await invoke("ip", "ip-route-add-del", { "is-add": true, route });
    const { "error-tag": tag, "error-info": info } = errorOf(refused);
    assert.equal(tag, "operation-failed");
    assert.deepEqual(info["sweetcomb-errors:vpp"], { message: "ip_route_add_del", code: -3, name: "NO_SUCH_FIB" });
  });

  it("a value that the message cannot hold is refused with its path", async () => {
    const refused = await invoke("ip", "ip-route-add-del", { route: { prefix: "198.51.100.256/24" } });
    assert.equal(refused.status, 400);
    assert.equal(errorOf(refused)["error-path"], `/${MODULE}-ip:ip-route-add-del/route/prefix`);
    const misspelt = await invoke("interface", "sw-interface-set-flags", { "sw-if-index": "loop0" });
    assert.equal(misspelt.status, 400);
    assert.equal(errorOf(misspelt)["error-path"], `/${MODULE}-interface:sw-interface-set-flags/sw-if-index`);
  });

  it("a registration that VPP would not answer is refused, and one that it knows is not", async () => {
    const register = (punt: object) =>
      invoke("punt", "punt-socket-register", { "header-version": 1, pathname: "/run/punted.sock", punt });
    const protocol = { af: "ADDRESS_IP4", protocol: 61 };
    const exception = { type: "PUNT_API_TYPE_EXCEPTION", punt: { exception: { id: 9999 } } };
    for (const punt of [{ punt: { l4: protocol } }, { type: 7 }, exception]) {
      const refused = errorOf(await register(punt));
      assert.equal(refused["error-tag"], "operation-not-supported", JSON.stringify(refused));
    }
    const known = {
      type: "PUNT_API_TYPE_IP_PROTO",
      punt: { "ip-proto": { af: "ADDRESS_IP6", protocol: "IP_API_PROTO_OSPF" } },
    };
    assert.equal((await register(known)).status, 200);
  });

  it("paths are taken from a multicast route only if it has them", async () => {
    const change = (isAdd: boolean, group: string, flags: string, ...interfaces: readonly number[]) =>
      invoke("ip", "ip-mroute-add-del", {
        "is-add": isAdd,
        route: {
          "entry-flags": flags,
          prefix: {
            af: "ADDRESS_IP4",
            "grp-address-length": 24,
            "grp-address": { ip4: group },
            "src-address": { ip4: "0.0.0.0" },
          },
          paths: interfaces.map((index) => ({
            "itf-flags": "MFIB_API_ITF_FLAG_FORWARD",
            path: { "sw-if-index": index },
          })),
        },
      });
    const drop = "MFIB_API_ENTRY_FLAG_DROP";
    assert.equal((await change(true, "239.1.1.0", drop)).status, 200);
    for (const group of ["239.1.1.7", "239.1.1.0"]) {
      assert.match(errorOf(await change(false, group, "", 0))["error-message"], /no such path/);
    }
    assert.equal((await change(true, "239.1.1.0", drop, 0)).status, 200);
    assert.equal((await change(false, "239.1.1.7", "", 0)).status, 200);
    assert.equal((await change(false, "239.2.2.0", "", 0)).status, 200);
    assert.equal((await change(true, "239.1.1.0", "")).status, 200);
  });

  it("a table of the classifier that has no room left takes no sessions", async () => {
    const mask = Buffer.alloc(16, 255).toString("base64");
    const table = { "is-add": true, "table-index": 4294967295, nbuckets: 1, "match-n-vectors": 1, mask };
    const add = (memory: number) => invoke("classify", "classify-add-del-table", { ...table, "memory-size": memory });
    assert.equal(errorOf(await add(1_048_576))["error-tag"], "operation-not-supported");
    const index = output(await add(1_052_672), "classify")["new-table-index"];
    const session = (byte: number, isAdd = true) => {
      const match = Buffer.alloc(16, byte).toString("base64");
      return invoke("classify", "classify-add-del-session", { "is-add": isAdd, "table-index": index, match });
    };
    assert.deepEqual([(await session(1)).status, (await session(2)).status], [204, 204]);
    assert.match(errorOf(await session(3))["error-message"], /has 2 sessions for 1 buckets/);
    assert.equal((await session(1, false)).status, 204);
    assert.equal((await session(3)).status, 204);
  });

  it("nobody but administrators may run them", async () => {
    const denied = await invoke("vpe", "show-version", undefined, "ann");
    assert.equal(denied.status, 403);
    assert.equal(errorOf(denied)["error-tag"], "access-denied");
    const tag = await ncclientAnswer<string>(
      server,
      `ann = connect("ann")
answer(error_of(lambda: rpc('<show-version xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-vpe"/>', ann))["tag"])`,
    );
    assert.equal(tag, "access-denied");
    const cli = { method: "POST", path: "/restconf/operations/sweetcomb-vpp-cli:cli", as: "ann" };
    const line = JSON.stringify({ "sweetcomb-vpp-cli:input": { command: "show version" } });
    assert.equal((await curl(server, { ...cli, body: line })).status, 403);
    assert.equal((await curl(server, { ...cli, body: line, as: "admin" })).status, 200);
  });

  it("the modules are listed and their texts served", async () => {
    const library = await curl(server, { path: "/restconf/data/ietf-yang-library:yang-library" });
    const [set] = JSON.parse(library.body)["ietf-yang-library:yang-library"]["module-set"];
    const names: readonly string[] = set.module.map(({ name }: { name: string }) => name);
    const ours = names.filter((name) => name.startsWith(MODULE));
    assert.deepEqual(new Set((await operations()).map((name) => name.split(":")[0])), new Set(ours));
    const text = await ncclientAnswer<string>(server, `answer(m.get_schema("${MODULE}-memif").data)`);
    assert.match(text, /rpc memif-create-v2 \{/);
    const served = await curl(server, {
      path: `/restconf/schema/${MODULE}-memif`,
      headers: { Accept: "application/yang" },
    });
    assert.equal(served.body, text);
  });

  describe("events that VPP was asked for", () => {
    const event = `${MODULE}-interface:sw-interface-event`;
    let index: number;
    before(async () => {
      const want = { "enable-disable": 1, pid: 1 };
      assert.equal((await invoke("interface", "want-interface-events", want)).status, 204);
      index = output(await invoke("interface", "create-loopback"), "interface")["sw-if-index"];
    });

    const setFlags = (flags: string) => invoke("interface", "sw-interface-set-flags", { "sw-if-index": index, flags });
    const isUp = "IF_STATUS_API_FLAG_ADMIN_UP";

    it("come as notifications of its module over RESTCONF", async () => {
      const location = "/restconf/streams/NETCONF/json";
      const told = await firstEvent(server, { location, wanted: event, act: () => setFlags(isUp) });
      const { eventTime, ...members } = told["ietf-restconf:notification"];
      assert.ok(Date.parse(eventTime) > 0);
      const { "sw-if-index": about, flags, deleted } = members[event];
      assert.deepEqual({ about, deleted }, { about: index, deleted: false });
      assert.match(flags, /IF_STATUS_API_FLAG_ADMIN_UP/);
    });

    it("are selected by filters among those of other modules, over both protocols", async () => {
      const filter = encodeURIComponent(`/${event}[sw-if-index='${index}']`);
      const location = `/restconf/streams/NETCONF/json?filter=${filter}`;
      const told = await firstEvent(server, {
        location,
        wanted: "notification",
        act: () => changeConfiguration("loop71"),
      });
      assert.deepEqual(Object.keys(told["ietf-restconf:notification"]), ["eventTime", event]);

      async function changeConfiguration(name: string) {
        await putLoopback(name);
        await setFlags("");
      }
      const text = await ncclientAnswer<string>(
        server,
        `m.create_subscription(filter=("subtree", '<sw-interface-event xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-interface"/>'))
rpc('<sw-interface-set-flags xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-interface"><sw-if-index>${index}</sw-if-index><flags>${isUp}</flags></sw-interface-set-flags>')
answer(m.take_notification(timeout=10).notification_xml)`,
      );
      assert.match(
        text,
        new RegExp(`<sw-interface-event xmlns="[^"]*"><pid>1</pid><sw-if-index>${index}</sw-if-index>`),
      );
    });

    it("are for administrators, unless a rule says otherwise", async () => {
      const heard = await ncclientAnswer<string[]>(
        server,
        `ann = connect("ann")
ann.create_subscription()
rpc('<sw-interface-set-flags xmlns="urn:sweetcomb:params:xml:ns:yang:${MODULE}-interface"><sw-if-index>${index}</sw-if-index><flags/></sw-interface-set-flags>')
m.edit_config(target="running", config='<config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop72</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:softwareLoopback</type></interface></interfaces></config>')
names = []
while "netconf-config-change" not in "".join(names):
    names.append(ann.take_notification(timeout=10).notification_xml)
answer(names)`,
      );
      assert.deepEqual(
        heard.filter((text) => text.includes("sw-interface-event")),
        [],
      );
    });
  });

  it("requests that would end the session are not there", async () => {
    const names = await operations();
    assert.ok(names.includes(`${MODULE}-memclnt:control-ping`));
    assert.deepEqual(
      names.filter((name) => /sockclnt|memclnt-(create|delete)|rx-thread|rpc-call/.test(name)),
      [],
    );
  });
});
