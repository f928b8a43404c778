/** The page that browses the OpenAPI document: a resource is found, and the curl line that it shows does its work. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, run, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { type OpenedPage, openPage } from "../support/page-document.js";
import type { ServerProcess } from "../support/server-process.js";

describe("the page that browses the OpenAPI document", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  let page: OpenedPage;
  before(async () => {
    server = await startLabServer();
    page = await openPage(`https://localhost:${server.restconfPort}`, (url, { method, headers, body }) =>
      curl(server, { path: url, ...(method && { method }), ...(headers && { headers }), ...(body && { body }) }),
    );
  });
  after(() => server?.dispose());

  const paths = () => page.element("paths").all("button");
  const find = async (module: string, words: string) => {
    page.element("module").value = module;
    await page.element("module").fire("change");
    page.element("find").value = words;
    await page.element("find").fire("input");
  };
  const open = async (name: string) => {
    const button = paths().find(({ textContent }) => textContent === name);
    assert.ok(button, `${name} is not among ${paths().map(({ textContent }) => textContent)}`);
    await button.fire("click");
  };
  /** What the page shows when the request of a method is sent. */
  const send = async (method: string) => {
    const section = page
      .element("resource")
      .all("section")
      .find((candidate) => candidate.all("h3")[0]!.textContent.trim() === method);
    assert.ok(section, method);
    await section.all("button")[1]!.fire("click");
    return section.all("pre")[1]!.textContent;
  };
  /** The line of a method as it is copied, run by a shell where the certificates are. */
  const copyAndRun = async (method: string) => {
    const sections = page.element("resource").all("section");
    const section = sections.find((candidate) => candidate.all("h3")[0]!.textContent.trim() === method);
    assert.ok(section, method);
    await section.all("button")[0]!.fire("click");
    assert.match(page.copied(), /^curl /);
    return run("sh", ["-c", `cd '${server.certs}' && ${page.copied()} -sS -w ' %{http_code}'`]);
  };

  it("offers the modules, and finds resources by words of their paths", async () => {
    const modules = page.element("modules").children.map(({ value }) => value);
    assert.ok(modules.includes("example-lab") && modules.includes("ietf-interfaces"));
    await find("example-lab", "DEVICE serial");
    assert.deepEqual(
      paths().map(({ textContent }) => textContent),
      ["data/example-lab:lab/device={device-name}/serial"],
    );
  });

  it("writes, reads and deletes an entry with the lines that it shows", async () => {
    await find("example-lab", "device");
    await open("data/example-lab:lab/device={device-name}");
    const [key] = page.element("resource").all("input");
    assert.equal(key!.value, "example");
    key!.value = "it's/one";
    await key!.fire("input");
    assert.match(await copyAndRun("PUT"), / 201$/);
    assert.match(await copyAndRun("GET"), /"name":"it's\/one".* 200$/s);
    assert.match(await copyAndRun("DELETE"), / 204$/);
    assert.match(await copyAndRun("GET"), / 404$/);
  });

  it("sends the requests itself, with the body as it was changed, and shows the answers", async () => {
    await find("example-lab", "device");
    await open("data/example-lab:lab/device={device-name}");
    const [key] = page.element("resource").all("input");
    key!.value = "two";
    await key!.fire("input");
    assert.match(await send("PUT"), /^201\nlocation: .*device=two/);
    assert.match(await send("GET"), /^200\netag: .*"name": "two"/s);
    const put = page.element("resource").all("textarea")[0]!;
    put.value = '{"example-lab:device": [{"name": "other"}]}';
    await put.fire("input");
    assert.match(await send("PUT"), /^400\n.*"error-tag": "invalid-value"/s);
    assert.match(await send("DELETE"), /^204/);
    assert.match(await send("GET"), /^404\n.*"error-tag": "invalid-value"/s);
  });

  it("lists the modules while none is chosen, by words of their names", async () => {
    await find("", "interfaces ietf");
    assert.deepEqual(
      paths().map(({ textContent }) => textContent),
      ["ietf-interfaces"],
    );
    await paths()[0]!.fire("click");
    assert.equal(page.element("module").value, "ietf-interfaces");
    assert.ok(paths().some(({ textContent }) => textContent === "data/ietf-interfaces:interfaces"));
  });

  it("shows single datastores, and operations", async () => {
    await find("example-lab", "title");
    page.element("root").value = "/restconf/ds/";
    await page.element("root").fire("input");
    await open("ds/{datastore}/example-lab:lab/title");
    assert.match(await copyAndRun("GET"), / (200|404)$/);
    page.element("root").value = "/restconf/data";
    await find("ietf-nmda-compare", "compare");
    await open("operations/ietf-nmda-compare:compare");
    assert.match(await copyAndRun("POST"), / (200|204|400)$/);
  });
});
