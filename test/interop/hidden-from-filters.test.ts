/** RFC 8341 3.2.4: filters are applied to what the user may read, so that nobody finds out by them what he may not. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { TestClient } from "../northbound/netconf/test-client.js";
import { curl, putResource, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { openTlsNetconf } from "../support/tls-client.js";
import { addCertificateUser } from "../support/users.js";

const LAB = "/restconf/data/example-lab:lab";

describe("what a user may not read", { skip: skipWithout("curl", "openssl") }, () => {
  let server: ServerProcess;
  let ann: TestClient;
  before(async () => {
    server = await startLabServer();
    await addCertificateUser(server, "ann");
    const device = [
      { name: "a", serial: 11, speed: 7 },
      { name: "b", serial: 44, speed: 5 },
      { name: "c", serial: 33 },
    ];
    await put(LAB, { "example-lab:lab": { title: "t", device } });
    const system = { "user-authentication-order": ["local-users"], user: [{ name: "bob", password: "$0$sun" }] };
    await put("/restconf/data/ietf-system:system/authentication", { "ietf-system:authentication": system });
    const rule = [
      { name: "one", path: "/example-lab:lab/device[name='a']", "access-operations": "*", action: "deny" },
      { name: "serials", path: "/example-lab:lab/device/serial", "access-operations": "*", action: "deny" },
    ];
    const nacm = "/restconf/data/ietf-netconf-acm:nacm";
    await put(`${nacm}/groups/group=staff`, { "ietf-netconf-acm:group": [{ name: "staff", "user-name": ["ann"] }] });
    await put(`${nacm}/rule-list=staff`, {
      "ietf-netconf-acm:rule-list": [{ name: "staff", group: ["staff"], rule }],
    });
    ann = await openTlsNetconf(server, "ann");
    await ann.hello();
  });
  after(async () => {
    ann?.stream.destroy();
    await server?.dispose();
  });

  const put = (path: string, body: object) => putResource(server, path, body);
  const namesIn = (reply: string) => Array.from(reply.matchAll(/<name>(\w+)<\/name>/g), ([, name]) => name);
  const byXPath = async (select: string, operation = "get-config") => {
    const filter = `<filter type="xpath" xmlns:lab="urn:example:lab" xmlns:sys="urn:ietf:params:xml:ns:yang:ietf-system" select="${select}"/>`;
    const source = operation === "get-config" ? "<source><running/></source>" : "";
    return namesIn(await ann.request(`<${operation}>${source}${filter}</${operation}>`));
  };

  it("is not found by an XPath that asks for it, and the rest is", async () => {
    assert.deepEqual(await byXPath("/lab:lab/lab:device[lab:serial=33]/lab:name"), []);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[lab:speed=5]/lab:name"), ["b"]);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[lab:name='b']/lab:name"), ["b"]);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[../lab:device[lab:name='a']/lab:speed=7]/lab:name"), []);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[contains(., '33')]/lab:name"), []);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[1]/lab:name"), ["b"]);
    assert.deepEqual(await byXPath("/lab:lab/lab:device[*=33]/lab:name", "get"), []);
    assert.deepEqual(await byXPath("//lab:device[lab:serial=33]/lab:name", "get"), []);
    assert.deepEqual(await byXPath("/lab:lab/lab:device/lab:serial/../lab:name"), []);
  });

  it("leaves defaults what they are to an XPath that looks at what is shown alone", async () => {
    assert.deepEqual(await byXPath("/lab:lab/lab:device[lab:speed=100][last()]/lab:name"), ["c"]);
    const filter = `<filter type="xpath" xmlns:lab="urn:example:lab" select="/lab:lab/lab:device[last()]"/>`;
    const reply = await ann.request(`<get-config><source><running/></source>${filter}</get-config>`);
    assert.match(reply, /<device><name>c<\/name><\/device>/);
  });

  it("is not found letter by letter: hashes of passwords", async () => {
    const user = "/sys:system/sys:authentication/sys:user";
    assert.deepEqual(await byXPath(`${user}[starts-with(sys:password, '$6$')]/sys:name`), []);
    assert.deepEqual(await byXPath(`${user}[sys:name='bob']/sys:name`), ["bob"]);
  });

  it("is not found by the content of a subtree filter", async () => {
    const device = (match: string) => `<lab xmlns="urn:example:lab"><device>${match}<name/></device></lab>`;
    const bySubtree = async (match: string) =>
      namesIn(
        await ann.request(
          `<get-config><source><running/></source><filter type="subtree">${device(match)}</filter></get-config>`,
        ),
      );
    assert.deepEqual(await bySubtree("<serial>33</serial>"), []);
    assert.deepEqual(await bySubtree("<speed>5</speed>"), ["b"]);
  });

  it("is neither a condition of a page nor its order", async () => {
    const page = async (query: string) => {
      const { body } = await curl(server, { path: `${LAB}/device?${query}`, as: "ann" });
      return Array.from(body.matchAll(/"name":"(\w+)"/g), ([, name]) => name);
    };
    assert.deepEqual(await page(`where=${encodeURIComponent("serial=33")}`), []);
    assert.deepEqual(await page(`where=${encodeURIComponent("speed=5")}`), ["b"]);
    assert.deepEqual(await page("sort-by=serial"), ["b", "c"]);
  });

  it("is not what a partial lock can be looked for by", async () => {
    const lock = (select: string) =>
      ann.request(
        `<partial-lock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><select xmlns:lab="urn:example:lab">${select}</select></partial-lock>`,
      );
    assert.match(await lock("/lab:lab/lab:device[lab:serial=33]"), /<error-tag>access-denied</);
    const locked = await lock("/lab:lab/lab:device[lab:name='b']");
    assert.match(locked, /<locked-node/);
    const [, id] = /<lock-id[^>]*>(\d+)</.exec(locked)!;
    const unlock = `<partial-unlock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><lock-id>${id}</lock-id></partial-unlock>`;
    assert.match(await ann.request(unlock), /<ok\/>/);
  });

  it("is found by administrators", async () => {
    const { body } = await curl(server, { path: `${LAB}/device?where=${encodeURIComponent("serial=33")}` });
    assert.match(body, /"name":"c"/);
  });
});
