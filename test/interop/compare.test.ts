/** RFC 9144 compare, with clients that know nothing of Sweetcomb. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connectVpp } from "vpp-binapi-ts";
import { DeleteLoopback, SwInterfaceDump } from "vpp-binapi-ts/api";
import { curl, ncclient, ncclientAnswer, putResource, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser } from "../support/users.js";

interface Edit {
  readonly operation: string;
  readonly target: string;
  readonly value?: Record<string, unknown>;
  readonly "source-value"?: Record<string, unknown>;
}

const loopback = (name: string, description: string) => ({
  name,
  description,
  type: "iana-if-type:softwareLoopback",
});

describe("compare", { skip: skipWithout("curl", "ncclient", "openssl") }, () => {
  let server: ServerProcess;
  const put = (interfaces: readonly object[], datastore = "data") =>
    curl(server, {
      method: "PUT",
      path: `/restconf/${datastore}/ietf-interfaces:interfaces`,
      body: JSON.stringify({ "ietf-interfaces:interfaces": { interface: interfaces } }),
    });
  const compare = async (source: string, target: string, more: object = {}) => {
    const input = { source: `ietf-datastores:${source}`, target: `ietf-datastores:${target}`, ...more };
    const path = "/restconf/operations/ietf-nmda-compare:compare";
    const answer = await curl(server, {
      method: "POST",
      path,
      body: JSON.stringify({ "ietf-nmda-compare:input": input }),
    });
    return { status: answer.status, output: JSON.parse(answer.body)["ietf-nmda-compare:output"], body: answer.body };
  };
  const edits = (output: { differences: { "yang-patch": { edit?: readonly Edit[] } } }) =>
    output.differences["yang-patch"].edit ?? [];
  const interfacesOnly = { "xpath-filter": "/ietf-interfaces:interfaces" };

  before(async () => {
    server = await startServerProcess();
    await put([loopback("loop0", "one"), loopback("loop1", "two")]);
  });
  after(() => server?.dispose());

  it("tells what a candidate would change, as edits with the values on both sides", async () => {
    await put([loopback("loop0", "another"), loopback("loop2", "new")], "ds/ietf-datastores:candidate");
    const { status, output } = await compare("running", "candidate", interfacesOnly);
    assert.equal(status, 200);
    const list = "/ietf-interfaces:interfaces/interface";
    const shown = edits(output).map(({ operation, target }) => `${operation} ${target}`);
    assert.deepEqual(shown.sort(), [
      `create ${list}=loop2`,
      `delete ${list}=loop1`,
      `replace ${list}=loop0/description`,
    ]);
    const replaced = edits(output).find(({ operation }) => operation === "replace");
    assert.deepEqual(replaced?.value, { "ietf-interfaces:description": "another" });
    assert.deepEqual(replaced?.["source-value"], { "ietf-interfaces:description": "one" });
  });

  it("declares over NETCONF the namespace of an identity in a value", async () => {
    const identities = await ncclientAnswer<readonly string[]>(
      server,
      `
reply = etree.fromstring(rpc('''<compare xmlns="urn:ietf:params:xml:ns:yang:ietf-nmda-compare"
 xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"><source>ds:running</source><target>ds:candidate</target>
 <xpath-filter xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces">/if:interfaces</xpath-filter></compare>''').encode())
types = reply.iterfind(".//{urn:ietf:params:xml:ns:yang:ietf-interfaces}type")
answer([kind.nsmap[kind.text.split(":")[0]] + " " + kind.text.split(":")[1] for kind in types])
`,
    );
    const loopback = "urn:ietf:params:xml:ns:yang:iana-if-type softwareLoopback";
    assert.deepEqual(identities, [loopback, loopback]);
  });

  it("finds no difference between a datastore and itself, and nothing to compare where the filter selects nothing", async () => {
    assert.deepEqual(edits((await compare("running", "running")).output), []);
    const nothing = await compare("running", "candidate", { "xpath-filter": "/sweetcomb-lb:load-balancer/vip" });
    assert.deepEqual(nothing.output, { "no-matches": [null] });
  });

  it("shows in operational what VPP has lost, over NETCONF with a subtree filter", async () => {
    const other = await connectVpp({ socketPath: server.vppSocket, name: "other" });
    for await (const { interfaceName, swIfIndex } of other.dump(SwInterfaceDump)) {
      if (interfaceName === "loop1") await other.call(DeleteLoopback, { swIfIndex });
    }
    other.close();
    const answer = await ncclient(
      server,
      `
from ncclient.xml_ import to_ele
print(m.dispatch(to_ele('''<compare xmlns="urn:ietf:params:xml:ns:yang:ietf-nmda-compare"
 xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"><source>ds:intended</source><target>ds:operational</target>
 <subtree-filter><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop1</name></interface>
 </interfaces></subtree-filter></compare>''')))
`,
    );
    assert.match(answer, /<operation>delete<\/operation>/);
    assert.match(answer, /<target>\/ietf-interfaces:interfaces\/interface=loop1<\/target>/);
    assert.match(
      answer,
      /<source-value[^>]*><interface xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><name>loop1</,
    );
  });

  it("tells origins where they are asked for, and state only where all is compared", async () => {
    const asked = { ...interfacesOnly, "report-origin": [null] };
    const plain = await compare("running", "operational", interfacesOnly);
    assert.doesNotMatch(plain.body, /ietf-origin:|oper-status/);
    const withOrigins = await compare("running", "operational", asked);
    assert.match(withOrigins.body, /"ietf-origin:origin":"ietf-origin:\w+"/);
    const all = await compare("running", "operational", { ...interfacesOnly, all: [null] });
    assert.match(all.body, /oper-status/);
  });

  it("asks for both datastores, and for a filter that can be read", async () => {
    const path = "/restconf/operations/ietf-nmda-compare:compare";
    for (const [input, tag] of [
      [{ source: "ietf-datastores:running" }, "missing-element"],
      [{ source: "ietf-datastores:running", target: "ietf-datastores:running", "xpath-filter": "/[" }, "invalid-value"],
    ] as const) {
      const body = JSON.stringify({ "ietf-nmda-compare:input": input });
      assert.match((await curl(server, { method: "POST", path, body })).body, new RegExp(`"error-tag":"${tag}"`));
    }
  });

  it("compares for each user what he may read", async () => {
    await addCertificateUser(server, "ann");
    const input = { source: "ietf-factory-default:factory-default", target: "ietf-datastores:running" };
    const { body } = await curl(server, {
      method: "POST",
      path: "/restconf/operations/ietf-nmda-compare:compare",
      as: "ann",
      body: JSON.stringify({ "ietf-nmda-compare:input": { ...input, "xpath-filter": "/ietf-netconf-acm:nacm" } }),
    });
    assert.match(body, /no-matches/);
  });

  it("refuses a datastore that is not there", async () => {
    const { status, body } = await compare("running", "dynamic");
    assert.equal(status, 400);
    assert.match(body, /invalid-value/);
  });

  it("tells the order of what the user orders, as edits that YANG Patch takes", async () => {
    const lab = await startLabServer();
    try {
      const path = "/restconf/data/example-lab:lab";
      const candidate = "/restconf/ds/ietf-datastores:candidate/example-lab:lab";
      const content = (step: readonly string[], ...ids: readonly number[]) => ({
        "example-lab:lab": { step, task: ids.map((id) => ({ id, what: `${id}` })) },
      });
      await putResource(lab, path, content(["open", "sweep", "lock"], 1, 2, 3));
      await putResource(lab, candidate, content(["open", "air", "lock", "sweep"], 3, 1, 4, 2));
      const { body } = await curl(lab, {
        method: "POST",
        path: "/restconf/operations/ietf-nmda-compare:compare",
        body: JSON.stringify({
          "ietf-nmda-compare:input": {
            source: "ietf-datastores:running",
            target: "ietf-datastores:candidate",
            "xpath-filter": "/example-lab:lab",
          },
        }),
      });
      const told = edits(JSON.parse(body)["ietf-nmda-compare:output"]);
      assert.deepEqual(new Set(told.map(({ operation }) => operation)), new Set(["insert", "move"]));
      const patch = { "patch-id": "order", edit: told.map(({ "source-value": _, ...edit }) => edit) };
      const patched = await curl(lab, {
        method: "PATCH",
        path: "/restconf/data",
        body: JSON.stringify({ "ietf-yang-patch:yang-patch": patch }),
        headers: { "Content-Type": "application/yang-patch+json" },
      });
      assert.equal(patched.status, 200, patched.body);
      const now = await curl(lab, { path: `${path}?content=config&with-defaults=explicit` });
      assert.deepEqual(JSON.parse(now.body), content(["open", "air", "lock", "sweep"], 3, 1, 4, 2));
    } finally {
      await lab.dispose();
    }
  });
});
