/** RFC 7589: NETCONF over TLS with certificates on both sides, with openssl where it can do it. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { helloOf, rpc } from "../../northbound/netconf/test-client.js";
import { run, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { openTlsNetconf } from "../../support/tls-client.js";
import { addCertificateUser } from "../../support/users.js";

const END = "]]>]]>";
const close = `${rpc("<close-session/>", "9")}${END}`;

describe("NETCONF over TLS", { skip: skipWithout("openssl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  /** Everything that s_client says when it sends this. */
  function sClient(input: string, user: string | undefined, ...options: readonly string[]): Promise<string> {
    const at = (name: string) => join(server.certs, name);
    const identity = user === undefined ? [] : ["-cert", at(`${user}.crt`), "-key", at(`${user}.key`)];
    const address = ["-connect", `127.0.0.1:${server.netconfTlsPort}`, "-CAfile", at("ca.crt")];
    const child = spawn("openssl", ["s_client", "-ign_eof", ...address, ...identity, ...options]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    child.stdin.on("error", () => undefined);
    child.stdin.write(input);
    return new Promise((resolve) => child.on("close", () => resolve(output)));
  }

  it("NETCONF is spoken over TLS 1.2 and 1.3, and TLS 1.1 is refused", async () => {
    for (const [option, version] of [
      ["-tls1_2", "TLSv1.2"],
      ["-tls1_3", "TLSv1.3"],
    ] as const) {
      const output = await sClient(`${helloOf("1.0")}${END}${close}`, "admin", option);
      assert.match(output, new RegExp(`New, ${version}`));
      assert.match(output, /<session-id>\d+<\/session-id>.*message-id="9"[^>]*><ok\/>/s);
    }
    const old = await sClient(close, "admin", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
    assert.doesNotMatch(old, /<hello/);
  });

  it("the server's certificate can be verified for the name that the client has connected to", async () => {
    const output = await sClient(`${helloOf("1.0")}${END}${close}`, "admin", "-verify_hostname", "localhost");
    assert.match(output, /Verify return code: 0 \(ok\)/);
  });

  it("a client of base:1.1 is answered in chunks over TLS, as over SSH", async () => {
    const client = await openTlsNetconf(server);
    assert.match(await client.hello("1.1"), /urn:ietf:params:netconf:base:1\.1/);
    assert.match(
      await client.request('<get-config><source><running/></source><filter type="subtree"/></get-config>'),
      /<data\/?>/,
    );
    assert.match(await client.request("<close-session/>"), /<ok\/>/);
    assert.deepEqual(await client.rest(), []);
  });

  it("without a certificate, or with one that no trusted authority signed, or that has expired, there is no session", async () => {
    const at = (name: string) => join(server.certs, name);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    await run("openssl", [
      "req",
      "-x509",
      ...key,
      "-keyout",
      at("forged.key"),
      "-subj",
      "/CN=admin",
      "-days",
      "1",
      "-out",
      at("forged.crt"),
    ]);
    await run("openssl", ["req", ...key, "-keyout", at("late.key"), "-subj", "/CN=admin", "-out", at("late.csr")]);
    const authority = ["-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-CAcreateserial"];
    await run("openssl", ["x509", "-req", "-in", at("late.csr"), ...authority, "-days", "-1", "-out", at("late.crt")]);
    for (const user of [undefined, "forged", "late"]) {
      const output = await sClient(`${helloOf("1.0")}${END}${close}`, user);
      assert.doesNotMatch(output, /<hello|<ok/, String(user));
    }
  });

  it("a certificate that stands for no user ends the connection before any message", async () => {
    await addCertificateUser(server, "two words");
    assert.doesNotMatch(await sClient(`${helloOf("1.0")}${END}${close}`, "two words"), /<hello/);
  });

  it("the name of the certificate is the user whom access control knows, unchanged", async () => {
    await addCertificateUser(server, "Ann.B@example");
    const client = await openTlsNetconf(server, "Ann.B@example");
    await client.hello();
    const sessions =
      '<get><filter type="subtree"><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state></filter></get>';
    const reply = await client.request(sessions);
    assert.match(reply, /<transport[^>]*>(\w+:)?netconf-tls<\/transport>.*<username>Ann\.B@example<\/username>/s);
    const edit =
      '<edit-config><target><running/></target><config><lab xmlns="urn:example:lab"><title>x</title></lab></config></edit-config>';
    assert.match(await client.request(edit), /<error-tag>access-denied<\/error-tag>/);
    await client.request("<close-session/>");
  });

  it("the server ends a TLS session with close_notify", async () => {
    const output = await sClient(`${helloOf("1.0")}${END}${close}`, "admin", "-tls1_2", "-msg");
    assert.match(output, /<<< .*Alert \[length 0002\], warning close_notify/);
  });

  it("a client that goes without close-session leaves no session behind", async () => {
    const gone = await openTlsNetconf(server);
    await gone.hello();
    gone.stream.destroy();
    const witness = await openTlsNetconf(server);
    await witness.hello();
    const sessions =
      '<get><filter type="subtree"><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions><session><session-id/></session></sessions></netconf-state></filter></get>';
    for (;;) {
      const reply = await witness.request(sessions);
      if (reply.match(/<session-id>/g)?.length === 1) break;
    }
    await witness.request("<close-session/>");
  });

  it("a certificate comes with those up to its authority, and with an RSA key there is the suite that RFC 7589 names", async () => {
    await certifyByIntermediate(server);
    server = await server.restart();
    const input = `${helloOf("1.0")}${END}${close}`;
    const root = ["-CAfile", join(server.certs, "root.crt")];
    const verified = await sClient(input, "admin", ...root, "-verify_return_error", "-verify_hostname", "localhost");
    assert.match(verified, /Verify return code: 0 \(ok\)/);
    assert.match(verified, /CN = intermediate/);
    const suite = await sClient(input, "admin", "-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0");
    assert.match(suite, /Cipher is AES128-SHA/);
    assert.match(suite, /message-id="9"[^>]*><ok\/>/);
  });
});

/** Gives the server an RSA key whose certificate is signed by an authority below another one, which clients know. */
async function certifyByIntermediate({ certs }: ServerProcess): Promise<void> {
  const at = (name: string) => join(certs, name);
  const extensions = at("extensions.cnf");
  writeFileSync(extensions, "[ca]\nbasicConstraints=critical,CA:TRUE\n[server]\nsubjectAltName=DNS:localhost\n");
  const newKey = (name: string) => ["-newkey", "rsa:2048", "-nodes", "-keyout", at(`${name}.key`)];
  const certify = async (name: string, subject: string, section: string, signer: string) => {
    const key = newKey(name);
    await run("openssl", ["req", ...key, "-subj", `/CN=${subject}`, "-out", at(`${name}.csr`)]);
    const authority = ["-CA", at(`${signer}.crt`), "-CAkey", at(`${signer}.key`)];
    const form = ["-extfile", extensions, "-extensions", section, "-days", "1", "-out", at(`${name}.crt`)];
    await run("openssl", ["x509", "-req", "-in", at(`${name}.csr`), ...authority, ...form]);
  };
  await run("openssl", ["req", "-x509", ...newKey("root"), "-subj", "/CN=root", "-days", "1", "-out", at("root.crt")]);
  await certify("intermediate", "intermediate", "ca", "root");
  await certify("server", "localhost", "server", "intermediate");
  appendFileSync(at("server.crt"), readFileSync(at("intermediate.crt")));
}
