/** The action delete-sessions by curl and ncclient, with the simulator, which has no sessions. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, putResource, skipWithout } from "../support/clients.js";
import { onlyError } from "../support/rpc-errors.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { openTlsNetconf } from "../support/tls-client.js";
import { addCertificateUser } from "../support/users.js";

const instances = "/restconf/data/ietf-nat:nat/instances";

describe("the action that ends sessions of NAT", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
    const instance = [
      { id: 1, type: "ietf-nat:napt44" },
      { id: 2, type: "ietf-nat:nat64" },
    ];
    const body = JSON.stringify({ "ietf-nat:instances": { instance } });
    const { status, body: answer } = await curl(server, { method: "PUT", path: instances, body });
    assert.equal(status, 204, answer);
  });
  after(() => server?.dispose());

  const end = (id: number, input: object, as = "admin") =>
    curl(server, {
      method: "POST",
      as,
      path: `${instances}/instance=${id}/sweetcomb-nat:delete-sessions`,
      body: JSON.stringify({ "sweetcomb-nat:input": input }),
    });

  it("tells how many there were", async () => {
    const { status, body } = await end(1, { "inside-address": "192.0.2.1", "transport-protocol": 17 });
    assert.equal(status, 200, body);
    assert.deepEqual(JSON.parse(body), { "sweetcomb-nat:output": { deleted: 0 } });
    const deleted = await ncclientAnswer<string>(
      server,
      `answer(etree.fromstring(rpc('''<action xmlns="urn:ietf:params:xml:ns:yang:1"><nat xmlns="urn:ietf:params:xml:ns:yang:ietf-nat">
<instances><instance><id>1</id><delete-sessions xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-nat"><inside-address>192.0.2.1</inside-address></delete-sessions>
</instance></instances></nat></action>''').encode()).findtext("{*}deleted"))`,
    );
    assert.equal(deleted, "0");
  });

  it("refuses an instance of another kind, a VRF that is not there, and a call without the inside host", async () => {
    const tags = [];
    for (const [id, input] of [
      [2, { "inside-address": "192.0.2.1" }],
      [1, { "inside-address": "192.0.2.1", vrf: "nowhere" }],
      [1, {}],
    ] as const) {
      const { body } = await end(id, input);
      tags.push(JSON.parse(body)["ietf-restconf:errors"].error[0]["error-tag"]);
    }
    assert.deepEqual(tags, ["operation-not-supported", "data-missing", "missing-element"]);
  });

  const action = (...ids: readonly number[]) => {
    const end = `<delete-sessions xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-nat"><inside-address>192.0.2.1</inside-address></delete-sessions>`;
    const instance = ids.map((id) => `<instance><id>${id}</id>${end}</instance>`).join("");
    return `<action xmlns="urn:ietf:params:xml:ns:yang:1"><nat xmlns="urn:ietf:params:xml:ns:yang:ietf-nat"><instances>${instance}</instances></nat></action>`;
  };

  it("is not there for an instance that is not in operational", async () => {
    const admin = await openTlsNetconf(server);
    await admin.hello();
    const { tag, path } = onlyError(await admin.request(action(7)));
    assert.deepEqual([tag, path], ["data-missing", "/nat/instances/instance[id='7']"]);
    const { status, body } = await end(7, { "inside-address": "192.0.2.1" });
    assert.deepEqual([status, JSON.parse(body)["ietf-restconf:errors"].error[0]["error-tag"]], [404, "invalid-value"]);
    admin.stream.destroy();
  });

  it("is asked for once in an rpc", async () => {
    const admin = await openTlsNetconf(server);
    await admin.hello();
    for (const ids of [
      [1, 1],
      [1, 2],
    ]) {
      const { tag, info } = onlyError(await admin.request(action(...ids)));
      assert.deepEqual([tag, info], ["bad-element", ["bad-element=delete-sessions"]]);
    }
    admin.stream.destroy();
  });

  it("asks its user for exec on it and for reading all that it belongs to", async () => {
    await addCertificateUser(server, "ann");
    const nacm = "/restconf/data/ietf-netconf-acm:nacm";
    const group = [{ name: "staff", "user-name": ["ann"] }];
    await putResource(server, `${nacm}/groups/group=staff`, { "ietf-netconf-acm:group": group });
    const rules = (...rule: readonly object[]) => {
      const list = [
        { name: "staff", group: ["staff"], rule: rule.map((one, index) => ({ name: `${index}`, ...one })) },
      ];
      return putResource(server, `${nacm}/rule-list=staff`, { "ietf-netconf-acm:rule-list": list });
    };
    const rule = (verdict: "permit" | "deny", operations: string, path: string) => ({
      path: `/ietf-nat:nat${path}`,
      "access-operations": operations,
      action: verdict,
    });
    const permitted = async (id: number) => {
      const ann = await openTlsNetconf(server, "ann");
      await ann.hello();
      const reply = await ann.request(action(id));
      ann.stream.destroy();
      const { status } = await end(id, { "inside-address": "192.0.2.1" }, "ann");
      const isDenied = reply.includes("<error-tag>access-denied<");
      assert.equal(status === 403, isDenied, `${status} ${reply}`);
      return !isDenied;
    };
    const sessions = "/instances/instance/sweetcomb-nat:delete-sessions";
    // The action is default-deny-all.
    await rules();
    assert.equal(await permitted(1), false);
    const run = rule("permit", "exec", sessions);
    await rules(run);
    assert.equal(await permitted(1), true);
    await rules(run, rule("permit", "read", "/instances/instance"), rule("deny", "read", "/instances"));
    assert.equal(await permitted(1), false);
    await rules(run, rule("deny", "read", "/instances/instance[id='2']"));
    assert.deepEqual([await permitted(1), await permitted(2), await permitted(7)], [true, false, true]);
    await rules(rule("permit", "exec", "/instances/instance[id='1']"));
    assert.deepEqual([await permitted(1), await permitted(2)], [true, false]);
  });
});
