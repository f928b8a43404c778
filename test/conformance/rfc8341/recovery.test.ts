/** RFC 8341 3.3.3: the emergency recovery session. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { ncclientAnswer, skipWithout } from "../../support/clients.js";
import { labFlags, startLabServer } from "../../support/lab-server.js";

const skip = skipWithout("ncclient");

it("the recovery user may do all, whatever the rules say", { skip }, async () => {
  const server = await startLabServer();
  try {
    const shut = `
NACM = '<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">%s</nacm>'
DENY = '<rule-list nc:operation="replace"><name>admin</name><group>*</group><rule><name>none</name><action>deny</action></rule></rule-list>'
`;
    await ncclientAnswer(server, `${shut}m.edit_config(target="running", config=config(NACM % DENY))\nanswer(None)`);
    const refused = await ncclientAnswer<string>(
      server,
      'answer(error_of(lambda: m.edit_config(target="running", config=lab("<title>x</title>")))["tag"])',
    );
    assert.equal(refused, "access-denied");
    const file = join(server.folder, "recovery.json");
    writeFileSync(file, JSON.stringify({ accessControl: { recoveryUser: "admin" } }));
    const again = await server.restart([...labFlags, "--config", file]);
    try {
      const title = await ncclientAnswer<string>(
        again,
        'm.edit_config(target="running", config=lab("<title>x</title>"))\nanswer(lab_of())',
      );
      assert.equal(title, "<title>x</title>");
    } finally {
      await again.stop();
    }
  } finally {
    await server.dispose();
  }
});
