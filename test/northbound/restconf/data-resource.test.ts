/** Datastore and data resources, as a client sees them and as the operations behind them are asked for. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { FastifyInstance, InjectOptions } from "fastify";
import { ManagementError } from "../../../src/errors/management-error.js";
import { testApplication } from "./support/application.js";
import type { FakeManagement } from "./support/fake-management.js";

const D = "/restconf/data/example-devices:devices";
const jsonType = { "content-type": "application/yang-data+json" };
const xmlType = { "content-type": "application/yang-data+xml" };
const acceptXml = { accept: "application/yang-data+xml" };

let app: FastifyInstance;
let management: FakeManagement;

beforeEach(() => {
  ({ app, management } = testApplication());
});

afterEach(async () => {
  await app.close();
  assert.equal(management.openAnswers, 0, "every answer has been read to its end or released");
  assert.ok(
    management.sessions.every(({ closed }) => closed),
    "every session has been closed",
  );
});

async function send(method: InjectOptions["method"], url: string, options: InjectOptions = {}) {
  return app.inject({ method: method!, url, ...options });
}

async function expectError(reply: Awaited<ReturnType<typeof send>>, status: number, tag: string) {
  assert.equal(reply.statusCode, status, reply.body);
  const [error] = reply.json()["ietf-restconf:errors"].error;
  assert.equal(error["error-tag"], tag);
  return error;
}

test("a GET answers the target itself and not its ancestors", async () => {
  const reply = await send("GET", `${D}/device=a/port=1,2`);
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers["content-type"], "application/yang-data+json");
  assert.deepEqual(reply.json(), { "example-devices:port": [{ slot: 1, number: 2, mtu: 1500 }] });
});

test("a GET carries ETag, Last-Modified, Cache-Control and Vary", async () => {
  const { headers } = await send("GET", `${D}/device=a`);
  assert.equal(headers.etag, '"r1-json"');
  assert.equal(headers["last-modified"], "Sun, 01 Mar 2026 12:00:00 GMT");
  assert.equal(headers["cache-control"], "no-cache");
  assert.equal(headers.vary, "accept");
});

test("a GET in XML is one element", async () => {
  const reply = await send("GET", `${D}/device=b`, { headers: acceptXml });
  assert.equal(reply.headers["content-type"], "application/yang-data+xml");
  assert.equal(
    reply.body,
    '<device xmlns="urn:example:example-devices"><name xmlns="urn:example:example-devices">b</name>' +
      '<note xmlns="urn:example:example-extra">second</note></device>',
  );
});

for (const url of [
  "/restconf/data",
  "/restconf/data/",
  "/restconf/ds/ietf-datastores:running",
  "/restconf/ds/ietf-datastores%3Arunning/",
]) {
  test(`a GET of ${url} has the top-level nodes inside "data"`, async () => {
    const json = await send("GET", url);
    assert.deepEqual(json.json(), { "ietf-restconf:data": management.data });
    const xml = await send("GET", url, { headers: acceptXml });
    assert.match(xml.body, /^<data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><devices .*<\/data>$/);
  });
}

test("an empty datastore is answered as such and not with 404", async () => {
  management.data = {};
  assert.deepEqual((await send("GET", "/restconf/data")).json(), { "ietf-restconf:data": {} });
  const xml = await send("GET", "/restconf/data", { headers: acceptXml });
  assert.equal(xml.body, '<data xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"></data>');
});

test("a datastore resource has an ETag also when the answer brings none", async () => {
  management.answer = () => ({ kind: "data", chunks: (async function* () {})(), empty: true });
  const { headers } = await send("GET", "/restconf/data");
  assert.equal(headers.etag, '"r1-json"');
});

test("query parameters and the datastore reach the operation", async () => {
  await send(
    "GET",
    "/restconf/ds/ietf-datastores:operational/example-devices:devices?depth=2&with-origin&content=nonconfig&fields=rule&with-defaults=report-all",
  );
  assert.deepEqual(management.operations, [
    {
      kind: "read-resource",
      datastore: "operational",
      path: "/example-devices:devices",
      format: "json",
      content: "nonconfig",
      depth: 2,
      fields: [["rule"]],
      withDefaults: "report-all",
      withOrigin: true,
      page: undefined,
      sublistLimit: undefined,
    },
  ]);
});

test("what is not there is 404 with invalid-value and its path", async () => {
  const error = await expectError(await send("GET", `${D}/device=zz`), 404, "invalid-value");
  assert.equal(error["error-path"], "/example-devices:devices/device[name='zz']");
  assert.equal(error["error-type"], "protocol");
  await expectError(await send("GET", "/restconf/data/nowhere:node"), 404, "invalid-value");
  await expectError(await send("GET", "/restconf/ds/ietf-datastores:other"), 404, "invalid-value");
  await expectError(await send("GET", "/restconf/ds/"), 404, "invalid-value");
  await expectError(await send("GET", "/restconf/nothing"), 404, "invalid-value");
});

test("a list as a whole is an array in JSON", async () => {
  const reply = await send("GET", `${D}/device=a/tag`);
  assert.deepEqual(reply.json(), { "example-devices:tag": ["x", "y"] });
});

test("a list as a whole is answered in XML when it has one entry, and with 400 when it has more", async () => {
  const one = await send("GET", `${D}/device=a/port`, { headers: acceptXml });
  assert.match(one.body, /^<port .*<\/port>$/);
  const many = await send("GET", `${D}/device`, { headers: acceptXml });
  assert.equal(many.statusCode, 400);
  assert.match(many.body, /<error-tag>invalid-value<\/error-tag>/);
  const head = await send("HEAD", `${D}/device`, { headers: acceptXml });
  assert.equal(head.statusCode, 400);
});

test("HEAD is GET without the body", async () => {
  const reply = await send("HEAD", `${D}/device=a`);
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.body, "");
  assert.equal(reply.headers.etag, '"r1-json"');
  assert.equal(reply.headers["content-type"], "application/yang-data+json");
  const missing = await send("HEAD", `${D}/device=zz`);
  assert.equal(missing.statusCode, 404);
  assert.equal(missing.body, "");
});

test("a GET with the present tag is 304, and with a condition that does not hold 412", async () => {
  const notModified = await send("GET", `${D}/device=a`, { headers: { "if-none-match": '"r1-json"' } });
  assert.equal(notModified.statusCode, 304);
  assert.equal(notModified.body, "");
  assert.equal(notModified.headers.etag, '"r1-json"');
  const failed = await send("GET", "/restconf/data", { headers: { "if-match": '"r0-json"' } });
  await expectError(failed, 412, "operation-failed");
});

test("an error before the first byte is answered as one, also when the answer had begun", async () => {
  management.answer = () => ({
    kind: "data",
    empty: false,
    // biome-ignore lint/correctness/useYield: it fails before it has anything to yield
    chunks: (async function* () {
      throw new ManagementError("resource-denied", { message: "out of memory" });
    })(),
  });
  await expectError(await send("GET", D), 409, "resource-denied");
});

test("POST creates a child and says where it is", async () => {
  const reply = await send("POST", `${D}/device=a`, {
    headers: { ...jsonType, host: "vpp.example:8443" },
    payload: '{"example-devices:port":[{"slot":7,"number":8}]}',
  });
  assert.equal(reply.statusCode, 201, reply.body);
  assert.equal(reply.body, "");
  assert.equal(reply.headers.location, `https://vpp.example:8443${D}/device=a/port=7,8`);
  assert.equal(reply.headers.etag, '"r2-json"');
  const operation = management.operations[0];
  assert.ok(operation?.kind === "write-resource" && operation.content?.kind === "body");
  assert.equal(operation.path, "/example-devices:devices/device[name='a']");
  assert.equal(operation.content.parent, operation.path);
  assert.equal((await send("GET", `${D}/device=a/port=7,8`)).statusCode, 200);
});

test("Location has the datastore that was written to, and no host that nobody has", async () => {
  const reply = await send("POST", "/restconf/ds/ietf-datastores:candidate/example-devices:devices", {
    headers: { ...xmlType, host: "evil!example" },
    payload: '<device xmlns="urn:example:example-devices"><name>c/d</name></device>',
  });
  assert.equal(reply.statusCode, 201, reply.body);
  assert.match(
    String(reply.headers.location),
    /^https:\/\/[\w.:[\]]+\/restconf\/ds\/ietf-datastores:candidate\/example-devices:devices\/device=c%2Fd$/,
  );
});

test("POST of what is there already is 409 data-exists", async () => {
  const reply = await send("POST", D, { headers: jsonType, payload: '{"example-devices:device":[{"name":"a"}]}' });
  await expectError(reply, 409, "data-exists");
});

test("PUT creates with 201 and replaces with 204", async () => {
  const payload = '{"example-devices:device":[{"name":"c","description":"new"}]}';
  const created = await send("PUT", `${D}/device=c`, { headers: jsonType, payload });
  assert.equal(created.statusCode, 201, created.body);
  assert.match(String(created.headers.location), /\/device=c$/);
  const replaced = await send("PUT", `${D}/device=c`, { headers: jsonType, payload });
  assert.equal(replaced.statusCode, 204);
  assert.equal(replaced.headers.etag, '"r3-json"');
  const operation = management.operations[1];
  assert.ok(operation?.kind === "write-resource" && operation.content?.kind === "body");
  assert.equal(operation.content.parent, "/example-devices:devices");
  assert.equal(operation.content.target, "/example-devices:devices/device[name='c']");
});

test("PUT and PATCH of the datastore hand on the nodes without the wrapper", async () => {
  const nodes = '{"example-devices:devices":{"rule":[{"id":"z"}]}}';
  const replaced = await send("PUT", "/restconf/data", {
    headers: jsonType,
    payload: `{"ietf-restconf:data":${nodes}}`,
  });
  assert.equal(replaced.statusCode, 204, replaced.body);
  assert.deepEqual(management.data, JSON.parse(nodes));
  const merged = await send("PATCH", "/restconf/data", {
    headers: xmlType,
    payload:
      '<rc:data xmlns:rc="urn:ietf:params:xml:ns:yang:ietf-restconf" xmlns:o="urn:example:example-other"><o:other><o:value>1</o:value></o:other></rc:data>',
  });
  assert.equal(merged.statusCode, 204, merged.body);
  assert.deepEqual(management.data["example-other:other"], { value: "1" });
  await expectError(
    await send("PUT", "/restconf/data", { headers: jsonType, payload: nodes }),
    400,
    "malformed-message",
  );
});

test("PATCH merges with 204 and DELETE deletes with 204", async () => {
  const patched = await send("PATCH", `${D}/device=a/description`, {
    headers: jsonType,
    payload: '{"example-devices:description":"other"}',
  });
  assert.equal(patched.statusCode, 204, patched.body);
  const deleted = await send("DELETE", `${D}/device=a`);
  assert.equal(deleted.statusCode, 204);
  await expectError(await send("DELETE", `${D}/device=a`), 409, "data-missing");
});

test("insert and point reach the operation", async () => {
  await send("POST", `${D}?insert=after&point=%2Fexample-devices%3Adevices%2Frule%3Dr1`, {
    headers: jsonType,
    payload: '{"example-devices:rule":[{"id":"r3"}]}',
  });
  const operation = management.operations[0];
  assert.ok(operation?.kind === "write-resource");
  assert.equal(operation.insert, "after");
  assert.equal(operation.point, "/example-devices:devices/rule[id='r1']");
});

test("a write whose condition does not hold is 412 and changes nothing", async () => {
  const headers = { ...jsonType, "if-match": '"r0-json"' };
  const payload = '{"example-devices:description":"other"}';
  const reply = await send("PUT", `${D}/device=a/description`, { headers, payload });
  await expectError(reply, 412, "operation-failed");
  assert.equal(management.revision, 1);
  headers["if-match"] = '"r1-xml"';
  assert.equal((await send("PUT", `${D}/device=a/description`, { headers, payload })).statusCode, 204);
});

test("a write to a list without keys is 400", async () => {
  const payload = '{"example-devices:device":[{"name":"c"}]}';
  await expectError(await send("PUT", `${D}/device`, { headers: jsonType, payload }), 400, "invalid-value");
  await expectError(await send("DELETE", `${D}/device`), 400, "invalid-value");
});

const forbidden: readonly (readonly [
  method: "PUT" | "POST" | "DELETE" | "PATCH" | "GET",
  url: string,
  allow: string,
])[] = [
  ["DELETE", "/restconf/data", "GET, HEAD, POST, PUT, PATCH, OPTIONS"],
  ["PUT", "/restconf/data/example-devices:log", "GET, HEAD, OPTIONS"],
  ["DELETE", "/restconf/ds/ietf-datastores:operational/example-devices:devices", "GET, HEAD, OPTIONS"],
  ["PATCH", "/restconf/ds/ietf-datastores:intended", "GET, HEAD, OPTIONS"],
  ["POST", `${D}/device=a/description`, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
  ["GET", `${D}/device=a/reset`, "POST, OPTIONS"],
  ["POST", "/restconf/ds/ietf-datastores:running/example-devices:devices/device=a/reset", "OPTIONS"],
];

for (const [method, url, allow] of forbidden) {
  test(`${method} of ${url} is 405 and names what is allowed`, async () => {
    const reply = await send(method, url, { headers: { "content-type": "text/plain" }, payload: "not looked at" });
    await expectError(reply, 405, "operation-not-supported");
    assert.equal(reply.headers.allow, allow);
  });
}

test("OPTIONS names the methods and the patch formats", async () => {
  const data = await send("OPTIONS", `${D}/device=a`);
  assert.equal(data.statusCode, 200);
  assert.equal(data.headers.allow, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  const patches = ["yang-data+json", "yang-data+xml", "yang-patch+json", "yang-patch+xml"];
  assert.equal(data.headers["accept-patch"], patches.map((type) => `application/${type}`).join(", "));
  const state = await send("OPTIONS", "/restconf/data/example-devices:log");
  assert.equal(state.headers.allow, "GET, HEAD, OPTIONS");
  assert.equal(state.headers["accept-patch"], undefined);
});

test("an action is invoked with its instance path and answers its output", async () => {
  management.answer = () => management.dataAnswer('{"at":"now"}');
  const reply = await send("POST", `${D}/device=a/reset`, {
    headers: jsonType,
    payload: '{"example-devices:input":{"delay":1}}',
  });
  assert.deepEqual(reply.json(), { "example-devices:output": { at: "now" } });
  assert.equal(
    management.operations[0]?.kind === "invoke" && management.operations[0].path,
    "/example-devices:devices/device[name='a']/reset",
  );
});

test("bodies are refused that are missing, of another type, in another encoding or no UTF-8", async () => {
  const url = `${D}/device=a`;
  await expectError(await send("PUT", url), 400, "malformed-message");
  await expectError(await send("PUT", url, { headers: jsonType, payload: "" }), 400, "malformed-message");
  await expectError(await send("PUT", url, { headers: jsonType, payload: "{" }), 400, "malformed-message");
  await expectError(
    await send("PUT", url, { headers: jsonType, payload: Buffer.from([0x22, 0xff, 0x22]) }),
    400,
    "malformed-message",
  );
  await expectError(await send("DELETE", url, { headers: jsonType, payload: "{}" }), 400, "malformed-message");
  await expectError(await send("GET", url, { headers: jsonType, payload: "{}" }), 400, "malformed-message");
  const latin = { "content-type": "application/yang-data+json; charset=iso-8859-1" };
  await expectError(await send("PUT", url, { headers: latin, payload: "{}" }), 415, "invalid-value");
  for (const type of ["text/plain", "application/merge-patch+json", "nonsense", "application/x-www-form-urlencoded"]) {
    const reply = await send("PATCH", url, { headers: { "content-type": type }, payload: "{}" });
    await expectError(reply, 415, "invalid-value");
    assert.match(String(reply.headers["accept-patch"]), /application\/yang-data\+json, application\/yang-data\+xml/);
  }
});

test("a body that is too big is 413 too-big", async () => {
  const small = testApplication({ bodyBytes: 100 });
  const reply = await small.app.inject({ method: "PUT", url: D, headers: jsonType, payload: "x".repeat(101) });
  await expectError(reply, 413, "too-big");
  await small.app.close();
});

test("a write with an Accept that cannot be met is 406 and is not done", async () => {
  const reply = await send("DELETE", `${D}/device=a`, { headers: { accept: "text/html" } });
  await expectError(reply, 406, "invalid-value");
  assert.deepEqual(management.operations, []);
});

test("errors of the engine come with the status of RFC 8040, in the format that the client reads", async () => {
  management.answer = () => {
    throw new ManagementError("lock-denied", { message: "locked", sessionId: 4 });
  };
  const reply = await send("DELETE", `${D}/device=a`, { headers: acceptXml });
  assert.equal(reply.statusCode, 409);
  assert.equal(reply.headers["content-type"], "application/yang-data+xml");
  assert.match(reply.body, /<session-id xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">4<\/session-id>/);
});

test("what nobody foresaw is 500 and says nothing of the inside", async () => {
  management.answer = () => {
    throw new TypeError("secret");
  };
  const reply = await send("GET", D);
  await expectError(reply, 500, "operation-failed");
  assert.doesNotMatch(reply.body, /secret/);
});

test("a request without a user is 401 with a challenge, and nothing is done", async () => {
  const reply = await send("GET", D, { headers: { "x-test-user": "nobody" } });
  await expectError(reply, 401, "access-denied");
  assert.ok(reply.headers["www-authenticate"]);
  assert.deepEqual(management.operations, []);
});

test("a page of another origin reads nothing into our replies and cannot write", async () => {
  const foreign = { origin: "https://evil.example", host: "vpp.example" };
  await expectError(
    await send("POST", "/restconf/operations/example-devices:wipe", { headers: foreign }),
    403,
    "access-denied",
  );
  const own = { origin: "https://vpp.example", host: "vpp.example" };
  assert.equal((await send("POST", "/restconf/operations/example-devices:wipe", { headers: own })).statusCode, 204);
  assert.equal((await send("GET", D, { headers: foreign })).headers["access-control-allow-origin"], undefined);
});
