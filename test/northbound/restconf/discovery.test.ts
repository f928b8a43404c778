/** What a client finds the API with: host-meta, the API resource, operations and schemas. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { testApplication } from "./support/application.js";

const { app, management } = testApplication();
after(() => app.close());

const acceptXml = { accept: "application/yang-data+xml" };

async function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ method: "GET", url, headers });
}

test("host-meta names the root in XML and in JSON, also to a stranger", async () => {
  const stranger = { "x-test-user": "nobody" };
  const xml = await get("/.well-known/host-meta", stranger);
  assert.equal(xml.headers["content-type"], "application/xrd+xml");
  assert.match(xml.body, /<Link rel='restconf' href='\/restconf'\/>/);
  const json = await get("/.well-known/host-meta", { ...stranger, accept: "application/jrd+json" });
  assert.deepEqual(json.json(), { links: [{ rel: "restconf", href: "/restconf" }] });
  assert.deepEqual((await get("/.well-known/host-meta.json")).json(), json.json());
  assert.equal((await get("/.well-known/host-meta", { accept: "text/html" })).statusCode, 406);
});

for (const url of ["/restconf", "/restconf/"]) {
  test(`${url} is the API resource`, async () => {
    assert.deepEqual((await get(url)).json(), {
      "ietf-restconf:restconf": { data: {}, operations: {}, "yang-library-version": "2019-01-04" },
    });
    const xml = await get(url, acceptXml);
    assert.match(xml.body, /^<restconf xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><data\/><operations\/>/);
  });
}

test("the revision of the YANG library is a resource", async () => {
  const reply = await get("/restconf/yang-library-version");
  assert.deepEqual(reply.json(), { "ietf-restconf:yang-library-version": "2019-01-04" });
});

test("documents take no query parameters and have GET, HEAD and OPTIONS only", async () => {
  assert.equal((await get("/restconf?depth=1")).statusCode, 400);
  const put = await app.inject({ method: "PUT", url: "/restconf" });
  assert.equal(put.statusCode, 405);
  assert.equal(put.headers.allow, "GET, HEAD, OPTIONS");
  const head = await app.inject({ method: "HEAD", url: "/restconf" });
  assert.equal(head.statusCode, 200);
  assert.equal(head.body, "");
  const options = await app.inject({ method: "OPTIONS", url: "/restconf/yang-library-version" });
  assert.equal(options.headers.allow, "GET, HEAD, OPTIONS");
});

test("operations are the rpcs of the modules, without those of NETCONF itself", async () => {
  assert.deepEqual((await get("/restconf/operations")).json(), {
    "ietf-restconf:operations": { "example-devices:ping": [null], "example-devices:wipe": [null] },
  });
  assert.equal(
    (await get("/restconf/operations/", acceptXml)).body,
    '<operations xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><ping xmlns="urn:example:example-devices"/><wipe xmlns="urn:example:example-devices"/></operations>',
  );
});

test("an rpc is invoked with its body as it came; its output stands in a wrapper", async () => {
  management.answer = (operation) =>
    management.dataAnswer(
      operation.kind === "invoke" && operation.format === "xml" ? "<reply>ok</reply>" : '{"reply":"ok"}',
    );
  const payload = '{"example-devices:input":{"destination":"::1"}}';
  const request = { method: "POST", url: "/restconf/operations/example-devices:ping", payload } as const;
  const headers = { "content-type": "application/yang-data+json" };
  const json = await app.inject({ ...request, headers });
  assert.equal(json.statusCode, 200);
  assert.deepEqual(json.json(), { "example-devices:output": { reply: "ok" } });
  const operation = management.operations.at(-1);
  assert.ok(operation?.kind === "invoke" && operation.input?.kind === "body");
  assert.equal(operation.path, "/example-devices:ping");
  assert.equal(Buffer.from(operation.input.bytes).toString(), payload);
  const xml = await app.inject({ ...request, headers: { ...headers, ...acceptXml } });
  assert.equal(xml.body, '<output xmlns="urn:example:example-devices"><reply>ok</reply></output>');
  management.answer = undefined;
});

test("an rpc without output is 204, and needs no body", async () => {
  const reply = await app.inject({ method: "POST", url: "/restconf/operations/example-devices:wipe" });
  assert.equal(reply.statusCode, 204);
  assert.equal(reply.body, "");
});

test("a GET of an operation is 405, and what is no operation is 404", async () => {
  const read = await get("/restconf/operations/example-devices:ping");
  assert.equal(read.statusCode, 405);
  assert.equal(read.headers.allow, "POST, OPTIONS");
  for (const name of [
    "example-devices:nothing",
    "ietf-netconf:commit",
    "example-devices:devices",
    "example-devices:ping/more",
    "%20",
  ]) {
    assert.equal((await app.inject({ method: "POST", url: `/restconf/operations/${name}` })).statusCode, 404, name);
  }
});

test("the text of a module is a resource", async () => {
  const reply = await get("/restconf/schema/example-devices@2026-01-01");
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers["content-type"], "application/yang; charset=utf-8");
  assert.equal(reply.body, "module example-devices {}");
  assert.deepEqual(management.operations.at(-1), {
    kind: "get-schema",
    identifier: "example-devices",
    version: "2026-01-01",
    format: "yang",
  });
  assert.equal((await get("/restconf/schema/nowhere")).statusCode, 404);
  assert.equal((await get("/restconf/schema/..%2Fetc")).statusCode, 404);
});

test("a path with broken percent-encoding is 400 in our form", async () => {
  const reply = await get("/restconf/data/%FF");
  assert.equal(reply.statusCode, 400);
  assert.equal(reply.json()["ietf-restconf:errors"].error[0]["error-tag"], "invalid-value");
});
