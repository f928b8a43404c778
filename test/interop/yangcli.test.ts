/** yangcli of yuma123, as Debian has it: a session of commands from a script. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runIn, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

describe("yangcli", { skip: skipWithout("yangcli") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  /** yangcli keeps files in its home folder, so it gets one that vanishes with the server. */
  function yangcli(...commands: readonly string[]): Promise<string> {
    const { certs, folder, netconfPort } = server;
    const script = join(folder, "yangcli-script");
    writeFileSync(script, [...commands, "close-session", "quit", ""].join("\n"));
    const keys = [`--private-key=${certs}/admin_ed25519`, `--public-key=${certs}/admin_ed25519.pub`];
    const session = ["--server=127.0.0.1", `--ncport=${netconfPort}`, "--user=admin", ...keys];
    const manner = ["--batch-mode", "--autoload=false", "--display-mode=xml", `--run-script=${script}`];
    return runIn({ HOME: folder }, "yangcli", [...session, ...manner]);
  }

  it("it understands the hello: protocol, candidate and the modules with their revisions", async () => {
    const printed = await yangcli();
    assert.match(printed, /NETCONF session established for admin/);
    assert.match(printed, /Protocol version set to: RFC 6241 \(base:1\.1\)/);
    assert.match(printed, /Default target set to: <candidate> \(<running> also supported\)/);
    assert.match(printed, /ietf-interfaces@2018-02-20/);
  });

  it("it edits the candidate, commits, and reads the result by XPath and by subtree", async () => {
    const edit = join(server.folder, "edit.xml");
    writeFileSync(edit, '<lab xmlns="urn:example:lab"><title>from yangcli</title><tag>t</tag></lab>');
    const printed = await yangcli(
      `edit-config target=candidate config=@${edit}`,
      "commit",
      "xget-config source=running select=/lab/title",
      `get-config source=running filter=@${edit}`,
    );
    // Whether it also prints the reply to close-session depends on how fast it sees the end of the connection.
    assert.match(printed, /RPC OK Reply 1 .*RPC OK Reply 2 /s);
    assert.match(printed, /<title>from yangcli<\/title>\s*<\/lab>/);
  });

  it("it shows the error of an edit that is refused", async () => {
    const edit = join(server.folder, "bad.xml");
    writeFileSync(edit, '<lab xmlns="urn:example:lab"><bench-count>many</bench-count></lab>');
    const printed = await yangcli(`edit-config target=candidate config=@${edit}`);
    assert.match(printed, /<error-tag>invalid-value<\/error-tag>/);
    assert.match(printed, /bench-count<\/error-path>/);
  });
});
