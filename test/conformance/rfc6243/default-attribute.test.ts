/** RFC 6243 2.3.3, 4.5.1, 4.5.2: what a client sends back of a reply with tagged defaults. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import { type NetconfSession, openNetconfSession } from "../../support/netconf-session.js";
import { onlyError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";

const LAB = "urn:example:lab";
const WD = 'xmlns:wd="urn:ietf:params:xml:ns:netconf:default:1.0"';
const NC = 'xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"';

const lab = (inner: string) => `<lab xmlns="${LAB}" ${WD} ${NC}>${inner}</lab>`;
const edit = (inner: string, more = "") =>
  `<edit-config><target><candidate/></target>${more}<config>${lab(inner)}</config></edit-config>`;
const benchCount = (attributes: string, value: number | "" = 4) =>
  edit(`<bench-count ${attributes}>${value}</bench-count>`);
const device = (inner: string) => `<device><name>a</name><serial>1</serial>${inner}</device>`;

describe("the attribute default in edits", () => {
  let server: ServerProcess;
  let session: NetconfSession;
  before(async () => {
    server = await startLabServer();
    session = await openNetconfSession(server, "admin");
  });
  after(async () => {
    session?.close();
    await server?.dispose();
  });
  beforeEach(() => session.request("<discard-changes/>"));

  const ok = async (operation: string) => assert.match(await session.request(operation), /<ok\/>/, operation);
  const refused = async (operation: string) => onlyError(await session.request(operation));
  const read = async (mode: string) => {
    const wanted = `<with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">${mode}</with-defaults>`;
    const filter = `<filter><lab xmlns="${LAB}"/></filter>`;
    const reply = await session.request(`<get-config><source><candidate/></source>${filter}${wanted}</get-config>`);
    return /<data>(.*)<\/data>/s.exec(reply)?.[1] ?? "";
  };

  it("a tagged leaf goes back to its default, whatever was set", async () => {
    for (const operation of ["merge", "replace"]) {
      for (const tag of ["true", "1"]) {
        await ok(benchCount("", 7));
        await ok(benchCount(`wd:default="${tag}" nc:operation="${operation}"`));
        assert.equal(await read("explicit"), "");
        await ok(benchCount(`wd:default="${tag}" nc:operation="${operation}"`));
        assert.equal(await read("explicit"), "");
      }
    }
    assert.match(await read("report-all"), /<bench-count>4<\/bench-count>/);
  });

  it("a leaf that is tagged with false or 0 is set", async () => {
    for (const tag of ["false", "0"]) {
      await ok(benchCount(`wd:default="${tag}"`));
      assert.match(await read("explicit"), /<bench-count>4<\/bench-count>/);
      await ok(benchCount('nc:operation="remove"'));
    }
  });

  it("a tagged leaf with another value than its default, or with none, is invalid-value", async () => {
    await ok(benchCount("", 7));
    for (const value of [5, ""] as const) {
      assert.equal((await refused(benchCount('wd:default="true"', value))).tag, "invalid-value", String(value));
    }
    const untold = edit('<title wd:default="true">no default</title>');
    assert.equal((await refused(untold)).tag, "invalid-value");
    assert.match(await read("explicit"), /<bench-count>7<\/bench-count>/);
  });

  it("a tagged leaf is invalid-value where it is to be deleted, removed or only passed", async () => {
    await ok(benchCount("", 7));
    for (const operation of ["delete", "remove"]) {
      const error = await refused(benchCount(`wd:default="true" nc:operation="${operation}"`));
      assert.deepEqual([error.tag, error.path], ["invalid-value", "/lab/bench-count"], operation);
    }
    const none = edit('<bench-count wd:default="true">4</bench-count>', "<default-operation>none</default-operation>");
    assert.equal((await refused(none)).tag, "invalid-value");
  });

  it("a tagged leaf can be created where nobody has set it, and is data-exists elsewhere", async () => {
    const create = benchCount('wd:default="true" nc:operation="create"');
    await ok(create);
    assert.equal(await read("explicit"), "");
    await ok(benchCount("", 4));
    assert.equal((await refused(create)).tag, "data-exists");
  });

  it("what tagged defaults a reply has can be sent back as it is, also with copy-config", async () => {
    await ok(edit(`<title>t</title>${device("")}<alarm><delay>5</delay></alarm>`));
    const [explicit, tagged] = [await read("explicit"), await read("report-all-tagged")];
    assert.match(tagged, /<bench-count [^>]*wd:default="true"|<bench-count [^>]*:default="true"/);
    const config = `<config>${tagged}</config>`;
    await session.request("<discard-changes/>");
    await ok(`<edit-config><target><candidate/></target>${config}</edit-config>`);
    assert.equal(await read("explicit"), explicit);
    assert.equal(await read("report-all-tagged"), tagged);
    await ok(edit(`<bench-count>9</bench-count>${device("<speed>3</speed>")}`));
    await ok(`<copy-config><target><candidate/></target><source>${config}</source></copy-config>`);
    assert.equal(await read("report-all-tagged"), tagged);
    await ok(`<validate><source>${config}</source></validate>`);
  });

  it("a tagged default inside of a new entry is not set, and a wrong one is refused with the whole entry", async () => {
    await ok(edit(device('<speed wd:default="true">100</speed>')));
    assert.match(await read("explicit"), /<serial>1<\/serial><\/device>/);
    const wrong = '<device><name>b</name><serial>2</serial><speed wd:default="1">9</speed></device>';
    const error = await refused(edit(wrong, "<error-option>rollback-on-error</error-option>"));
    assert.deepEqual([error.tag, error.path], ["invalid-value", "/lab/device[name='b']/speed"]);
    assert.doesNotMatch(await read("explicit"), /<name>b</);
  });

  it("report-all shows defaults of the candidate before it is committed, and leaves it as it was edited", async () => {
    await ok(edit(device("")));
    assert.match(await read("report-all"), /<speed>100<\/speed>/);
    await ok(edit('<bench-count nc:operation="create">4</bench-count>'));
    const edited = await read("explicit");
    for (const mode of ["report-all", "report-all-tagged"]) assert.match(await read(mode), /speed/, mode);
    assert.equal(await read("explicit"), edited);
    await ok("<commit/>");
    await ok(edit('<device nc:operation="delete"><name>a</name></device><bench-count nc:operation="delete"/>'));
    assert.match(await read("report-all"), /<bench-count>4<\/bench-count>/);
    await ok("<commit/>");
  });

  it("RESTCONF takes the annotation, too, in both formats", async () => {
    const path = "/restconf/data/example-lab:lab";
    const annotated = (value: number) =>
      JSON.stringify({
        "example-lab:lab": {
          "bench-count": value,
          "@bench-count": { "ietf-netconf-with-defaults:default": true },
        },
      });
    const bodies = { 4: 204, 5: 400 };
    for (const [value, status] of Object.entries(bodies)) {
      const json = await curl(server, { method: "PATCH", path, body: annotated(Number(value)) });
      assert.equal(json.status, status, json.body);
      const body = lab(`<bench-count wd:default="true">${value}</bench-count>`);
      const headers = { "Content-Type": "application/yang-data+xml" };
      assert.equal((await curl(server, { method: "PATCH", path, body, headers })).status, status);
    }
    assert.equal((await curl(server, { path: `${path}/bench-count?with-defaults=explicit` })).status, 404);
  });
});
