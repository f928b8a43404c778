/** Whole datastores with ncclient: discard, validate, copy-config, delete-config and startup (RFC 6241 7.3, 7.4, 8.3, 8.6, 8.7). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
NACM = re.search("<nacm.*</nacm>", m.get_config("running", filter=("subtree", '<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"/>')).data_xml).group(0)
def whole(inner):
    "A configuration that stands for a whole datastore and does not lock admin out."
    return config(NACM + '<lab xmlns="urn:example:lab">' + inner + '</lab>')
def copy(source, target):
    name = lambda value: value if value.startswith("<") else "<%s/>" % value
    return rpc('<copy-config xmlns="%s"><target>%s</target><source>%s</source></copy-config>' % (NC, name(target), name(source)))
m.discard_changes()
commit_lab("<title>start</title>", 'nc:operation="replace"')
`;

describe("datastores with ncclient", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  it("discard-changes takes the candidate back to running", async () => {
    const seen = await ask<readonly string[]>(`
m.edit_config(target="candidate", config=lab("<title>new</title><tag>x</tag>"))
before = lab_of("candidate")
m.discard_changes()
answer([before, lab_of("candidate"), lab_of("running")])
`);
    const start = "<title>start</title>";
    assert.deepEqual(seen, ["<title>new</title><tag>x</tag>", start, start]);
  });

  it("validate finds what is wrong with the candidate, with an inline configuration, and nothing with running", async () => {
    const [candidate, inline] = await ask<readonly { tag: string; path: string }[]>(`
bad = "<device><name>a</name></device>"
m.validate("running")
m.validate("candidate")
m.edit_config(target="candidate", config=lab(bad))
candidate = error_of(lambda: m.validate("candidate"))
m.discard_changes()
def validate(inner): return rpc('<validate xmlns="%s"><source>%s</source></validate>' % (NC, whole(inner)))
validate("<title>fine</title>")
answer([candidate, error_of(lambda: validate(bad))])
`);
    for (const refusal of [candidate!, inline!]) {
      assert.equal(refusal.tag, "data-missing");
      assert.match(refusal.path, /lab.*device\[(?:\w+:)?name='a'\]/);
    }
  });

  it("a commit of a candidate that is not valid changes nothing and keeps the candidate for mending", async () => {
    const seen = await ask<readonly string[]>(`
m.edit_config(target="candidate", config=lab("<device><name>a</name></device>"))
tag = error_of(m.commit)["tag"]
m.edit_config(target="candidate", config=lab("<device><name>a</name><serial>1</serial></device>"))
running = lab_of("running")
m.commit()
answer([tag, running, lab_of("running")])
`);
    assert.deepEqual(seen, [
      "data-missing",
      "<title>start</title>",
      "<title>start</title><device><name>a</name><serial>1</serial></device>",
    ]);
  });

  it("copy-config goes from each datastore to each other, and from an inline configuration", async () => {
    const seen = await ask<Record<string, string>>(`
seen = {}
m.edit_config(target="candidate", config=lab("<title>candidate</title>"))
copy("candidate", "startup")
seen["candidate to startup"] = lab_of("startup")
copy("running", "candidate")
seen["running to candidate"] = lab_of("candidate")
copy("startup", "running")
seen["startup to running"] = lab_of("running")
seen["candidate after running changed"] = lab_of("candidate")
m.edit_config(target="candidate", config=lab("<title>again</title>"))
copy("candidate", "running")
seen["candidate to running"] = lab_of("running")
copy("running", "startup")
seen["running to startup"] = lab_of("startup")
m.discard_changes()
for target in ("candidate", "running", "startup"):
    copy(whole("<tag>%s</tag>" % target), target)
    seen["inline to " + target] = lab_of(target)
    m.discard_changes()
copy("startup", "candidate")
seen["startup to candidate"] = lab_of("candidate")
m.discard_changes()
answer(seen)
`);
    assert.deepEqual(seen, {
      "candidate to startup": "<title>candidate</title>",
      "running to candidate": "<title>start</title>",
      "startup to running": "<title>candidate</title>",
      "candidate after running changed": "<title>candidate</title>",
      "candidate to running": "<title>again</title>",
      "running to startup": "<title>again</title>",
      "inline to candidate": "<tag>candidate</tag>",
      "inline to running": "<tag>running</tag>",
      "inline to startup": "<tag>startup</tag>",
      "startup to candidate": "<tag>startup</tag>",
    });
  });

  it("copy-config of a datastore onto itself, and to a datastore that cannot be written, is refused", async () => {
    const tags = await ask<readonly string[]>(`
answer([error_of(lambda: copy("running", "running"))["tag"], error_of(lambda: copy(whole("<device><name>a</name></device>"), "running"))["tag"],
    error_of(lambda: copy(whole("<device><name>a</name></device>"), "startup"))["tag"], lab_of()])
`);
    assert.deepEqual(tags, ["invalid-value", "data-missing", "data-missing", "<title>start</title>"]);
  });

  it("commits do not change startup, until it is copied; delete-config empties it", async () => {
    const seen = await ask<readonly string[]>(`
copy("running", "startup")
commit_lab("<title>later</title>")
seen = [lab_of("startup")]
copy("running", "startup")
commit_lab("<title>latest</title>")
seen.append(lab_of("startup"))
m.delete_config("startup")
seen.append(data_of(m.get_config("startup")))
seen += [error_of(lambda: m.delete_config(name))["tag"] for name in ("running", "candidate")]
answer(seen + [lab_of()])
`);
    assert.deepEqual(seen.slice(0, 3), ["<title>start</title>", "<title>later</title>", ""]);
    assert.deepEqual(seen.slice(3, 5), ["unknown-element", "unknown-element"]);
    assert.equal(seen[5], "<title>latest</title>");
  });

  it("a RESTCONF write of running reaches startup, too", async () => {
    const path = "/restconf/data/example-lab:lab/title";
    const body = JSON.stringify({ "example-lab:title": "by RESTCONF" });
    assert.equal((await curl(server, { method: "PUT", path, body })).status, 204);
    const seen = await ncclientAnswer<string>(server, `answer(lab_of("startup"))`);
    assert.match(seen, /<title>by RESTCONF<\/title>/);
  });

  it("running and startup survive a kill of the server, the candidate does not", async () => {
    await ask(`
copy("running", "startup")
commit_lab("<title>committed</title>")
m.edit_config(target="candidate", config=lab("<title>only a candidate</title>"))
answer(None)
`);
    await server.stop("SIGKILL");
    server = await server.restart();
    const seen = await ncclientAnswer<readonly string[]>(
      server,
      `answer([lab_of("running"), lab_of("candidate"), lab_of("startup")])`,
    );
    assert.deepEqual(seen, ["<title>committed</title>", "<title>committed</title>", "<title>start</title>"]);
  });
});
