/** NETCONF by hand through the ssh command of OpenSSH: both framings of RFC 6242, and what is wrong with them. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { openNetconfSession } from "../support/netconf-session.js";
import type { ServerProcess } from "../support/server-process.js";
import { addSshUser } from "../support/users.js";

const NC = "urn:ietf:params:xml:ns:netconf:base:1.0";
const END = "]]>]]>";
const hello = (version: "1.0" | "1.1") =>
  `<hello xmlns="${NC}"><capabilities><capability>urn:ietf:params:netconf:base:${version}</capability></capabilities></hello>${END}`;
const rpc = (inner: string, id = "1") => `<rpc xmlns="${NC}" message-id="${id}">${inner}</rpc>`;
const getConfig = rpc('<get-config><source><running/></source><filter type="subtree"/></get-config>', "7");
const close = rpc("<close-session/>", "9");
const chunked = (...pieces: readonly string[]) =>
  `${pieces.map((piece) => `\n#${Buffer.byteLength(piece)}\n${piece}`).join("")}\n##\n`;

describe("NETCONF through ssh", { skip: skipWithout("ssh", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  /** Everything that the server says until it or the client ends the connection. */
  function netconf(input: string, { user = "admin", key = "admin", end = true } = {}): Promise<string> {
    const { certs, netconfPort } = server;
    const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"];
    const words = ["-q", "-F", "none", ...options.flatMap((option) => ["-o", option]), "-i", `${certs}/${key}_ed25519`];
    const child = spawn("ssh", [...words, "-p", String(netconfPort), `${user}@127.0.0.1`, "-s", "netconf"]);
    let output = "";
    child.stdout.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.stdin.on("error", () => undefined);
    if (end) child.stdin.end(input);
    else child.stdin.write(input);
    return new Promise((resolve) => child.on("close", () => resolve(output)));
  }

  it("a client of base:1.0 is answered with end-of-message framing", async () => {
    const messages = (await netconf(`${hello("1.0")}${getConfig}${END}${close}${END}`)).split(END);
    assert.equal(messages.length, 4);
    assert.match(messages[0]!, /<session-id>\d+<\/session-id>/);
    assert.match(messages[1]!, /<rpc-reply [^>]*message-id="7"[^>]*><data\/?>/);
    assert.match(messages[2]!, /message-id="9"[^>]*><ok\/>/);
    assert.equal(messages[3], "");
  });

  it("a client of base:1.1 is answered in chunks, however it cuts its own", async () => {
    const whole = await netconf(`${hello("1.1")}${chunked(getConfig)}${chunked(close)}`);
    const bytewise = await netconf(`${hello("1.1")}${chunked(...getConfig)}${chunked(...close)}`);
    for (const output of [whole, bytewise]) {
      const replies = output.slice(output.indexOf(END) + END.length);
      assert.match(replies, /^\n#\d+\n/);
      assert.match(unchunk(replies), /message-id="7"[^>]*><data\/?>.*message-id="9"[^>]*><ok\/>/s);
      assert.ok(replies.endsWith("\n##\n"));
    }
  });

  it("a document that is no XML is malformed-message in 1.1 and operation-failed in 1.0, and the session goes on", async () => {
    const newer = unchunk(await netconf(`${hello("1.1")}${chunked("<rpc")}${chunked(close)}`));
    assert.match(newer, /<error-tag>malformed-message<\/error-tag>/);
    const older = await netconf(`${hello("1.0")}<rpc${END}${close}${END}`);
    assert.match(older, /<error-tag>operation-failed<\/error-tag>/);
    for (const output of [newer, older]) assert.match(output, /message-id="9"[^>]*><ok\/>/);
  });

  it("broken framing ends the session, and only that one", async () => {
    const output = await netconf(`${hello("1.1")}\n#x\nnonsense`, { end: false });
    assert.match(output, /<session-id>/);
    assert.doesNotMatch(output, /<ok\/>/);
    assert.match(await netconf(`${hello("1.1")}${chunked(close)}`), /<ok\/>/);
  });

  it("attributes of the rpc come back with their namespaces, and without a message-id it is an error", async () => {
    const attributes = 'xmlns:x="urn:x" x:mark="1 &lt; 2" message-id="a&amp;b"';
    const request = `<rpc xmlns="${NC}" ${attributes}><get-config><source><running/></source><filter type="subtree"/></get-config></rpc>`;
    const nameless = `<rpc xmlns="${NC}"><commit/></rpc>`;
    const replies = (await netconf(`${hello("1.0")}${request}${END}${nameless}${END}${close}${END}`)).split(END);
    assert.match(replies[1]!, /message-id="a&amp;b"/);
    assert.match(replies[1]!, /:mark="1 &lt; 2"/);
    assert.match(replies[2]!, /<error-type>rpc<\/error-type><error-tag>missing-attribute<\/error-tag>/);
    assert.match(replies[2]!, /<bad-attribute>message-id<\/bad-attribute>/);
  });

  it("an unknown operation, an unknown namespace and an unknown parameter have their own errors", async () => {
    const requests = [
      rpc("<dance/>"),
      rpc('<dance xmlns="urn:nobody"/>'),
      rpc("<commit><sideways/></commit>"),
      rpc("<edit-config><target><candidate/></target></edit-config>"),
      rpc("<get-config/>"),
    ];
    const replies = (await netconf(`${hello("1.0")}${requests.map((one) => one + END).join("")}${close}${END}`)).split(
      END,
    );
    const tags = replies.slice(1, 6).map((reply) => /<error-tag>([^<]*)/.exec(reply)?.[1]);
    assert.deepEqual(tags, [
      "operation-not-supported",
      "unknown-namespace",
      "unknown-element",
      "missing-element",
      "missing-element",
    ]);
  });

  it("a client that shares no base version is sent away", async () => {
    const alien = `<hello xmlns="${NC}"><capabilities><capability>urn:nothing</capability></capabilities></hello>${END}`;
    assert.doesNotMatch(await netconf(`${alien}${close}${END}`, { end: false }), /<ok\/>/);
  });

  it("who has no key of the user gets no session, and a user added later does", async () => {
    await addSshUser(server, "stranger");
    assert.equal(await netconf(hello("1.1"), { user: "admin", key: "stranger" }), "");
    assert.match(await netconf(`${hello("1.1")}${chunked(close)}`, { user: "stranger", key: "stranger" }), /<ok\/>/);
  });

  it("a user whose name XML cannot hold gets no session, whoever has put a key there", async () => {
    for (const user of ["bell\u0007", "lone\uFFFE"]) {
      for (const ending of ["", ".pub"]) {
        copyFileSync(join(server.certs, `admin_ed25519${ending}`), join(server.certs, `${user}_ed25519${ending}`));
      }
      await assert.rejects(openNetconfSession(server, user), /authentication/i);
    }
  });
});

function unchunk(text: string): string {
  return text.replaceAll(/\n#(?:\d+|#)\n/g, "");
}
