/** The action delete-sessions by curl and ncclient, with the simulator, which has no sessions. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

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

  const end = (id: number, input: object) =>
    curl(server, {
      method: "POST",
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
});
