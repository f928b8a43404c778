/** Endpoints of RESTCONF in the configuration: ietf-restconf-server, with ietf-keystore and ietf-truststore. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { connect } from "node:tls";
import { type MadeKeys, makeKeys } from "../self-configuration/made-keys.js";
import { curl, putResource, run, skipWithout } from "../support/clients.js";
import {
  freePort,
  httpsEndpoint,
  KEYSTORE,
  keystore,
  RESTCONF_SERVER,
  TRUSTSTORE,
  tlsServerParameters,
  truststore,
  until,
} from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

const skip = skipWithout("curl", "openssl", "ssh-keygen");

describe("endpoints of ietf-restconf-server", { skip }, () => {
  let server: ServerProcess;
  let keys: MadeKeys;
  let authority: string;
  before(async () => {
    server = await startServerProcess();
    keys = makeKeys();
    authority = join(server.folder, "authority.crt");
    writeFileSync(authority, keys.authority.pem);
    await addCertificateUser(server, "ann");
    await addSshUser(server, "ann");
    await put(KEYSTORE, { "ietf-keystore:keystore": keystore(keys) });
    await put(TRUSTSTORE, { "ietf-truststore:truststore": truststore(server, join(server.certs, "ann_ed25519")) });
  });
  after(() => server.dispose());

  const put = (path: string, body: object) => putResource(server, path, body);
  const configure = (content: object) => put(RESTCONF_SERVER, { "ietf-restconf-server:restconf-server": content });
  const listenOn = (...endpoint: readonly object[]) => configure({ listen: { endpoints: { endpoint } } });
  const stateOf = async (name: string) => {
    const path = `${RESTCONF_SERVER}/listen/endpoints/endpoint=${name}/sweetcomb-endpoints:state`;
    const { body } = await curl(server, { path });
    return JSON.parse(body)["sweetcomb-endpoints:state"] as Readonly<Record<string, unknown>>;
  };
  /** The status of a GET of the API root, where the server's certificate is verified. */
  const statusAt = (port: number, user: string | undefined, ...words: readonly string[]) => {
    const identity =
      user === undefined ? [] : ["--cert", `${server.certs}/${user}.crt`, "--key", `${server.certs}/${user}.key`];
    const quiet = ["-sS", "-o", "/dev/null", "-w", "%{http_code} %{http_version}", "--cacert", authority];
    return run("curl", [...quiet, ...identity, ...words, `https://localhost:${port}/restconf`]);
  };

  it("RESTCONF listens with a certificate of the keystore, for clients of an authority of the truststore", async () => {
    const port = await freePort();
    await listenOn(httpsEndpoint("extra", port));
    await until(async () => assert.equal(await statusAt(port, "ann"), "200 2"));
    assert.equal(await statusAt(port, "ann", "--http1.1"), "200 1.1");
    assert.equal(await statusAt(port, undefined), "401 2");
    assert.deepEqual(await stateOf("extra"), { "oper-status": "up", port });
    await configure({});
    await until(() => assert.rejects(statusAt(port, "ann"), /Failed to connect|Could not connect|refused/));
  });

  it("without maps a certificate is nobody's", async () => {
    const port = await freePort();
    const { https, ...named } = httpsEndpoint("extra", port);
    await listenOn({ ...named, https: { ...https, "restconf-server-parameters": {} } });
    await until(async () => assert.equal(await statusAt(port, "ann"), "401 2"));
  });

  it("a map names the user, to whom access control applies", async () => {
    const port = await freePort();
    const { https, ...named } = httpsEndpoint("extra", port);
    const map = { id: 1, "map-type": "ietf-x509-cert-to-name:specified", name: "admin" };
    const parameters = { "client-identity-mappings": { "cert-to-name": [map] } };
    const write = async () => {
      const body = JSON.stringify({ "ietf-system:system": { location: "here" } });
      const words = ["-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "-d", body];
      const identity = ["--cert", `${server.certs}/ann.crt`, "--key", `${server.certs}/ann.key`];
      const quiet = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", authority];
      return await run("curl", [
        ...quiet,
        ...identity,
        ...words,
        `https://localhost:${port}/restconf/data/ietf-system:system`,
      ]);
    };
    await listenOn(httpsEndpoint("extra", port));
    await until(async () => assert.equal(await write(), "403"));
    await listenOn({ ...named, https: { ...https, "restconf-server-parameters": parameters } });
    await until(async () => assert.equal(await write(), "204"));
  });

  it("a reference to a key that is not there is refused, and a port that is taken is told", async () => {
    const { https, ...named } = httpsEndpoint("extra", server.restconfPort);
    const certificate = { "central-keystore-reference": { "asymmetric-key": "host", certificate: "leaf" } };
    const other = { ...https, "tls-server-parameters": { ...tlsServerParameters, "server-identity": { certificate } } };
    const { status, body } = await curl(server, {
      method: "PUT",
      path: RESTCONF_SERVER,
      body: JSON.stringify({
        "ietf-restconf-server:restconf-server": { listen: { endpoints: { endpoint: [{ ...named, https: other }] } } },
      }),
    });
    assert.equal(status, 409);
    assert.match(body, /"error-tag":"data-missing"/);
    await listenOn({ ...named, https });
    await until(async () => assert.match(String((await stateOf("extra")).failure), /EADDRINUSE/));
  });

  it("call home goes where the configuration says, and whoever is called is a client as any", async () => {
    const calls: Promise<string>[] = [];
    const collector = createServer((socket) => {
      const user = (name: string) => `${server.certs}/ann.${name}`;
      calls.push(
        run("cat", [user("crt"), user("key")]).then(
          (pem) =>
            new Promise<string>((resolve, reject) => {
              const secured = connect({ socket, cert: pem, key: pem, ca: keys.authority.pem, servername: "localhost" });
              secured.on("error", reject);
              secured.once("secureConnect", () => {
                secured.write("GET /restconf HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
              });
              secured.once("data", (bytes) => resolve(bytes.toString()));
            }),
        ),
      );
    });
    await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = collector.address() as AddressInfo;
      const { https } = httpsEndpoint("", 0);
      const { "tcp-server-parameters": _port, ...parameters } = https;
      const called = { "remote-address": "127.0.0.1", "remote-port": port };
      const endpoint = [{ name: "a", https: { "tcp-client-parameters": called, ...parameters } }];
      const client = { name: "collector", endpoints: { endpoint }, "connection-type": { persistent: {} } };
      await configure({ "call-home": { "restconf-client": [client] } });
      await until(async () => assert.match((await calls[0]) ?? "", /^HTTP\/1.1 200/));
      await configure({});
      await until(async () => {
        const open = await new Promise<number>((resolve) =>
          collector.getConnections((_error, count) => resolve(count)),
        );
        assert.equal(open, 0);
      });
    } finally {
      collector.close();
    }
  });

  it("endpoints are open again after a restart", async () => {
    const port = await freePort();
    await listenOn(httpsEndpoint("extra", port));
    await until(async () => assert.equal(await statusAt(port, "ann"), "200 2"));
    server = await server.restart();
    assert.equal(await statusAt(port, "ann"), "200 2");
  });
});
