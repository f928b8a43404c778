/** Certificates that their authority has revoked get in nowhere. */

import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type MadeKeys, makeKeys } from "../self-configuration/made-keys.js";
import { curl, putResource, run, skipWithout } from "../support/clients.js";
import { makeRevocationList } from "../support/revocation-list.js";
import {
  freePort,
  httpsEndpoint,
  KEYSTORE,
  keystore,
  NETCONF_SERVER,
  RESTCONF_SERVER,
  TRUSTSTORE,
  tlsEndpoint,
  truststore,
  until,
} from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

const skip = skipWithout("curl", "openssl", "ssh-keygen");
const HELLO =
  '<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>';

/** The revoked certificates of the installation's authority; users by name. */
function listOf({ certs }: ServerProcess, ...users: readonly string[]): Buffer {
  const authority = { certificate: join(certs, "ca.crt"), key: join(certs, "ca.key") };
  return makeRevocationList(
    authority,
    users.map((user) => join(certs, `${user}.crt`)),
  );
}

/** What a client of NETCONF over TLS is told. */
function netconf({ certs }: ServerProcess, port: number, user: string): Promise<string> {
  const words = [
    "-connect",
    `127.0.0.1:${port}`,
    "-cert",
    join(certs, `${user}.crt`),
    "-key",
    join(certs, `${user}.key`),
  ];
  const client = `(printf '%s' '${HELLO}'; sleep 2) | openssl s_client ${words.join(" ")} 2>&1; true`;
  return run("sh", ["-c", client]);
}

describe("the revocation list of ca.crt in a file", { skip }, () => {
  let server: ServerProcess;
  before(async () => {
    const first = await startServerProcess();
    await addCertificateUser(first, "ann");
    await addCertificateUser(first, "bob");
    write(first, listOf(first));
    const file = join(first.folder, "settings.json");
    writeFileSync(file, JSON.stringify({ revocationLists: [join(first.folder, "ca.crl")] }));
    server = await first.restart(["--config", file]);
  });
  after(() => server.dispose());

  const write = ({ folder }: ServerProcess, list: Buffer) => {
    writeFileSync(join(folder, "new.crl"), list);
    renameSync(join(folder, "new.crl"), join(folder, "ca.crl"));
  };
  const path = "/restconf/data/ietf-system:system";

  it("a certificate that is put on it logs in no more, to RESTCONF or to NETCONF, and others do", async () => {
    assert.equal((await curl(server, { path, as: "ann" })).status, 200);
    assert.match(await netconf(server, server.netconfTlsPort, "ann"), /<session-id>/);
    write(server, listOf(server, "ann"));
    assert.equal((await curl(server, { path, as: "ann" })).status, 401);
    assert.equal((await curl(server, { path, as: "bob" })).status, 200);
    assert.doesNotMatch(await netconf(server, server.netconfTlsPort, "ann"), /<session-id>/);
    assert.match(await netconf(server, server.netconfTlsPort, "bob"), /<session-id>/);
    assert.match(server.log(), /"user":"ann".*its authority has revoked it/);
  });

  it("a list that cannot be used ends the start with a word about it", async () => {
    write(server, Buffer.from("nothing"));
    await assert.rejects(server.restart(), /ca\.crl is no revocation list that can be used/);
    write(server, listOf(server));
    server = await server.restart();
  });
});

describe("revocation lists of the truststore", { skip }, () => {
  let server: ServerProcess;
  let keys: MadeKeys;
  before(async () => {
    server = await startServerProcess();
    keys = makeKeys();
    await addCertificateUser(server, "ann");
    await addSshUser(server, "ann");
    await put(KEYSTORE, { "ietf-keystore:keystore": keystore(keys) });
    await put(TRUSTSTORE, { "ietf-truststore:truststore": truststore(server, join(server.certs, "ann_ed25519")) });
  });
  after(() => server.dispose());

  const put = (path: string, body: object) => putResource(server, path, body);
  const listPath = `${TRUSTSTORE}/certificate-bags/certificate-bag=clients/sweetcomb-truststore:revocation-list=ca`;
  const putList = (list: Buffer) => {
    const entry = { name: "ca", "crl-data": list.toString("base64") };
    return curl(server, {
      method: "PUT",
      path: listPath,
      body: JSON.stringify({ "sweetcomb-truststore:revocation-list": [entry] }),
    });
  };

  it("they hold for the endpoints that trust the bag, from the commit on, until it is gone again", async () => {
    const [tls, https] = [await freePort(), await freePort()];
    await put(NETCONF_SERVER, {
      "ietf-netconf-server:netconf-server": { listen: { endpoints: { endpoint: [tlsEndpoint("tls", tls)] } } },
    });
    await put(RESTCONF_SERVER, {
      "ietf-restconf-server:restconf-server": { listen: { endpoints: { endpoint: [httpsEndpoint("https", https)] } } },
    });
    const status = async () => {
      const identity = ["--cert", `${server.certs}/ann.crt`, "--key", `${server.certs}/ann.key`];
      const quiet = ["-sSk", "-o", "/dev/null", "-w", "%{http_code}"];
      return run("curl", [...quiet, ...identity, `https://localhost:${https}/restconf`]);
    };
    await until(async () => assert.equal(await status(), "200"));
    await until(async () => assert.match(await netconf(server, tls, "ann"), /<session-id>/));
    assert.equal((await putList(listOf(server, "ann"))).status, 201);
    await until(async () => assert.equal(await status(), "401"));
    assert.doesNotMatch(await netconf(server, tls, "ann"), /<session-id>/);
    assert.equal((await curl(server, { method: "DELETE", path: listPath })).status, 204);
    await until(async () => assert.equal(await status(), "200"));
  });

  it("a list that no authority of the bag has signed is refused with the path of its leaf", async () => {
    const folder = server.folder;
    await run("openssl", [
      "req",
      "-x509",
      "-newkey",
      "ed25519",
      "-nodes",
      "-subj",
      "/CN=other",
      "-days",
      "2",
      "-keyout",
      join(folder, "other.key"),
      "-out",
      join(folder, "other.crt"),
    ]);
    const authority = { certificate: join(folder, "other.crt"), key: join(folder, "other.key") };
    const { status, body } = await putList(makeRevocationList(authority, [], { digest: "default" }));
    assert.equal(status, 400);
    const [error] = JSON.parse(body)["ietf-restconf:errors"].error;
    assert.equal(error["error-tag"], "invalid-value");
    assert.match(error["error-path"], /revocation-list\[name='ca'\]\/crl-data$/);
    assert.match(error["error-message"], /No authority of this bag/);
    assert.equal((await putList(Buffer.from("nothing"))).status, 400);
  });
});
