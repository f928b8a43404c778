/** The TLS side of RESTCONF with openssl and curl: versions, certificates, users. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { curl, run, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser } from "../support/users.js";

describe("TLS", { skip: skipWithout("openssl", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server.dispose());

  /** What s_client says about a handshake. */
  function handshake(...options: readonly string[]): Promise<string> {
    const address = ["-connect", `127.0.0.1:${server.restconfPort}`, "-CAfile", join(server.certs, "ca.crt")];
    const child = spawn("openssl", ["s_client", ...address, ...options], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    return new Promise((resolve) => child.on("close", () => resolve(output)));
  }

  it("TLS 1.2 and 1.3 are spoken, 1.1 is not", async () => {
    assert.match(await handshake("-tls1_3"), /New, TLSv1\.3/);
    assert.match(await handshake("-tls1_2"), /New, TLSv1\.2/);
    const old = await handshake("-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
    assert.match(old, /alert protocol version|no protocols available|\(NONE\)/);
    assert.doesNotMatch(old, /New, TLSv1\.1/);
  });

  it("HTTP/2 is offered by ALPN", async () => {
    assert.match(await handshake("-alpn", "h2"), /ALPN protocol: h2/);
    assert.match(await handshake("-alpn", "http/1.1"), /ALPN protocol: http\/1\.1/);
  });

  it("the server's certificate is verified by the authority of the installation", async () => {
    assert.match(await handshake("-verify_hostname", "localhost"), /Verify return code: 0 \(ok\)/);
  });

  it("a certificate of the authority makes a user, another one does not", async () => {
    await addCertificateUser(server, "ann");
    assert.equal((await curl(server, { path: "/restconf/data/ietf-routing:routing", as: "ann" })).status, 200);
    const at = (name: string) => join(server.certs, name);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at("forged.key")];
    await run("openssl", ["req", "-x509", ...key, "-subj", "/CN=admin", "-days", "1", "-out", at("forged.crt")]);
    const forged = await curl(server, { path: "/restconf/data", as: "forged" }).catch(() => undefined);
    assert.ok(forged === undefined || forged.status === 401);
  });

  it("a certificate whose name is no user name is nobody's", async () => {
    await addCertificateUser(server, "two words");
    assert.equal((await curl(server, { path: "/restconf/data", as: "two words" })).status, 401);
  });
});
