/** RFC 6243: tagged replies that come back, and with-defaults of a copy, with ncclient. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServerWithUrls } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const words = `
WD = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults"
def copy(source, target, mode):
    return rpc('<copy-config xmlns="%s"><target>%s</target><source>%s</source><with-defaults xmlns="%s">%s</with-defaults></copy-config>' % (NC, target, source, WD, mode))
`;

describe("RFC 6243", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  let folder: string;
  before(async () => {
    ({ server, folder } = await startLabServerWithUrls());
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  beforeEach(() =>
    ask(
      `commit_lab("<title>t</title><bench-count>9</bench-count><device><name>a</name><serial>1</serial></device>", 'nc:operation="replace"')\nanswer(None)`,
    ),
  );

  it("a tagged reply is taken back as it came, by edit-config, copy-config and RESTCONF, and nothing has changed", async () => {
    const [before, edited, copied] = await ask<readonly string[]>(`
before = m.get_config("running").data_xml
tagged = etree.fromstring(m.get_config("running", with_defaults="report-all-tagged").data_xml.encode())
whole = "".join(etree.tostring(child, encoding="unicode") for child in tagged)
assert "netconf:default:1.0" in whole
m.edit_config(target="running", config=config(whole))
edited = m.get_config("running").data_xml
rpc('<copy-config xmlns="%s"><target><running/></target><source>%s</source></copy-config>' % (NC, config(whole)))
answer([before, edited, m.get_config("running").data_xml])
`);
    assert.equal(edited, before);
    assert.equal(copied, before);
    const path = "/restconf/data/example-lab:lab";
    const { body } = await curl(server, { path: `${path}?with-defaults=report-all-tagged` });
    assert.match(body, /ietf-netconf-with-defaults:default/);
    assert.equal((await curl(server, { method: "PUT", path, body })).status, 204);
    assert.equal(await ask<string>(`answer(m.get_config("running").data_xml)`), before);
  });

  it("with-defaults of a copy to a datastore is ignored, and what it is not is invalid-value", async () => {
    const seen = await ask<readonly string[]>(`
for mode in ["report-all", "report-all-tagged", "trim", "explicit"]:
    copy("<running/>", "<startup/>", mode)
answer([lab_of("startup"), error_of(lambda: copy("<running/>", "<startup/>", "everything"))["tag"]])
`);
    assert.deepEqual(seen, [
      "<title>t</title><bench-count>9</bench-count><device><name>a</name><serial>1</serial></device>",
      "invalid-value",
    ]);
  });

  it("with-defaults of a copy to a URL says which defaults are written there", async () => {
    await ask(`
for mode in ["report-all", "report-all-tagged", "trim", "explicit"]:
    copy("<running/>", "<url>file:///%s.xml</url>" % mode, mode)
answer(None)
`);
    const written = (mode: string) => readFileSync(join(folder, `${mode}.xml`), "utf8");
    assert.match(written("report-all"), /<speed>100</);
    assert.match(
      written("report-all-tagged"),
      /<speed xmlns:\w+="urn:ietf:params:xml:ns:netconf:default:1.0" \w+:default="true">100</,
    );
    for (const mode of ["trim", "explicit"]) assert.doesNotMatch(written(mode), /<speed/);
  });
});
