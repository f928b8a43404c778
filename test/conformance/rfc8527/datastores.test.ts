/** Datastores of the NMDA over RESTCONF with curl against the server process (RFC 8527). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const at = (datastore: string, path = "") => `/restconf/ds/ietf-datastores:${datastore}${path}`;
const TITLE = "/example-lab:lab/title";

describe("datastores", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  const ask = (method: string, path: string, content?: unknown, more: Partial<CurlRequest> = {}) =>
    curl(server, { method, path, ...(content === undefined ? {} : { body: JSON.stringify(content) }), ...more });

  before(async () => {
    server = await startLabServer();
    const lab = { "example-lab:lab": { title: "t" } };
    assert.ok((await ask("PUT", at("running", "/example-lab:lab"), lab)).status < 300);
  });
  after(() => server.dispose());

  it("running, candidate, startup, intended and operational are resources, others are 404", async () => {
    for (const name of ["running", "candidate", "startup", "intended", "operational"]) {
      const answer = await ask("GET", at(name, TITLE));
      assert.deepEqual([answer.status, answer.body], [200, '{"example-lab:title":"t"}'], name);
    }
    for (const path of [at("colour"), "/restconf/ds/running", "/restconf/ds/example-lab:running"]) {
      assert.equal((await ask("GET", path)).status, 404, path);
    }
  });

  it("operational, intended and startup are not written: 405 with what is allowed", async () => {
    for (const name of ["operational", "intended", "startup"]) {
      for (const method of ["PUT", "PATCH", "DELETE"]) {
        const content = method === "DELETE" ? undefined : { "example-lab:title": "u" };
        const answer = await ask(method, at(name, TITLE), content);
        assert.deepEqual([answer.status, answer.headers.allow], [405, "GET, HEAD, OPTIONS"], `${method} ${name}`);
      }
    }
  });

  it("with-origin annotates operational, and is 400 invalid-value elsewhere or with a value", async () => {
    const answer = await ask("GET", `${at("operational", TITLE)}?with-origin`);
    const origin = JSON.parse(answer.body)["@example-lab:title"]["ietf-origin:origin"];
    assert.equal(origin, "ietf-origin:intended");
    for (const path of [
      `${at("running", TITLE)}?with-origin`,
      `/restconf/data${TITLE}?with-origin`,
      `${at("operational", TITLE)}?with-origin=yes`,
    ]) {
      const refused = await ask("GET", path);
      const [error] = JSON.parse(refused.body)["ietf-restconf:errors"].error;
      assert.deepEqual([refused.status, error["error-tag"]], [400, "invalid-value"], path);
    }
  });

  it("with-defaults is taken in operational", async () => {
    const path = at("operational", "/example-lab:lab/bench-count");
    const answer = await ask("GET", `${path}?with-defaults=report-all`);
    assert.deepEqual([answer.status, answer.body], [200, '{"example-lab:bench-count":4}']);
  });

  it("a write of the candidate is seen there and nowhere else", async () => {
    const path = at("candidate", TITLE);
    assert.equal((await ask("PUT", path, { "example-lab:title": "candidate" })).status, 204);
    assert.match((await ask("GET", path)).body, /"candidate"/);
    for (const name of ["running", "intended", "startup"]) {
      assert.match((await ask("GET", at(name, TITLE))).body, /"t"/, name);
    }
    assert.equal((await ask("PUT", path, { "example-lab:title": "t" })).status, 204);
  });

  it("the YANG library that names the datastores is there, in the revision that NMDA needs", async () => {
    const { body } = await ask("GET", "/restconf/data/ietf-yang-library:yang-library?fields=datastore/name");
    const { datastore } = JSON.parse(body)["ietf-yang-library:yang-library"];
    const names = datastore.map(({ name }: { name: string }) => name);
    for (const name of ["running", "candidate", "startup", "intended", "operational"]) {
      assert.ok(names.includes(`ietf-datastores:${name}`), name);
    }
    assert.match((await ask("GET", "/restconf/yang-library-version")).body, /"2019-01-04"/);
  });
});
