/** Clients that we did not write: ncclient and the ssh command of OpenSSH. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ManagementError } from "../../../src/errors/management-error.js";
import type { Answer, Operation } from "../../../src/operations/operation.js";
import { dataAnswer } from "./fake-management.js";
import { type SshFixture, startServer } from "./ssh-fixture.js";
import { helloOf, rpc } from "./test-client.js";

// The tests run from dist/; the script is not built and stays beside the source.
const SCRIPT = fileURLToPath(new URL("../../../../test/northbound/netconf/ncclient-session.py", import.meta.url));

function available(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

// Debian's ncclient is for Debian's Python, which another one may hide in the PATH.
const python = ["python3", "/usr/bin/python3"].find((command) => available(command, "-c", "import ncclient"));
const noNcclient = python ? false : "ncclient is missing: apt-get install python3-ncclient";
const noSsh = available("ssh", "-V") ? false : "ssh is missing: apt-get install openssh-client";

function answer(operation: Operation): Answer {
  const eth0 =
    '<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>eth0</name></interface></interfaces>';
  switch (operation.kind) {
    case "get-config":
      return operation.select?.length === 0 ? dataAnswer() : dataAnswer(eth0);
    case "get-schema":
      return { kind: "text", text: 'module odd { must "a < b"; }' };
    case "invoke":
      return dataAnswer(...new Array(20_000).fill('<slice xmlns="urn:example:odd">brown</slice>'));
    case "delete-config":
      throw new ManagementError("operation-not-supported", {
        message: "no",
        path: "/ietf-interfaces:interfaces/interface[name='eth0']",
      });
    default:
      return { kind: "ok" };
  }
}

async function serve(context: TestContext): Promise<SshFixture & { readonly keyFile: string }> {
  const fixture = await startServer(context);
  fixture.management.answer = answer;
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-netconf-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const keyFile = join(folder, "admin_ed25519");
  writeFileSync(keyFile, fixture.admin.private, { mode: 0o600 });
  return { ...fixture, keyFile };
}

interface Finished {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(command: string, args: readonly string[], input: string): Promise<Finished> {
  const child = spawn(command, args);
  let output = "";
  let errors = "";
  child.stdout.on("data", (bytes) => {
    output += bytes;
  });
  child.stderr.on("data", (bytes) => {
    errors += bytes;
  });
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, output, errors }));
  });
}

function openssh({ port, keyFile }: { port: number; keyFile: string }, input: string): Promise<Finished> {
  const options = ["IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes"];
  const flags = options.flatMap((option) => ["-o", option]);
  const target = ["-F", "none", "-i", keyFile, "-p", String(port), "admin@127.0.0.1", "-s", "netconf"];
  return run("ssh", [...flags, ...target], input);
}

test("ncclient edits, commits, reads, and reports our errors", { skip: noNcclient }, async (context) => {
  const fixture = await serve(context);
  const { status, output, errors } = await run(
    python!,
    [SCRIPT, "127.0.0.1", String(fixture.port), fixture.keyFile],
    "",
  );
  assert.equal(status, 0, errors);
  assert.equal(output.trim(), "done");
  assert.deepEqual(
    fixture.management.operations.map(({ kind }) => kind),
    [
      "get-config",
      "get-config",
      "lock",
      "edit",
      "validate",
      "commit",
      "commit",
      "unlock",
      "discard-changes",
      "get-schema",
      "delete-config",
      "invoke",
      "kill-session",
    ],
  );
});

test("the ssh command gets its replies and leaves with status 0", { skip: noSsh }, async (context) => {
  const fixture = await serve(context);
  const requests = `${rpc("<commit/>", "1")}]]>]]>\n${rpc("<close-session/>", "2")}]]>]]>\n`;
  const { status, output, errors } = await openssh(fixture, `${helloOf("1.0")}]]>]]>\n${requests}`);
  assert.equal(status, 0, errors);
  const messages = output.split("]]>]]>");
  assert.equal(messages.length, 4);
  assert.ok(messages[1]!.includes('message-id="1"') && messages[2]!.includes('message-id="2"'));
});

test("the ssh command may end its input without close-session", { skip: noSsh }, async (context) => {
  const fixture = await serve(context);
  const request = rpc('<make-toast xmlns="urn:example:odd"/>', "1");
  const { status, output, errors } = await openssh(
    fixture,
    `${helloOf("1.1")}]]>]]>\n#${request.length}\n${request}\n##\n`,
  );
  assert.equal(status, 0, errors);
  assert.equal(output.split("<slice").length - 1, 20_000);
  assert.ok(output.endsWith("\n##\n"));
  assert.equal(fixture.management.openSessions(), 0);
});
