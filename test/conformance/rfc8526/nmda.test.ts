/** RFC 8526: what get-data and edit-data make of defaults and URLs, with ncclient. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServerWithUrls } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const words = `
NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
SPACES = 'xmlns="%s" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"' % NMDA
def get_data(datastore, mode=None):
    defaults = "" if mode is None else '<with-defaults>%s</with-defaults>' % mode
    return rpc('<get-data %s><datastore>ds:%s</datastore><subtree-filter><lab xmlns="%s"><bench-count/><device/></lab></subtree-filter>%s</get-data>' % (SPACES, datastore, LAB, defaults))
def edit_data(datastore, content):
    return rpc('<edit-data %s><datastore>ds:%s</datastore>%s</edit-data>' % (SPACES, datastore, content))
def defaults_of(reply):
    "Whether each default is there, and tagged."
    tree = etree.fromstring(reply.encode())
    def seen(node): return None if node is None else any(name.endswith("}default") for name in node.attrib)
    return [seen(tree.find(".//{%s}%s" % (LAB, path))) for path in ("bench-count", "device/{%s}speed" % LAB)]
`;

describe("RFC 8526", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  let folder: string;
  before(async () => {
    ({ server, folder } = await startLabServerWithUrls());
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  // The speed is set, to its default; the number of benches is not.
  beforeEach(() =>
    ask(
      `commit_lab("<device><name>a</name><serial>1</serial><speed>100</speed></device>", 'nc:operation="replace"')\nanswer(None)`,
    ),
  );

  it("operational has what is in use in every mode of with-defaults but trim, and running as RFC 6243 has it", async () => {
    const { capabilities, operational, running } = await ask<{
      capabilities: readonly string[];
      operational: readonly unknown[];
      running: readonly unknown[];
    }>(`
modes = [None, "explicit", "report-all", "report-all-tagged", "trim"]
answer({"capabilities": list(m.server_capabilities),
    "operational": [defaults_of(get_data("operational", mode)) for mode in modes],
    "running": [defaults_of(get_data("running", mode)) for mode in modes]})
`);
    assert.ok(capabilities.includes("urn:ietf:params:netconf:capability:with-operational-defaults:1.0"));
    const inUse = [false, false];
    const none = [null, null];
    assert.deepEqual(operational, [inUse, inUse, inUse, [true, true], none]);
    assert.deepEqual(running, [[null, false], [null, false], inUse, [true, false], none]);
  });

  it("edit-data takes its content from a URL, all of it or nothing", async () => {
    const content = (inner: string) =>
      `<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><lab xmlns="urn:example:lab">${inner}</lab></config>`;
    writeFileSync(join(folder, "good.xml"), content("<title>from a file</title>"));
    writeFileSync(join(folder, "bad.xml"), content("<tag>bad</tag><bench-count>many</bench-count>"));
    const seen = await ask<readonly string[]>(`
edit_data("running", "<url>file:///good.xml</url>")
refused = error_of(lambda: edit_data("running", "<url>file:///bad.xml</url>"))["tag"]
answer([refused, lab_of()])
`);
    assert.equal(seen[0], "invalid-value");
    assert.match(seen[1]!, /<title>from a file<\/title>/);
    assert.doesNotMatch(seen[1]!, /<tag>/);
  });

  it("get-data of a datastore that is not there, and edit-data and lock of one that nobody writes, are invalid-value", async () => {
    const tags = await ask<readonly string[]>(`
def tag(call): return error_of(call)["tag"]
lock = '<lock xmlns="%s"><target><datastore xmlns="%s" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:%s</datastore></target></lock>'
validate = '<validate xmlns="%s"><source><datastore xmlns="%s" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:%s</datastore></source></validate>'
answer([tag(lambda: get_data("dynamic")), tag(lambda: edit_data("operational", "<config/>")), tag(lambda: edit_data("intended", "<config/>")),
    tag(lambda: rpc(lock % (NC, NMDA, "operational"))), tag(lambda: rpc(validate % (NC, NMDA, "operational")))])
`);
    assert.deepEqual(tags, Array(5).fill("invalid-value"));
  });
});
