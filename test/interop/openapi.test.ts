/** The OpenAPI document with curl: its form, and that what it says of resources is so. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type CurlRequest, curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { type OpenapiDocument, openapiFaults, resolved } from "../support/openapi-rules.js";
import type { ServerProcess } from "../support/server-process.js";

const JSON_TYPE = "application/yang-data+json";

describe("the OpenAPI document", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  let lab: OpenapiDocument;
  let whole: OpenapiDocument;
  const ask = (path: string, more: Partial<CurlRequest> = {}) =>
    curl(server, { path, ...more, headers: { Accept: "*/*", ...more.headers } });
  const document = async (query: string) => {
    const { status, body } = await ask(`/openapi.json${query}`);
    assert.equal(status, 200, body.slice(0, 500));
    return JSON.parse(body) as OpenapiDocument;
  };
  /** A validator for what a resource is written with, or what is read of it. */
  const validatorOf = (from: OpenapiDocument, schema: object) =>
    new Ajv2020({ strict: false, validateFormats: false }).compile({ ...schema, components: from.components });
  before(async () => {
    server = await startLabServer();
    await untilVppApi();
    lab = await document("?module=example-lab");
    whole = await document("");
  });
  after(() => server?.dispose());
  /** The rpcs of VPP come some time after the server has. */
  const untilVppApi = async () => {
    for (const end = Date.now() + 60_000; ; ) {
      const { body } = await ask("/restconf/operations");
      if (body.includes("sweetcomb-vpp-api-vpe:show-version")) return;
      assert.ok(Date.now() < end, "VPP's API has not come");
      await delay(100);
    }
  };

  it("keeps the rules of OpenAPI 3.1, of one module and as a whole", () => {
    assert.deepEqual(openapiFaults(lab), []);
    assert.deepEqual(openapiFaults(whole), []);
  });

  it("has the resources of data and of datastores, entries by their keys, and operations", () => {
    const base = "/restconf/data/example-lab:lab";
    const entry = lab.paths[`${base}/shift={shift-day},{shift-bench}`];
    assert.deepEqual(
      Object.keys(entry)
        .filter((word) => !["summary", "description", "parameters"].includes(word))
        .sort(),
      ["delete", "get", "patch", "post", "put"],
    );
    assert.deepEqual(
      entry.parameters.map((item: object) => resolved(lab, item).schema.type),
      ["string", "integer"],
    );
    assert.ok(lab.paths[`${base}/step={step}`].delete, "an entry of a leaf-list");
    assert.deepEqual(
      Object.keys(lab.paths[`${base}/shift={shift-day},{shift-bench}/day`]).includes("put"),
      false,
      "a key",
    );
    assert.ok(lab.paths["/restconf/ds/{datastore}/example-lab:lab/title"].get);
    assert.ok(lab.paths["/restconf/operations/example-lab:ring"].post.responses["204"]);
    const pages = lab.paths[`${base}/device`].get.parameters.map((item: object) => resolved(lab, item).name);
    assert.ok(pages.includes("limit") && pages.includes("where"));
    assert.equal(whole.paths["/restconf/operations/ietf-netconf:lock"], undefined, "an operation of NETCONF alone");
    assert.ok(
      whole.paths["/restconf/data/ietf-nat:nat/instances/instance={instance-id}/sweetcomb-nat:delete-sessions"].post,
    );
  });

  it("has every operation that RESTCONF lists", async () => {
    const { body } = await ask("/restconf/operations");
    const names = Object.keys(JSON.parse(body)["ietf-restconf:operations"]);
    assert.deepEqual(
      names.filter((name) => whole.paths[`/restconf/operations/${name}`]?.post === undefined),
      [],
    );
    const told = Object.keys(whole.paths).filter((path) => path.startsWith("/restconf/operations/"));
    assert.deepEqual(told.map((path) => path.split("/").at(-1)!).sort(), names.sort());
  });

  it("tells types, keys, defaults, choices and what is mandatory", () => {
    const device = lab.components.schemas["example-lab.lab__device.write"];
    assert.deepEqual(device.required.sort(), ["name", "serial"]);
    assert.deepEqual(device["x-yang-keys"], ["name"]);
    assert.deepEqual(lab.components.schemas["example-lab.lab__device"].required, ["name"]);
    assert.deepEqual(device.properties.serial.type, "integer");
    assert.equal(device.properties.speed.default, 100);
    assert.deepEqual(device.properties.cable.enum.includes("example-lab:fibre"), true);
    assert.match(device.properties.peer["x-yang-leafref"], /name/);
    const isDevice = validatorOf(lab, { $ref: "#/components/schemas/example-lab.lab__device.write" });
    assert.ok(isDevice({ name: "a", serial: 1, mains: [null] }));
    for (const wrong of [
      { name: "a" },
      { name: "a", serial: -1 },
      { name: "a", serial: 1, mains: [null], "battery-hours": "1.5" },
      { name: "a", serial: 1, cable: "wood" },
      { name: "a", serial: 1, unknown: 1 },
    ]) {
      assert.equal(isDevice(wrong), false, JSON.stringify(wrong));
    }
  });

  it("has examples that its own schemas take", () => {
    const faults = [];
    for (const [path, item] of Object.entries<OpenapiDocument>(whole.paths)) {
      if (!path.startsWith("/restconf/data/ietf-") && !path.startsWith("/restconf/operations/sweetcomb-")) continue;
      const body = (item.put ?? item.post)?.requestBody?.content[JSON_TYPE];
      if (body?.example === undefined || faults.length > 3 || path.length % 29 > 0) continue;
      const validate = validatorOf(whole, body.schema);
      if (!validate(body.example)) faults.push(`${path} ${JSON.stringify([body.example, validate.errors])}`);
    }
    assert.deepEqual(faults, []);
  });

  it("has examples that work: what they write is there, and its reply is as the document says", async () => {
    const sampled = [
      [lab, "/restconf/data/example-lab:lab/device={device-name}"],
      [lab, "/restconf/data/example-lab:lab/shift={shift-day},{shift-bench}"],
      [lab, "/restconf/data/example-lab:lab/step={step}"],
      [lab, "/restconf/data/example-lab:lab/title"],
      [whole, "/restconf/data/ietf-system:system/contact"],
      [whole, "/restconf/data/ietf-netconf-acm:nacm/groups/group={group-name}"],
      [whole, "/restconf/data/ietf-access-control-list:acls/acl={acl-name}"],
    ] as const;
    for (const [from, path] of sampled) {
      const item = from.paths[path];
      assert.ok(item, path);
      const uri = filled(from, path, item);
      const written = item.put.requestBody.content[JSON_TYPE].example;
      const put = await ask(uri, {
        method: "PUT",
        body: JSON.stringify(written),
        headers: { "Content-Type": JSON_TYPE },
      });
      assert.ok(put.status === 201 || put.status === 204, `${uri} ${put.body}`);
      const got = await ask(uri);
      assert.equal(got.status, 200, got.body);
      const validate = validatorOf(from, item.get.responses["200"].content[JSON_TYPE].schema);
      assert.ok(validate(JSON.parse(got.body)), `${got.body} ${JSON.stringify(validate.errors)}`);
      assert.equal((await ask(uri, { method: "DELETE" })).status, 204);
    }
  });

  it("describes the replies of whole modules as they are", async () => {
    for (const name of [
      "ietf-yang-library:yang-library",
      "ietf-netconf-monitoring:netconf-state",
      "ietf-netconf-acm:nacm",
      "ietf-interfaces:interfaces",
    ]) {
      const { status, body } = await ask(`/restconf/data/${name}`);
      assert.equal(status, 200, body.slice(0, 300));
      const schema = whole.paths[`/restconf/data/${name}`].get.responses["200"].content[JSON_TYPE].schema;
      const validate = validatorOf(whole, schema);
      assert.ok(validate(JSON.parse(body)), JSON.stringify(validate.errors));
    }
  });

  it("is found by content-id: a client that has it is told so", async () => {
    const first = await ask("/openapi.json?module=example-lab");
    const tag = first.headers.etag!;
    const again = await ask("/openapi.json?module=example-lab", { headers: { "If-None-Match": tag } });
    assert.deepEqual([again.status, again.body], [304, ""]);
    assert.equal((await ask("/openapi.json", { headers: { "If-None-Match": tag } })).status, 200);
    const head = await ask("/openapi.json?module=example-lab", { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.etag], [200, tag]);
    const library = await ask("/restconf/data/ietf-yang-library:yang-library/content-id");
    assert.equal(lab.info.version, JSON.parse(library.body)["ietf-yang-library:content-id"]);
  });

  it("is of several modules, with what a module adds to others, and of no unknown ones", async () => {
    const two = await document("?module=example-lab&module=sweetcomb-nat,ietf-system");
    assert.deepEqual(openapiFaults(two), []);
    const paths = Object.keys(two.paths);
    assert.ok(paths.some((path) => path.includes("/sweetcomb-nat:delete-sessions")));
    assert.ok(paths.includes("/restconf/data/example-lab:lab") && paths.includes("/restconf/data/ietf-system:system"));
    assert.equal(paths.includes("/restconf/data/ietf-nat:nat"), false);
    for (const query of ["?module=nothing", "?modul=example-lab"]) {
      assert.equal((await ask(`/openapi.json${query}`)).status, 400, query);
    }
  });

  it("is for users who have logged in, the page as well", async () => {
    for (const path of ["/openapi.json", "/openapi", "/openapi/browse.js", "/openapi/modules.json"]) {
      assert.equal((await ask(path, { as: "none" })).status, 401, path);
      assert.equal((await ask(path, { method: "POST", body: "{}" })).status, 405, path);
    }
  });

  it("has a page whose files come from this server alone", async () => {
    const page = await ask("/openapi");
    assert.match(page.headers["content-type"]!, /^text\/html/);
    assert.match(page.headers["content-security-policy"]!, /default-src 'none'.*frame-ancestors 'none'/);
    const files = new Set([...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!));
    for (const file of files) {
      const answer = await ask(file);
      assert.equal(answer.status, 200, file);
      if (!file.endsWith(".js")) continue;
      for (const [, name] of answer.body.matchAll(/^import .* from "\.\/(.+)";$/gm)) files.add(`/openapi/${name}`);
    }
    assert.deepEqual([...files].sort(), [
      "/openapi.json",
      "/openapi/browse.css",
      "/openapi/browse.js",
      "/openapi/document.js",
      "/openapi/elements.js",
      "/openapi/request.js",
    ]);
    assert.doesNotMatch(page.body, /<script>|style=|onclick=/);
    const { modules } = JSON.parse((await ask("/openapi/modules.json")).body);
    assert.ok(modules.some(({ name }: { name: string }) => name === "example-lab"));
  });
});

/** The path with the examples of its parameters. */
function filled(document: OpenapiDocument, path: string, { parameters = [] }: OpenapiDocument): string {
  const examples = new Map(
    parameters
      .map((item: object) => resolved(document, item))
      .map((told: OpenapiDocument) => [told.name, told.example]),
  );
  return path.replace(/\{([^}]+)\}/g, (_all, name: string) => {
    assert.notEqual(examples.get(name), undefined, `${path} has no example of ${name}`);
    return encodeURIComponent(String(examples.get(name)));
  });
}
