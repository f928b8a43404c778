/** RFC 7895: the YANG library of clients that do not know RFC 8525. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

describe("RFC 7895", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  it("modules-state has the module-set-id that the newer library has as its content-id", async () => {
    const seen = await ncclientAnswer<{ id: string; contentId: string }>(
      server,
      `
LIBRARY = "urn:ietf:params:xml:ns:yang:ietf-yang-library"
def leaf(container, name):
    reply = m.get(filter=("subtree", '<%s xmlns="%s"><%s/></%s>' % (container, LIBRARY, name, container)))
    return etree.fromstring(reply.data_xml.encode()).find(".//{%s}%s" % (LIBRARY, name)).text
answer({"id": leaf("modules-state", "module-set-id"), "contentId": leaf("yang-library", "content-id")})
`,
    );
    assert.match(seen.id, /./);
    assert.equal(seen.id, seen.contentId);
  });

  it("modules-state has each module with revision, namespace, features and conformance", async () => {
    const { status, body } = await curl(server, { path: "/restconf/data/ietf-yang-library:modules-state" });
    assert.equal(status, 200);
    const { module: modules } = JSON.parse(body)["ietf-yang-library:modules-state"] as {
      module: readonly Record<string, unknown>[];
    };
    const of = (name: string) => modules.find((each) => each.name === name);
    const { feature, ...netconf } = of("ietf-netconf")!;
    assert.ok((feature as readonly string[]).includes("candidate"));
    assert.deepEqual([netconf.revision, netconf["conformance-type"]], ["2011-06-01", "implement"]);
    assert.equal(netconf.namespace, "urn:ietf:params:xml:ns:netconf:base:1.0");
    assert.equal(of("ietf-inet-types")?.["conformance-type"], "import");
    assert.ok(Array.isArray(of("ietf-interfaces")?.deviation));
    const deviations = modules.flatMap((each) => (each.deviation as readonly { name: string }[] | undefined) ?? []);
    for (const { name } of deviations) assert.equal(of(name)?.["conformance-type"], "implement", name);
  });
});
