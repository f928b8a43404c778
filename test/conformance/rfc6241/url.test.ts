/** RFC 6241 8.8: configuration at URLs, in files of one folder and on a host by https. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../../support/clients.js";
import { labFlags, startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addSshUser } from "../../support/users.js";

const words = `
def op(xml, session=None): return rpc(xml.replace("<", '<', 1).replace(">", ' xmlns="%s">' % NC, 1), session)
def copy(source, target, session=None):
    return op("<copy-config><target>%s</target><source>%s</source></copy-config>" % (target, source), session)
def url(text): return "<url>%s</url>" % text
RUNNING, STARTUP, CANDIDATE = "<running/>", "<startup/>", "<candidate/>"
`;

interface Refusal {
  readonly tag: string;
  readonly message: string;
}

describe("RFC 6241 8.8", { skip: skipWithout("ncclient", "ssh-keygen") }, () => {
  let server: ServerProcess;
  let host: Server;
  let origin = "";
  const documents = new Map<string, string>();
  const folder = () => join(server.folder, "configs");

  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
    const pem = (name: string) => readFileSync(join(server.certs, name), "utf8");
    host = createServer({ cert: pem("server.crt"), key: pem("server.key") }, async (request, response) => {
      const { method, url = "" } = request;
      if (method === "PUT") {
        let text = "";
        for await (const chunk of request) text += chunk;
        documents.set(url, text);
      }
      if (method === "DELETE") documents.delete(url);
      const found = documents.get(url);
      if (url === "/moved") response.writeHead(302, { location: "/there" }).end();
      else if (method === "GET" && found === undefined) response.writeHead(404).end();
      else response.end(method === "GET" ? found : "");
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    origin = `localhost:${(host.address() as AddressInfo).port}`;
    mkdirSync(folder());
    const settings = { folder: folder(), hosts: [origin], caFile: join(server.certs, "ca.crt"), maxBytes: 10_000 };
    writeFileSync(join(server.folder, "config.json"), JSON.stringify({ netconf: { url: settings } }));
    server = await server.restart([...labFlags, "--config", join(server.folder, "config.json")]);
  });
  after(async () => {
    host.close();
    await server.dispose();
  });
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);
  const labConfig = (inner: string) =>
    `<?xml version="1.0"?>\n<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"><lab xmlns="urn:example:lab">${inner}</lab></config>`;
  const put = (name: string, inner: string) => writeFileSync(join(folder(), name), labConfig(inner));

  beforeEach(() =>
    ask(`m.discard_changes()\ncommit_lab("<title>t</title><tag>x</tag>", 'nc:operation="replace"')\nanswer(None)`),
  );

  it("the capability has the schemes that are open, and is not there where none is", async () => {
    const find = 'answer([uri for uri in m.server_capabilities if ":url:" in uri])';
    const open = await ask<readonly string[]>(find);
    assert.deepEqual(open, ["urn:ietf:params:netconf:capability:url:1.0?scheme=file,https"]);
    const closed = await startLabServer();
    try {
      assert.deepEqual(await ncclientAnswer(closed, find), []);
      const tag = await ncclientAnswer<string>(
        closed,
        `${words}answer(error_of(lambda: copy(RUNNING, url("file:///x.xml")))["tag"])`,
      );
      assert.equal(tag, "unknown-element");
    } finally {
      await closed.dispose();
    }
  });

  it("a datastore is copied to a file and back", async () => {
    const running = await ask<string>(`
copy(RUNNING, url("file:///backup.xml"))
m.edit_config(target="running", config=lab("<title>changed</title>"))
copy(url("file:///backup.xml"), RUNNING)
answer(lab_of())
`);
    assert.equal(running, "<title>t</title><tag>x</tag>");
    const file = join(folder(), "backup.xml");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(
      readFileSync(file, "utf8"),
      /^<\?xml .*\n<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">.*<title>t<\/title>/s,
    );
  });

  it("an edit takes its content from a file, operations and all", async () => {
    put("edit.xml", '<title>from a file</title><tag nc:operation="delete">x</tag>');
    const candidate = await ask<string>(`
op("<edit-config><target><candidate/></target>%s</edit-config>" % url("file:///edit.xml"))
answer(lab_of("candidate"))
`);
    assert.equal(candidate, "<title>from a file</title>");
  });

  it("a file is validated, and what is wrong in it is told", async () => {
    put("good.xml", "<title>good</title>");
    put("bad.xml", "<device><name>a</name></device>");
    writeFileSync(join(folder(), "no-xml.xml"), "<config");
    writeFileSync(join(folder(), "other.xml"), "<data/>");
    const tags = await ask<readonly string[]>(`
def validate(name): return op("<validate><source>%s</source></validate>" % url("file:///" + name))
validate("good.xml")
answer([error_of(lambda: validate(name))["tag"] for name in ("bad.xml", "no-xml.xml", "other.xml", "none.xml")])
`);
    assert.equal(tags[0], "data-missing");
    assert.equal(tags[3], "operation-failed");
    assert.equal(tags.length, 4);
  });

  it("what is wrong with a document is told with its URL, for the operation that named it", async () => {
    const config = '<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"/>';
    const documents = [
      "<config",
      "<data/>",
      `${config}${config}`,
      `${config}<target><startup/></target>`,
      "<running/>",
    ];
    documents.push(`${config}<default-operation>none</default-operation>`, `${config}</edit-config><edit-config>`);
    for (const [index, text] of documents.entries()) writeFileSync(join(folder(), `wrong-${index}.xml`), text);
    put("bad-value.xml", "<bench-count>many</bench-count>");
    const refusals = await ask<readonly (Refusal & { readonly path: string; readonly info: object })[]>(`
names = ["wrong-%d.xml" % number for number in range(${documents.length})] + ["bad-value.xml"]
edit = lambda name: op("<edit-config><target><candidate/></target>%s</edit-config>" % url("file:///" + name))
validate = lambda name: op("<validate><source>%s</source></validate>" % url("file:///" + name))
replace = lambda name: copy(url("file:///" + name), CANDIDATE)
answer([error_of(lambda: call(name)) for call in (edit, replace, validate) for name in names])
`);
    const places = ["/nc:edit-config/nc:url", "/nc:copy-config/nc:source/nc:url", "/nc:validate/nc:source/nc:url"];
    for (const [call, place] of places.entries()) {
      const refused = refusals.slice(call * (documents.length + 1), (call + 1) * (documents.length + 1));
      for (const [index, { tag, path, message, info }] of refused.slice(0, -1).entries()) {
        assert.deepEqual([tag, path, info], ["invalid-value", place, { "bad-element": "url" }], documents[index]);
        assert.match(message, new RegExp(`^file:///wrong-${index}\\.xml: `));
      }
      const { path, message } = refused.at(-1)!;
      assert.equal(path, "/lab:lab/lab:bench-count");
      assert.match(message, /^file:\/\/\/bad-value\.xml: /);
    }
  });

  it("a file is deleted, and one URL is copied to another", async () => {
    put("a.xml", "<title>a</title>");
    await ask(`
copy(url("file:///a.xml"), url("file:///b.xml"))
op("<delete-config><target>%s</target></delete-config>" % url("file:///a.xml"))
answer(None)`);
    assert.equal(existsSync(join(folder(), "a.xml")), false);
    assert.match(readFileSync(join(folder(), "b.xml"), "utf8"), /<title>a<\/title>/);
  });

  it("no path, link, size or kind of file leads out of the folder", async () => {
    writeFileSync(join(server.folder, "outside.xml"), labConfig("<title>outside</title>"));
    symlinkSync(join(server.folder, "outside.xml"), join(folder(), "link.xml"));
    symlinkSync(server.folder, join(folder(), "way-out"));
    put("large.xml", `<title>x</title><!--${" ".repeat(10_000)}-->`);
    mkdirSync(join(folder(), "folder.xml"));
    const names = [
      "..%2foutside.xml",
      "%2e%2e/outside.xml",
      "link.xml",
      "way-out/outside.xml",
      "large.xml",
      "folder.xml",
      "a//b.xml",
      "x%00.xml",
    ];
    const refusals = await ask<readonly Refusal[]>(`
answer([error_of(lambda: copy(url("file:///" + name), CANDIDATE)) for name in ${JSON.stringify(names)}] + [
    error_of(lambda: copy(RUNNING, url("file:///way-out/written.xml"))), error_of(lambda: copy(url("file://elsewhere/x.xml"), CANDIDATE)),
    error_of(lambda: copy(url("ftp://localhost/x.xml"), CANDIDATE))])
`);
    for (const { tag } of refusals) assert.ok(["invalid-value", "operation-failed"].includes(tag), tag);
    assert.doesNotMatch(JSON.stringify(refusals), new RegExp(server.folder));
    assert.equal(existsSync(join(server.folder, "written.xml")), false);
  });

  it("a host that is named is asked by https: reading, writing, deleting", async () => {
    documents.set("/conf", labConfig("<title>from a host</title>"));
    const running = await ask<string>(`
op("<edit-config><target><candidate/></target>%s</edit-config>" % url("https://${origin}/conf"))
m.commit()
copy(RUNNING, url("https://${origin}/saved"))
op("<delete-config><target>%s</target></delete-config>" % url("https://${origin}/conf"))
answer(lab_of())
`);
    assert.equal(running, "<title>from a host</title><tag>x</tag>");
    assert.match(documents.get("/saved") ?? "", /<title>from a host<\/title>/);
    assert.equal(documents.has("/conf"), false);
  });

  it("other hosts, wrong names in certificates, redirections, errors and large answers are refused", async () => {
    documents.set("/large", labConfig(`<!--${" ".repeat(10_000)}-->`));
    const port = origin.split(":")[1];
    const urls = [
      `https://example.net/x`,
      `https://127.0.0.1:${port}/conf`,
      `https://${origin}/moved`,
      `https://${origin}/none`,
      `https://${origin}/large`,
      `http://${origin}/conf`,
    ];
    const tags = await ask<readonly string[]>(
      `answer([error_of(lambda: copy(url(text), CANDIDATE))["tag"] for text in ${JSON.stringify(urls)}])`,
    );
    assert.deepEqual(
      tags.map((tag) => ["invalid-value", "operation-failed"].includes(tag)),
      urls.map(() => true),
    );
  });

  it("access control holds for what comes from a URL and for what goes there", async () => {
    put("ann.xml", "<title>ann's</title>");
    const tags = await ask<readonly string[]>(`
ann = connect("ann")
copy(RUNNING, url("file:///by-ann.xml"), ann)
answer([error_of(lambda: copy(url("file:///ann.xml"), RUNNING, ann))["tag"],
    error_of(lambda: op("<delete-config><target>%s</target></delete-config>" % url("file:///ann.xml"), ann))["tag"]])
`);
    assert.deepEqual(tags, ["access-denied", "access-denied"]);
    assert.doesNotMatch(readFileSync(join(folder(), "by-ann.xml"), "utf8"), /<nacm/);
  });
});
