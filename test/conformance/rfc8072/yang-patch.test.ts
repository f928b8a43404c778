/** YANG Patch with curl against the server process (RFC 8072). */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CurlAnswer, type CurlRequest, curl, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addCertificateUser } from "../../support/users.js";

const LAB = "/restconf/data/example-lab:lab";
const JSON_PATCH = "application/yang-patch+json";
const XML_PATCH = "application/yang-patch+xml";
const XML = "application/yang-data+xml";
const NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-yang-patch";

interface Edit {
  readonly "edit-id"?: string;
  readonly operation: string;
  readonly target: string;
  readonly [member: string]: unknown;
}

interface Status {
  readonly "patch-id": string;
  readonly ok?: readonly null[];
  readonly errors?: { readonly error: readonly Record<string, unknown>[] };
  readonly "edit-status"?: {
    readonly edit: readonly { "edit-id": string; errors: { error: readonly Record<string, unknown>[] } }[];
  };
}

describe("YANG Patch", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;

  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    const content = { title: "t", task: [{ id: 5 }, { id: 3 }], step: ["x", "y"], device: [{ name: "a", serial: 1 }] };
    const body = JSON.stringify({ "example-lab:lab": content });
    assert.ok((await curl(server, { method: "PUT", path: LAB, body })).status < 300);
  });

  const lab = async () => JSON.parse((await curl(server, { path: LAB })).body)["example-lab:lab"];
  const send = (path: string, body: string, more: Partial<CurlRequest> = {}) =>
    curl(server, { method: "PATCH", path, body, ...more, headers: { "Content-Type": JSON_PATCH, ...more.headers } });
  const patch = (edits: readonly Edit[], path = LAB, more: Partial<CurlRequest> = {}) => {
    const numbered = edits.map((edit, index) => ({ "edit-id": `e${index + 1}`, ...edit }));
    return send(path, JSON.stringify({ "ietf-yang-patch:yang-patch": { "patch-id": "p", edit: numbered } }), more);
  };
  const device = (name: string, more: object = {}) => ({ "example-lab:device": [{ name, ...more }] });
  const task = (id: number) => ({ "example-lab:task": [{ id }] });
  const ids = async () => (await lab()).task.map(({ id }: { id: number }) => id);

  it("applies every operation in order and says ok with 200", async () => {
    const answer = await patch([
      { operation: "create", target: "/device=b", value: device("b", { serial: 2 }) },
      { operation: "merge", target: "/device=b", value: device("b", { speed: 10 }) },
      { operation: "replace", target: "/device=a", value: device("a", { serial: 7 }) },
      { operation: "delete", target: "/title" },
      { operation: "remove", target: "/alarm" },
      { operation: "insert", target: "/task=9", where: "before", point: "/task=3", value: task(9) },
      { operation: "move", target: "/task=5", where: "last" },
      { operation: "move", target: "/step=y", where: "first" },
    ]);
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.headers["content-type"], "application/yang-data+json");
    assert.deepEqual(JSON.parse(answer.body), {
      "ietf-yang-patch:yang-patch-status": { "patch-id": "p", ok: [null] },
    });
    assert.deepEqual(await lab(), {
      task: [{ id: 9 }, { id: 3 }, { id: 5 }],
      step: ["y", "x"],
      device: [
        { name: "a", serial: 7 },
        { name: "b", serial: 2, speed: 10 },
      ],
    });
  });

  it("an edit builds on what the edits before it have done", async () => {
    const answer = await patch([
      { operation: "create", target: "/device=b", value: device("b", { serial: 2 }) },
      { operation: "delete", target: "/device=b" },
      { operation: "create", target: "/device=b", value: device("b", { serial: 3 }) },
    ]);
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual((await lab()).device[1], { name: "b", serial: 3 });
  });

  it("a failing edit leaves the datastore as it was and is named with its errors", async () => {
    const before = await lab();
    const answer = await patch([
      { operation: "create", target: "/device=b", value: device("b", { serial: 2 }) },
      { operation: "create", target: "/device=a", value: device("a", { serial: 9 }) },
      { operation: "delete", target: "/title" },
    ]);
    assert.equal(answer.status, 409);
    const status = statusOf(answer);
    assert.equal(status.ok, undefined);
    assert.equal(status.errors, undefined);
    const [edit, ...others] = status["edit-status"]!.edit;
    assert.deepEqual([edit!["edit-id"], others], ["e2", []]);
    const [error] = edit!.errors.error;
    assert.deepEqual([error!["error-tag"], error!["error-path"]], ["data-exists", "/example-lab:lab/device[name='a']"]);
    assert.deepEqual(await lab(), before);
  });

  it("a broken constraint is reported for the patch as a whole and undoes all of it", async () => {
    const before = await lab();
    const answer = await patch([
      { operation: "merge", target: "/device=a", value: device("a", { speed: 20000 }) },
      { operation: "delete", target: "/title" },
    ]);
    assert.equal(answer.status, 412);
    const status = statusOf(answer);
    assert.equal(status.errors!.error[0]!["error-app-tag"], "too-fast-for-copper");
    assert.equal(status["edit-status"], undefined);
    assert.deepEqual(await lab(), before);
  });

  it("deleting or moving what is not there is 404, and removing it is not an error", async () => {
    for (const operation of ["delete", "move"]) {
      const answer = await patch([{ operation, target: "/task=77" }]);
      const { edit } = statusOf(answer)["edit-status"]!;
      assert.deepEqual([answer.status, edit[0]!.errors.error[0]!["error-tag"]], [404, "data-missing"], operation);
    }
    assert.equal((await patch([{ operation: "remove", target: "/task=77" }])).status, 200);
    assert.deepEqual(await ids(), [5, 3]);
  });

  it("insert and move put entries first, last, before and after", async () => {
    const places: readonly [Edit, readonly number[]][] = [
      [{ operation: "insert", target: "/task=1", where: "first", value: task(1) }, [1, 5, 3]],
      [{ operation: "insert", target: "/task=2", value: task(2) }, [1, 5, 3, 2]],
      [{ operation: "move", target: "/task=2", where: "after", point: "/task=1" }, [1, 2, 5, 3]],
      [{ operation: "move", target: "/task=1", where: "before", point: "/example-lab:lab/task=3" }, [2, 5, 1, 3]],
      [{ operation: "move", target: "/task=2" }, [5, 1, 3, 2]],
    ];
    for (const [edit, expected] of places) {
      const answer = await patch([edit]);
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(await ids(), expected);
    }
  });

  it("insert of what is there, places of other lists and lists that the system orders are refused", async () => {
    const refused: readonly [Edit, number, string][] = [
      [{ operation: "insert", target: "/task=5", value: task(5) }, 409, "data-exists"],
      [{ operation: "move", target: "/device=a", where: "first" }, 400, "invalid-value"],
      [{ operation: "move", target: "/task=5", where: "after", point: "/step=x" }, 400, "invalid-value"],
      [{ operation: "move", target: "/task=5", where: "after", point: "/task=99" }, 400, "bad-attribute"],
    ];
    for (const [edit, status, tag] of refused) {
      const answer = await patch([edit]);
      const [found] = statusOf(answer)["edit-status"]!.edit;
      assert.deepEqual([answer.status, found!.errors.error[0]!["error-tag"]], [status, tag], answer.body);
    }
    assert.deepEqual(await ids(), [5, 3]);
  });

  it("the target '/' is the resource of the request, which may not be the datastore", async () => {
    const own = await patch(
      [{ operation: "replace", target: "/", value: device("a", { serial: 4 }) }],
      `${LAB}/device=a`,
    );
    assert.equal(own.status, 200, own.body);
    assert.deepEqual((await lab()).device, [{ name: "a", serial: 4 }]);
    const datastore = await patch([{ operation: "merge", target: "/", value: {} }], "/restconf/data");
    assert.equal(datastore.status, 400);
    assert.equal(statusOf(datastore)["edit-status"]!.edit[0]!.errors.error[0]!["error-tag"], "invalid-value");
  });

  it("a patch of the datastore edits several top-level resources as one commit", async () => {
    const target = "/example-lab:lab/device=b";
    const answer = await patch(
      [
        { operation: "create", target, value: { device: [{ name: "b", serial: 2 }] } },
        { operation: "merge", target: "/ietf-interfaces:interfaces", value: { "ietf-interfaces:interfaces": {} } },
      ],
      "/restconf/data",
    );
    assert.equal(answer.status, 200, answer.body);
    assert.equal((await lab()).device.length, 2);
  });

  it("a patch of the candidate leaves running alone", async () => {
    const path = "/restconf/ds/ietf-datastores:candidate/example-lab:lab";
    const answer = await patch([{ operation: "delete", target: "/title" }], path);
    assert.equal(answer.status, 200, answer.body);
    assert.equal((await lab()).title, "t");
    const restored = await patch(
      [{ operation: "create", target: "/title", value: { "example-lab:title": "t" } }],
      path,
    );
    assert.equal(restored.status, 200, restored.body);
  });

  it("a resource that is not there is not made by a patch of it", async () => {
    const path = `${LAB}/device=nobody`;
    const answer = await patch([{ operation: "merge", target: "/speed", value: { "example-lab:speed": 5 } }], path);
    assert.equal(answer.status, 409);
    assert.equal(statusOf(answer).errors!.error[0]!["error-tag"], "data-missing");
    assert.equal((await lab()).device.length, 1);
  });

  it("XML says the same, with prefixes that are declared anywhere", async () => {
    const body =
      `<?xml version="1.0"?><p:yang-patch xmlns:p="${NAMESPACE}" xmlns:l="urn:example:lab"><p:patch-id>x&amp;1</p:patch-id>` +
      "<!-- two edits --><p:edit><p:edit-id>1</p:edit-id><p:operation>create</p:operation><p:target>/device=b</p:target>" +
      "<p:value><l:device><l:name>b</l:name><l:serial>2</l:serial><l:cable>l:fibre</l:cable></l:device></p:value></p:edit>" +
      "<p:edit><p:edit-id>2</p:edit-id><p:operation>remove</p:operation><p:target>/title</p:target></p:edit></p:yang-patch>";
    const headers = { "Content-Type": XML_PATCH, Accept: XML };
    const answer = await send(LAB, body, { headers });
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.headers["content-type"], XML);
    assert.equal(
      answer.body,
      `<yang-patch-status xmlns="${NAMESPACE}"><patch-id>x&amp;1</patch-id><ok/></yang-patch-status>`,
    );
    assert.equal((await lab()).device[1].cable, "fibre");
    const again = await send(LAB, body, { headers });
    assert.equal(again.status, 409);
    assert.match(again.body, /<edit-status><edit><edit-id>1<\/edit-id><errors><error><error-type>application/);
    assert.match(again.body, /<error-path xmlns:lab="urn:example:lab">\/lab:lab\/lab:device\[lab:name='b'\]</);
  });

  it("a body that is no patch is 400 malformed-message and changes nothing", async () => {
    const edit = { "edit-id": "1", operation: "remove", target: "/title" };
    const bodies: readonly unknown[] = [
      "{",
      {},
      { "ietf-yang-patch:yang-patch": { edit: [edit] } },
      { "ietf-yang-patch:yang-patch": { "patch-id": "p", edit: [edit, edit] } },
      ...[
        { operation: "destroy" },
        { target: undefined },
        { where: "first" },
        { point: "/task=5" },
        { value: {} },
        { operation: "merge" },
        { colour: "red" },
        { operation: "move", target: "/task=5", where: "before" },
      ].map((change) => ({ "ietf-yang-patch:yang-patch": { "patch-id": "p", edit: [{ ...edit, ...change }] } })),
    ];
    for (const body of bodies) {
      const answer = await send(LAB, typeof body === "string" ? body : JSON.stringify(body));
      const { error } = JSON.parse(answer.body)["ietf-restconf:errors"];
      assert.deepEqual([answer.status, error[0]["error-tag"]], [400, "malformed-message"], JSON.stringify(body));
    }
    const xml = [`<yang-patch xmlns="${NAMESPACE}"><patch-id>`, "<yang-patch/>", "<a/><b/>", "&"];
    for (const body of xml)
      assert.equal((await send(LAB, body, { headers: { "Content-Type": XML_PATCH } })).status, 400);
    assert.equal((await lab()).title, "t");
  });

  it("a value that is not the target, or more than it, belongs to its edit", async () => {
    for (const value of [device("z", { serial: 2 }), {}, { ...device("b", { serial: 2 }), ...task(1) }]) {
      const answer = await patch([{ operation: "merge", target: "/device=b", value }]);
      assert.equal(answer.status, 400, answer.body);
      assert.equal(statusOf(answer)["edit-status"]!.edit[0]!["edit-id"], "e1");
    }
  });

  it("targets that name nothing in the schema, keys, and state are refused with their edit", async () => {
    const state = "/restconf/data";
    const refused: readonly [Edit, string, number][] = [
      [{ operation: "remove", target: "/nothing" }, LAB, 404],
      [{ operation: "remove", target: "title" }, LAB, 400],
      [{ operation: "remove", target: "/device" }, LAB, 400],
      [{ operation: "remove", target: "/device=a/name" }, LAB, 400],
      [{ operation: "remove", target: "/ietf-restconf-monitoring:restconf-state" }, state, 400],
    ];
    for (const [edit, path, status] of refused) {
      const answer = await patch([edit], path);
      assert.equal(answer.status, status, answer.body);
      assert.equal(statusOf(answer)["edit-status"]!.edit[0]!["edit-id"], "e1", answer.body);
    }
  });

  it("conditions are looked at before the edits", async () => {
    const edits = [{ operation: "delete", target: "/title" }];
    assert.equal((await patch(edits, LAB, { headers: { "If-Match": '"other"' } })).status, 412);
    const { etag } = (await curl(server, { path: LAB })).headers;
    const answer = await patch(edits, LAB, { headers: { "If-Match": etag! } });
    assert.equal(answer.status, 200);
    assert.notEqual(answer.headers.etag, etag);
    assert.equal((await lab()).title, undefined);
  });

  it("access that is denied to one edit is told with it, and nothing is done", async () => {
    await addCertificateUser(server, "operator");
    const path = "/restconf/data/ietf-netconf-acm:nacm/rule-list=lab";
    const rule = (name: string, access: string, more: object) => ({ name, "access-operations": access, ...more });
    const list = {
      name: "lab",
      group: ["lab-users"],
      rule: [
        rule("no-title", "create update delete", { path: "/example-lab:lab/title", action: "deny" }),
        rule("rest", "*", { "module-name": "example-lab", action: "permit" }),
      ],
    };
    const groups = { "ietf-netconf-acm:group": [{ name: "lab-users", "user-name": ["operator"] }] };
    const nacm = "/restconf/data/ietf-netconf-acm:nacm/groups";
    const made = await curl(server, { method: "POST", path: nacm, body: JSON.stringify(groups) });
    assert.equal(made.status, 201, made.body);
    const body = JSON.stringify({ "ietf-netconf-acm:rule-list": [list] });
    assert.equal((await curl(server, { method: "PUT", path: `${path}?insert=first`, body })).status, 201);
    const answer = await patch(
      [
        { operation: "remove", target: "/step=x" },
        { operation: "delete", target: "/title" },
      ],
      LAB,
      { as: "operator" },
    );
    assert.equal(answer.status, 403, answer.body);
    const [edit] = statusOf(answer)["edit-status"]!.edit;
    assert.deepEqual([edit!["edit-id"], edit!.errors.error[0]!["error-tag"]], ["e2", "access-denied"]);
    assert.deepEqual((await lab()).step, ["x", "y"]);
    assert.equal((await curl(server, { method: "DELETE", path })).status, 204);
  });

  it("the capability, Accept-Patch and 415 tell a client what it may send", async () => {
    const state = await curl(server, { path: "/restconf/data/ietf-restconf-monitoring:restconf-state/capabilities" });
    assert.match(state.body, /urn:ietf:params:restconf:capability:yang-patch:1\.0/);
    const options = await curl(server, { method: "OPTIONS", path: LAB });
    for (const type of [JSON_PATCH, XML_PATCH, "application/yang-data+json"]) {
      assert.ok(options.headers["accept-patch"]!.includes(type), options.headers["accept-patch"]);
    }
    const other = await send(LAB, "{}", { headers: { "Content-Type": "text/plain" } });
    assert.deepEqual([other.status, other.headers["accept-patch"]], [415, options.headers["accept-patch"]]);
    const put = await send(LAB, "{}", { method: "PUT" });
    assert.equal(put.status, 415);
  });
});

function statusOf({ body }: CurlAnswer): Status {
  return JSON.parse(body)["ietf-yang-patch:yang-patch-status"];
}
