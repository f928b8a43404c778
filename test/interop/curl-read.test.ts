/** Reading over RESTCONF with curl (RFC 8040 3, 4.2, 4.3, 4.8; RFC 8527), over HTTP/1.1 and over HTTP/2. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const lab = {
  title: "t",
  step: ["coffee", "work"],
  device: [
    { name: "a", serial: 1, speed: 100, cable: "fibre", mains: [null] },
    { name: "b/1 ü", serial: 2, "battery-hours": "1.5" },
  ],
  shift: [{ day: "mon,tue", bench: 1, person: "ann" }],
};
const XML = { Accept: "application/yang-data+xml" };

for (const http of ["--http1.1", "--http2"] as const) {
  describe(`reads with curl ${http}`, { skip: skipWithout("curl") }, () => {
    let server: ServerProcess;
    const ask = (path: string, more: Partial<CurlRequest> = {}) => curl(server, { path, http, ...more });
    const data = (path: string, more: Partial<CurlRequest> = {}) =>
      ask(`/restconf/data/example-lab:lab${path}`, more).then(({ status, body }) => {
        assert.equal(status, 200, body);
        return JSON.parse(body) as unknown;
      });
    before(async () => {
      server = await startLabServer();
      const body = JSON.stringify({ "example-lab:lab": lab });
      const { status } = await ask("/restconf/data/example-lab:lab", { method: "PUT", body });
      assert.equal(status, 204, "a container without presence is always there");
    });
    after(() => server.dispose());

    it("the API is found by host-meta, and lists data, operations and the YANG library version", async () => {
      const meta = await ask("/.well-known/host-meta", { headers: { Accept: "application/xrd+xml" } });
      assert.match(meta.body, /rel=['"]restconf['"] href=['"]\/restconf['"]/);
      const api = JSON.parse((await ask("/restconf")).body)["ietf-restconf:restconf"];
      assert.deepEqual(Object.keys(api).sort(), ["data", "operations", "yang-library-version"]);
      const version = await ask("/restconf/yang-library-version");
      assert.deepEqual(JSON.parse(version.body), { "ietf-restconf:yang-library-version": "2019-01-04" });
      const operations = JSON.parse((await ask("/restconf/operations")).body)["ietf-restconf:operations"];
      assert.ok("example-lab:ring" in operations);
    });

    it("a data resource is answered as itself, in JSON and in XML", async () => {
      assert.deepEqual(await data("/title"), { "example-lab:title": "t" });
      assert.deepEqual(await data("/device=a"), { "example-lab:device": [lab.device[0]] });
      assert.deepEqual(await data("/step"), { "example-lab:step": lab.step });
      const xml = await ask("/restconf/data/example-lab:lab/title", { headers: XML });
      assert.equal(xml.headers["content-type"], "application/yang-data+xml");
      assert.equal(xml.body, '<title xmlns="urn:example:lab">t</title>');
    });

    it("keys are found percent-encoded, several by comma, and the colon of a module name may be encoded, too", async () => {
      assert.deepEqual(await data("/device=b%2F1%20%C3%BC"), { "example-lab:device": [lab.device[1]] });
      assert.deepEqual(await data("/shift=mon%2Ctue,1/person"), { "example-lab:person": "ann" });
      const encoded = await ask("/restconf/data/example-lab%3Alab/title");
      assert.equal(encoded.status, 200);
    });

    it("the whole datastore names each top-level node once", async () => {
      const { body } = await ask("/restconf/data?depth=1");
      const names = [...body.slice(body.indexOf(":{")).matchAll(/"([\w-]+:[\w-]+)":\{\}/g)].map(([, name]) => name);
      assert.deepEqual(names, [...new Set(names)]);
      assert.ok(names.includes("example-lab:lab"));
    });

    it("content tells configuration from state", async () => {
      const path = "/restconf/data/ietf-yang-library:yang-library?content=";
      assert.equal((await ask(`${path}config`)).status, 404);
      assert.equal((await ask(`${path}nonconfig&depth=1`)).status, 200);
      assert.deepEqual(await data("/title?content=config"), { "example-lab:title": "t" });
    });

    it("depth cuts below so many levels and keeps the keys of lists", async () => {
      assert.deepEqual(await data("?depth=1"), { "example-lab:lab": {} });
      const two = (await data("?depth=2")) as { "example-lab:lab": Record<string, unknown> };
      assert.deepEqual(two["example-lab:lab"].title, "t");
      assert.deepEqual(two["example-lab:lab"].shift, [{ day: "mon,tue", bench: 1 }]);
      const unbounded = (await data("?depth=unbounded")) as Record<string, unknown>;
      assert.deepEqual(unbounded["example-lab:lab"], lab);
      for (const depth of ["0", "65536", "x", "1&depth=2"]) {
        assert.equal((await ask(`/restconf/data/example-lab:lab?depth=${depth}`)).status, 400, depth);
      }
    });

    it("fields select some of the nodes below the target, at the root too", async () => {
      assert.deepEqual(await data("?fields=title;device(serial)"), {
        "example-lab:lab": {
          title: "t",
          device: [
            { name: "a", serial: 1 },
            { name: "b/1 ü", serial: 2 },
          ],
        },
      });
      assert.deepEqual(await data("/device=a?fields=cable"), { "example-lab:device": [{ name: "a", cable: "fibre" }] });
      const root = await ask("/restconf/data?fields=example-lab:lab/title");
      assert.deepEqual(JSON.parse(root.body), { "ietf-restconf:data": { "example-lab:lab": { title: "t" } } });
      assert.equal((await ask("/restconf/data/example-lab:lab?fields=nothing")).status, 400);
    });

    it("with-defaults shows defaults in its four modes", async () => {
      const speed = async (mode: string, name: string) => {
        const { status, body } = await ask(`/restconf/data/example-lab:lab/device=${name}?with-defaults=${mode}`);
        assert.equal(status, 200);
        const [device] = JSON.parse(body)["example-lab:device"];
        return [device.speed, device["@speed"]];
      };
      const tag = { "ietf-netconf-with-defaults:default": true };
      const b = "b%2F1%20%C3%BC";
      assert.deepEqual(
        [await speed("report-all", "a"), await speed("report-all", b)],
        [
          [100, undefined],
          [100, undefined],
        ],
      );
      assert.deepEqual(
        [await speed("trim", "a"), await speed("explicit", "a")],
        [
          [undefined, undefined],
          [100, undefined],
        ],
      );
      assert.deepEqual(
        [await speed("explicit", b), await speed("report-all-tagged", b)],
        [
          [undefined, undefined],
          [100, tag],
        ],
      );
      assert.equal((await ask("/restconf/data/example-lab:lab?with-defaults=some")).status, 400);
    });

    it("each datastore is there by its NMDA name", async () => {
      for (const name of ["running", "candidate", "startup", "intended", "operational"]) {
        const { status, body } = await ask(`/restconf/ds/ietf-datastores:${name}/example-lab:lab/title`);
        assert.deepEqual([status, body], [200, '{"example-lab:title":"t"}'], name);
      }
      assert.equal((await ask("/restconf/ds/ietf-datastores:nothing")).status, 404);
      const origin = await ask("/restconf/ds/ietf-datastores:operational/example-lab:lab/title?with-origin");
      assert.match(origin.body, /"ietf-origin:origin":"ietf-origin:intended"/);
    });

    it("HEAD answers as GET without a body, OPTIONS says what may be done", async () => {
      const head = await ask("/restconf/data/example-lab:lab", { method: "HEAD" });
      assert.deepEqual([head.status, head.body], [200, ""]);
      assert.ok(head.headers.etag);
      const options = await ask("/restconf/data/example-lab:lab", { method: "OPTIONS" });
      const allowed = options.headers.allow?.split(/,\s*/).sort();
      assert.deepEqual(allowed, ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);
      assert.match(options.headers["accept-patch"] ?? "", /application\/yang-data\+json/);
    });

    it("what is not there is 404, what cannot be is 400, in the format that was asked for", async () => {
      const missing = await ask("/restconf/data/example-lab:lab/device=nobody");
      assert.equal(missing.status, 404);
      assert.equal(JSON.parse(missing.body)["ietf-restconf:errors"].error[0]["error-tag"], "invalid-value");
      const xml = await ask("/restconf/data/example-lab:lab/device=nobody", { headers: XML });
      assert.match(xml.body, /^<errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><error>/);
      for (const path of ["example-lab:lab/nothing", "nobody:lab", "example-lab:lab/device=a,b", "lab"]) {
        const { status } = await ask(`/restconf/data/${path}`);
        assert.ok(status === 400 || status === 404, `${path} gives ${status}`);
      }
      assert.equal((await ask("/restconf/data/example-lab:lab?nonsense=1")).status, 400);
    });
  });
}
