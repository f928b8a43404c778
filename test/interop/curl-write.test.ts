/** Writing over RESTCONF with curl (RFC 8040 4.4 to 4.8): statuses, headers, conditions, places, errors. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CurlAnswer, type CurlRequest, curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const ROOT = "/restconf/data/example-lab:lab";

for (const http of ["--http1.1", "--http2"] as const) {
  describe(`writes with curl ${http}`, { skip: skipWithout("curl") }, () => {
    let server: ServerProcess;
    const ask = (method: string, path: string, content?: unknown, more: Partial<CurlRequest> = {}) =>
      curl(server, {
        method,
        path: `${ROOT}${path}`,
        http,
        ...(content === undefined ? {} : { body: typeof content === "string" ? content : JSON.stringify(content) }),
        ...more,
      });
    const device = (name: string, more: object = {}) => ({ "example-lab:device": [{ name, ...more }] });
    const lab = async () => JSON.parse((await ask("GET", "")).body)["example-lab:lab"];

    before(async () => {
      server = await startLabServer();
    });
    after(() => server.dispose());
    beforeEach(async () => {
      const content = { title: "t", task: [{ id: 5 }, { id: 3 }], device: [{ name: "a", serial: 1, speed: 10 }] };
      assert.equal((await ask("PUT", "", { "example-lab:lab": content })).status, 204);
    });

    it("a JSON body that is no object is malformed, whatever the method and the media type", async () => {
      const bodies = ["null", "true", "1", '"text"', "[]", "[null]"];
      for (const body of bodies) {
        for (const [method, path] of [
          ["POST", ROOT],
          ["PUT", ROOT],
          ["PATCH", `${ROOT}/device=a`],
          ["POST", "/restconf/operations/sweetcomb-vpp-cli:cli"],
        ] as const) {
          const { status, body: answer } = await curl(server, { method, path, http, body });
          assert.equal(status, 400, `${method} ${path} ${body}: ${answer}`);
          assert.match(answer, /"error-tag":"(malformed-message|unknown-element)"/, `${method} ${path} ${body}`);
        }
      }
    });

    it("POST creates with 201 and Location, and a second time says that it is there", async () => {
      const first = await ask("POST", "", device("x/1", { serial: 7 }));
      assert.equal(first.status, 201);
      const location = new URL(first.headers.location ?? "", "https://localhost").pathname;
      assert.equal(location, `${ROOT}/device=x%2F1`);
      const found = await curl(server, { path: location });
      assert.equal(found.status, 200);
      const second = await ask("POST", "", device("x/1", { serial: 8 }));
      assert.deepEqual([second.status, tagOf(second)], [409, "data-exists"]);
      const path = "/restconf/data";
      const body = JSON.stringify({ "ietf-interfaces:interfaces": {} });
      const top = await curl(server, { method: "POST", path, body, http });
      assert.deepEqual(
        [top.status, new URL(top.headers.location ?? "", "https://localhost").pathname],
        [201, "/restconf/data/ietf-interfaces:interfaces"],
      );
    });

    it("PUT creates with 201, replaces with 204 and keeps nothing of what was there", async () => {
      assert.equal((await ask("PUT", "/device=b", device("b", { serial: 2 }))).status, 201);
      assert.equal((await ask("PUT", "/device=a", device("a", { serial: 3 }))).status, 204);
      assert.deepEqual((await lab()).device, [
        { name: "a", serial: 3 },
        { name: "b", serial: 2 },
      ]);
    });

    it("PUT of another entry than the one in the path is refused", async () => {
      const answer = await ask("PUT", "/device=a", device("b", { serial: 2 }));
      assert.deepEqual([answer.status, tagOf(answer)], [400, "invalid-value"]);
    });

    it("PATCH merges, and needs something to merge into", async () => {
      assert.equal((await ask("PATCH", "/device=a", device("a", { cable: "fibre" }))).status, 204);
      assert.deepEqual((await lab()).device, [{ name: "a", serial: 1, cable: "fibre", speed: 10 }]);
      const missing = await ask("PATCH", "/device=nobody", device("nobody", { serial: 9 }));
      assert.deepEqual([missing.status, tagOf(missing)], [409, "data-missing"]);
      assert.equal((await lab()).device.length, 1);
    });

    it("DELETE takes away with 204, and what is not there is data-missing", async () => {
      assert.equal((await ask("DELETE", "/device=a")).status, 204);
      const again = await ask("DELETE", "/device=a");
      assert.deepEqual([again.status, tagOf(again)], [409, "data-missing"]);
      assert.equal((await lab()).device, undefined);
    });

    it("insert and point put entries of a user-ordered list where they are wanted", async () => {
      const put = (id: number, query: string) => ask("POST", query, { "example-lab:task": [{ id }] });
      const point = (id: number) => encodeURIComponent(`/example-lab:lab/task=${id}`);
      const statuses = [
        await put(1, "?insert=first"),
        await put(2, "?insert=last"),
        await put(7, `?insert=before&point=${point(3)}`),
        await put(8, `?insert=after&point=${point(5)}`),
      ].map(({ status }) => status);
      assert.deepEqual(statuses, [201, 201, 201, 201]);
      const ids = (await lab()).task.map(({ id }: { id: number }) => id);
      assert.deepEqual(ids, [1, 5, 8, 7, 3, 2]);
      const moved = await ask("PUT", `/task=2?insert=before&point=${point(1)}`, { "example-lab:task": [{ id: 2 }] });
      assert.equal(moved.status, 204);
      assert.equal((await lab()).task[0].id, 2);
      for (const query of [
        "?insert=before",
        `?point=${point(3)}`,
        "?insert=sideways",
        `?insert=after&point=${point(99)}`,
      ])
        assert.equal((await put(9, query)).status, 400, query);
      assert.equal((await ask("POST", "?insert=first", device("z", { serial: 9 }))).status, 400);
    });

    it("entity tags change with each write, spare a reader the same answer, and stop a writer who has not seen it", async () => {
      const before = await ask("GET", "/device=a");
      const etag = before.headers.etag!;
      const conditional = (name: string, value: string, method = "GET", content?: unknown) =>
        ask(method, "/device=a", content, { headers: { [name]: value } });
      assert.equal((await conditional("If-None-Match", etag)).status, 304);
      const mine = device("a", { speed: 20 });
      const written = await conditional("If-Match", etag, "PATCH", mine);
      assert.equal(written.status, 204);
      assert.notEqual(written.headers.etag, etag);
      assert.equal((await conditional("If-Match", etag, "PATCH", device("a", { speed: 30 }))).status, 412);
      assert.equal((await conditional("If-Match", etag, "DELETE")).status, 412);
      assert.equal((await conditional("If-None-Match", etag)).status, 200);
      assert.equal((await lab()).device[0].speed, 20);
      const changed = Date.parse(before.headers["last-modified"]!);
      const longAgo = new Date(changed - 3_600_000).toUTCString();
      assert.equal((await conditional("If-Unmodified-Since", longAgo, "PATCH", mine)).status, 412);
      assert.equal((await conditional("If-Modified-Since", new Date(Date.now() + 5000).toUTCString())).status, 304);
    });

    it("media types that are not known are 415 and 406, methods that cannot be 405, nobody is 401", async () => {
      const typed = (type: string) =>
        ask("PUT", "/title", '{"example-lab:title":"x"}', { headers: { "Content-Type": type } });
      assert.equal((await typed("text/plain")).status, 415);
      assert.equal((await ask("GET", "", undefined, { headers: { Accept: "image/png" } })).status, 406);
      for (const [method, path] of [
        ["PUT", "/restconf"],
        ["DELETE", "/restconf/yang-library-version"],
        ["DELETE", "/restconf/data"],
        ["PUT", "/restconf/operations/sweetcomb-vpp-cli:cli"],
        ["PUT", `${ROOT}/device=a/name`],
        ["PUT", "/restconf/ds/ietf-datastores:startup/example-lab:lab"],
      ] as const) {
        const answer = await curl(server, { method, path, http, ...(method === "PUT" ? { body: "{}" } : {}) });
        assert.equal(answer.status, 405, `${method} ${path}`);
        assert.ok(answer.headers.allow !== undefined, `${method} ${path}`);
      }
      assert.equal((await ask("GET", "", undefined, { as: "none" })).status, 401);
    });

    it("each kind of bad content gets its own error, in JSON and in XML", async () => {
      const cases: readonly (readonly [string, string, unknown, number, string])[] = [
        ["PUT", "/title", '{"example-lab:title":', 400, "malformed-message"],
        ["PUT", "/title", { "example-lab:title": "" }, 400, "invalid-value"],
        ["PUT", "/title", { "nobody:title": "x" }, 400, "unknown-namespace"],
        ["PATCH", "/device=a", device("a", { colour: "red" }), 400, "unknown-element"],
        ["PATCH", "/device=a", device("a", { speed: "fast" }), 400, "invalid-value"],
        ["PATCH", "/device=a", device("a", { speed: 20000 }), 412, "operation-failed"],
        ["PATCH", "/device=a", device("a", { peer: "nobody" }), 409, "data-missing"],
        ["POST", "", device("b", { serial: 1 }), 412, "operation-failed"],
        ["POST", "", device("b"), 409, "data-missing"],
        ["POST", "", { "example-lab:device": [{ serial: 4 }] }, 400, "missing-element"],
      ];
      for (const [method, path, content, status, tag] of cases) {
        const json = await ask(method, path, content);
        assert.deepEqual([json.status, tagOf(json)], [status, tag], JSON.stringify(content));
        const headers = { Accept: "application/yang-data+xml" };
        const xml = await ask(method, path, content, { headers });
        assert.match(xml.body, new RegExp(`<error-tag>${tag}</error-tag>`));
      }
      assert.deepEqual(await lab(), {
        title: "t",
        task: [{ id: 5 }, { id: 3 }],
        device: [{ name: "a", serial: 1, speed: 10 }],
      });
    });

    it("app-tags and messages of the module reach the client", async () => {
      const must = JSON.parse((await ask("PATCH", "/device=a", device("a", { speed: 20000 }))).body);
      const [error] = must["ietf-restconf:errors"].error;
      assert.equal(error["error-app-tag"], "too-fast-for-copper");
      assert.equal(error["error-message"], "Only fibre carries more than 10 Gbit/s.");
      assert.match(error["error-path"], /example-lab:lab\/device\[name='a'\]\/speed$/);
    });

    it("XML bodies write what JSON bodies write", async () => {
      const headers = { "Content-Type": "application/yang-data+xml" };
      const body = '<device xmlns="urn:example:lab"><name>x</name><serial>9</serial><cable>fibre</cable></device>';
      const created = await ask("POST", "", body, { headers });
      assert.equal(created.status, 201);
      assert.deepEqual((await lab()).device[1], { name: "x", serial: 9, cable: "fibre" });
    });

    it("the candidate is edited by its NMDA name without a commit", async () => {
      const path = "/restconf/ds/ietf-datastores:candidate/example-lab:lab/title";
      const before = (await curl(server, { path })).headers.etag;
      const body = JSON.stringify({ "example-lab:title": "candidate" });
      assert.equal((await curl(server, { method: "PUT", path, body, http })).status, 204);
      assert.match((await curl(server, { path })).body, /candidate/);
      assert.equal((await lab()).title, "t");
      assert.equal(before, undefined, "stamps of running say nothing about the candidate");
      const restored = JSON.stringify({ "example-lab:title": "t" });
      assert.equal((await curl(server, { method: "PUT", path, body: restored, http })).status, 204);
    });

    it("an rpc without a handler says so", async () => {
      const path = "/restconf/operations/example-lab:ring";
      const body = JSON.stringify({ "example-lab:input": { times: 3 } });
      const answer = await curl(server, { method: "POST", path, body, http });
      assert.deepEqual([answer.status, tagOf(answer)], [501, "operation-not-supported"]);
      const unknown = await curl(server, { method: "POST", path: "/restconf/operations/example-lab:sing", http });
      assert.equal(unknown.status, 404);
    });
  });
}

function tagOf({ body }: CurlAnswer): string | undefined {
  return /"error-tag":"([^"]+)"/.exec(body)?.[1];
}
