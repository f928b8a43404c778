/** Requests of RESTCONF with curl against the server process, clause by clause (RFC 8040 3 to 5). */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CurlAnswer, type CurlRequest, curl, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const LAB = "/restconf/data/example-lab:lab";
const STATE = "/restconf/data/ietf-restconf-monitoring:restconf-state";

describe("requests", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  const ask = (method: string, path: string, content?: unknown, more: Partial<CurlRequest> = {}) =>
    curl(server, { method, path, ...(content === undefined ? {} : { body: JSON.stringify(content) }), ...more });
  const statusAndTag = (answer: CurlAnswer) => {
    const [error] = JSON.parse(answer.body)["ietf-restconf:errors"].error;
    return [answer.status, error["error-tag"]];
  };
  const device = (name: string, serial: number) => ({ "example-lab:device": [{ name, serial }] });

  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    const lab = {
      title: "t",
      device: [
        { name: "a", serial: 1 },
        { name: "a,b/c", serial: 2 },
        { name: "x y:ü'", serial: 3 },
      ],
      task: [{ id: 1 }],
    };
    assert.ok((await ask("PUT", LAB, { "example-lab:lab": lab })).status < 300);
  });

  it("a parameter that comes twice is 400 invalid-value, whichever it is", async () => {
    for (const query of [
      "depth=1&depth=2",
      "content=all&content=all",
      "fields=title&fields=title",
      "depth=1&de%70th=1",
    ]) {
      assert.deepEqual(statusAndTag(await ask("GET", `${LAB}?${query}`)), [400, "invalid-value"], query);
    }
  });

  it("a parameter that is unknown, or not for the method, is 400 invalid-value and nothing is done", async () => {
    const refused: readonly [string, string, unknown?][] = [
      ["GET", "?colour=red"],
      ["GET", "?Depth=1"],
      ["GET", "?insert=first"],
      ["GET", "?filter=/a"],
      ["GET", "?start-time=2026-01-31T12:00:00Z"],
      ["POST", "?depth=1", device("z", 9)],
      ["PUT", "/title?content=config", { "example-lab:title": "u" }],
      ["PATCH", "/title?insert=first", { "example-lab:title": "u" }],
      ["DELETE", "/title?with-defaults=trim"],
    ];
    for (const [method, path, content] of refused) {
      const answer = await ask(method, `${LAB}${path}`, content);
      assert.deepEqual(statusAndTag(answer), [400, "invalid-value"], `${method} ${path}`);
    }
    assert.deepEqual(JSON.parse((await ask("GET", `${LAB}/title`)).body), { "example-lab:title": "t" });
  });

  it("values that a parameter cannot have are 400 invalid-value", async () => {
    for (const query of [
      "content=some",
      "depth=0",
      "depth=65536",
      "depth=deep",
      "with-defaults=none",
      "fields=colour",
      "fields=(",
      "content",
    ]) {
      assert.deepEqual(statusAndTag(await ask("GET", `${LAB}?${query}`)), [400, "invalid-value"], query);
    }
  });

  it("empty pieces of a query count for nothing", async () => {
    for (const query of ["?", "?content=config&", "?&&depth=1&"]) {
      assert.equal((await ask("GET", `${LAB}/title${query}`)).status, 200, query);
    }
  });

  it("key values with every kind of character are found percent-encoded", async () => {
    for (const [key, serial] of [
      ["a%2Cb%2Fc", 2],
      ["x%20y%3A%C3%BC%27", 3],
      ["x%20y:%C3%BC'", 3],
    ] as const) {
      const answer = await ask("GET", `${LAB}/device=${key}/serial`);
      assert.deepEqual([answer.status, answer.body], [200, `{"example-lab:serial":${serial}}`], key);
    }
    const made = await ask("POST", LAB, device('n,/?#[]@!$&()*+;="%', 77));
    assert.equal(made.status, 201);
    const location = new URL(made.headers.location!, "https://localhost");
    assert.equal((await ask("GET", location.pathname)).status, 200);
  });

  it("keys that are too many, too few or left out are 400, a name that is not there is 404", async () => {
    const refused: readonly [string, string, number][] = [
      ["GET", "/device=a,b", 400],
      ["GET", "/device/name", 400],
      ["DELETE", "/device", 400],
      ["GET", "/title=1", 400],
      ["GET", "/colour", 404],
      ["GET", "/device=nobody", 404],
      ["GET", "/example-colour:title", 404],
      ["GET", "/%ff", 400],
    ];
    for (const [method, path, status] of refused) {
      assert.equal((await ask(method, `${LAB}${path}`)).status, status, path);
    }
  });

  it("Accept is weighed: the best weight wins, 0 excludes, wildcards fit, and nothing that fits is 406", async () => {
    const xml = "application/yang-data+xml";
    const json = "application/yang-data+json";
    const answered: readonly [string, string | undefined][] = [
      [`${xml}, ${json};q=0.5`, xml],
      [`${xml};q=0.2, ${json};q=0.3`, json],
      ["*/*", json],
      ["application/*", json],
      [`${json};q=0, application/yang-data+xml;q=0.1`, xml],
      ["text/plain, image/*", undefined],
      [`${json};q=0`, undefined],
    ];
    for (const [accept, type] of answered) {
      const answer = await ask("GET", `${LAB}/title`, undefined, { headers: { Accept: accept } });
      if (type === undefined) assert.deepEqual(statusAndTag(answer), [406, "invalid-value"], accept);
      else assert.deepEqual([answer.status, answer.headers["content-type"]], [200, type], accept);
    }
    const put = await ask("PUT", `${LAB}/title`, { "example-lab:title": "u" }, { headers: { Accept: "text/plain" } });
    assert.equal(put.status, 406);
    assert.match((await ask("GET", `${LAB}/title`)).body, /"t"/);
  });

  it("Accept-Charset and Accept-Encoding change nothing: answers are UTF-8 as they are", async () => {
    const headers = { "Accept-Charset": "iso-8859-1", "Accept-Encoding": "br, gzip" };
    const answer = await ask("GET", `${LAB}/device=x%20y%3A%C3%BC%27`, undefined, { headers });
    assert.deepEqual([answer.status, answer.headers["content-encoding"]], [200, undefined]);
    assert.ok(answer.body.includes("x y:ü'"));
  });

  it("HEAD has the status and the header fields of GET, and no body", async () => {
    const about = ({ status, headers }: CurlAnswer) => [
      status,
      headers["content-type"],
      headers.etag,
      headers["last-modified"],
      headers["cache-control"],
    ];
    for (const path of [LAB, `${LAB}?fields=title`, `${LAB}/alarm`, "/restconf/data", STATE, "/restconf"]) {
      const head = await ask("HEAD", path);
      assert.deepEqual([about(head), head.body], [about(await ask("GET", path)), ""], path);
    }
    assert.equal((await ask("HEAD", `${LAB}?colour=red`)).status, 400);
  });

  it("OPTIONS names the methods of each kind of resource, and Accept-Patch where there is PATCH", async () => {
    const kinds: readonly [string, string][] = [
      ["/restconf/data", "GET, HEAD, POST, PUT, PATCH, OPTIONS"],
      [LAB, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
      [`${LAB}/title`, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
      [`${LAB}/device=a/name`, "GET, HEAD, OPTIONS"],
      [STATE, "GET, HEAD, OPTIONS"],
      ["/restconf", "GET, HEAD, OPTIONS"],
      ["/restconf/operations", "GET, HEAD, OPTIONS"],
      ["/restconf/operations/ietf-system:system-restart", "POST, OPTIONS"],
    ];
    for (const [path, allow] of kinds) {
      const { status, headers } = await ask("OPTIONS", path);
      assert.deepEqual([status, headers.allow, "accept-patch" in headers], [200, allow, allow.includes("PATCH")], path);
    }
  });

  it("a method that the resource does not have is 405 operation-not-supported with Allow", async () => {
    const refused: readonly [string, string][] = [
      ["DELETE", "/restconf/data"],
      ["POST", `${LAB}/title`],
      ["PUT", STATE],
      ["DELETE", `${LAB}/device=a/name`],
      ["GET", "/restconf/operations/ietf-system:system-restart"],
      ["PUT", "/restconf/operations"],
      ["DELETE", "/restconf/yang-library-version"],
    ];
    for (const [method, path] of refused) {
      const options = await ask("OPTIONS", path);
      const answer = await ask(method, path, method === "GET" || method === "DELETE" ? undefined : {});
      assert.deepEqual(statusAndTag(answer), [405, "operation-not-supported"], path);
      assert.equal(answer.headers.allow, options.headers.allow, path);
    }
  });

  it("PUT of the datastore replaces all of it, and PATCH of it merges", async () => {
    const path = "/restconf/ds/ietf-datastores:candidate";
    const before = await ask("GET", path);
    const { "ietf-restconf:data": data } = JSON.parse(before.body);
    const other = { ...data, "example-lab:lab": { title: "other" } };
    assert.equal((await ask("PUT", path, { "ietf-restconf:data": other })).status, 204);
    const patched = { "ietf-restconf:data": { "example-lab:lab": { tag: ["w"] } } };
    assert.equal((await ask("PATCH", path, patched)).status, 204);
    const lab = JSON.parse((await ask("GET", `${path}/example-lab:lab`)).body);
    assert.deepEqual(lab, { "example-lab:lab": { title: "other", tag: ["w"] } });
    assert.equal((await ask("PUT", path, { "ietf-restconf:data": data })).status, 204);
    assert.equal((await ask("PUT", path, data)).status, 400);
  });

  it("PATCH of what is not there makes nothing", async () => {
    const answer = await ask("PATCH", `${LAB}/alarm`, { "example-lab:alarm": { delay: 1 } });
    assert.deepEqual(statusAndTag(answer), [409, "data-missing"]);
    assert.equal((await ask("GET", `${LAB}/alarm`)).status, 404);
  });

  it("insert and point are refused for lists that the system orders, and without each other", async () => {
    const point = encodeURIComponent("/example-lab:lab/task=1");
    const refused: readonly [string, string, unknown][] = [
      ["POST", "?insert=first", device("z", 9)],
      ["PUT", "/device=z?insert=first", device("z", 9)],
      ["POST", "?insert=before", { "example-lab:task": [{ id: 2 }] }],
      ["POST", `?point=${point}`, { "example-lab:task": [{ id: 2 }] }],
      ["POST", `?insert=first&point=${point}`, { "example-lab:task": [{ id: 2 }] }],
      ["POST", "?insert=middle", { "example-lab:task": [{ id: 2 }] }],
      ["PUT", "/title?insert=first", { "example-lab:title": "u" }],
    ];
    for (const [method, path, content] of refused) {
      const answer = await ask(method, `${LAB}${path}`, content);
      assert.deepEqual(statusAndTag(answer), [400, "invalid-value"], `${method} ${path}`);
    }
  });

  it("POST holds exactly one child, and makes no second one of the same name", async () => {
    const two = {
      "example-lab:device": [device("k", 11), device("l", 12)].flatMap((one) => one["example-lab:device"]),
    };
    assert.equal((await ask("POST", LAB, two)).status, 400);
    assert.equal((await ask("POST", LAB, {})).status, 400);
    assert.deepEqual(statusAndTag(await ask("POST", LAB, device("a", 1))), [409, "data-exists"]);
  });

  it("an operation is refused that is not there, has parameters, or input that it does not take", async () => {
    const operation = "/restconf/operations/ietf-nmda-compare:compare";
    assert.equal((await ask("POST", "/restconf/operations/example-lab:nothing", {})).status, 404);
    assert.equal((await ask("POST", `${operation}?depth=1`, {})).status, 400);
    const input = { "ietf-nmda-compare:input": { colour: "red" } };
    assert.equal((await ask("POST", operation, input)).status, 400);
    assert.equal((await ask("POST", operation, { "ietf-nmda-compare:output": {} })).status, 400);
    assert.equal((await ask("POST", operation, { "ietf-nmda-compare:input": {} })).status, 400);
  });

  it("errors and data may not be cached unseen", async () => {
    for (const path of [LAB, `${LAB}/alarm`, "/restconf", `${LAB}?depth=0`]) {
      assert.equal((await ask("GET", path)).headers["cache-control"], "no-cache", path);
    }
  });

  it("capabilities name the defaults mode and every optional parameter that is taken", async () => {
    const { body } = await ask("GET", `${STATE}/capabilities`);
    const { capability } = JSON.parse(body)["ietf-restconf-monitoring:capabilities"];
    const names = (capability as string[]).map((uri) => uri.replace("urn:ietf:params:restconf:capability:", ""));
    for (const name of ["defaults:1.0?basic-mode=explicit", "depth:1.0", "fields:1.0", "filter:1.0", "replay:1.0"]) {
      assert.ok(names.includes(name), name);
    }
    for (const name of ["with-defaults:1.0", "with-origin:1.0", "with-operational-defaults:1.0"]) {
      assert.ok(names.includes(name), name);
    }
  });
});
