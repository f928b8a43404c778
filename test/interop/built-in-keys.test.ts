/** The keys of the certificates folder in the keystore: seen by all, referred to by endpoints, their private halves read by nobody. */

import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { base64Of } from "../self-configuration/made-keys.js";
import { type CurlAnswer, curl, ncclientAnswer, putResource, run, skipWithout } from "../support/clients.js";
import {
  freePort,
  httpsEndpoint,
  KEYSTORE,
  NETCONF_SERVER,
  RESTCONF_SERVER,
  sshEndpoint,
  TRUSTSTORE,
  truststore,
  until,
} from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

interface KeyEntry {
  readonly name: string;
  readonly "public-key": string;
  readonly certificates?: object;
}

describe("keys that the server has of its own", { skip: skipWithout("curl", "ssh", "ssh-keygen", "ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
    await addCertificateUser(server, "ann");
    await addSshUser(server, "ann");
    await put(TRUSTSTORE, { "ietf-truststore:truststore": truststore(server, join(server.certs, "ann_ed25519")) });
  });
  after(() => server.dispose());

  const put = (path: string, body: object) => putResource(server, path, body);
  const operational = "/restconf/ds/ietf-datastores:operational/ietf-keystore:keystore";
  const keysIn = ({ body }: CurlAnswer) =>
    JSON.parse(body)["ietf-keystore:keystore"]["asymmetric-keys"]["asymmetric-key"] as readonly KeyEntry[];
  const put1 = (entry: object) => {
    const path = `${KEYSTORE}/asymmetric-keys/asymmetric-key=${(entry as KeyEntry).name}`;
    return curl(server, { method: "PUT", path, body: JSON.stringify({ "ietf-keystore:asymmetric-key": [entry] }) });
  };

  it("operational has them with public keys and certificates, and tells that they are of the system", async () => {
    const [web, host] = keysIn(await curl(server, { path: operational, as: "ann" }));
    const line = readFileSync(join(server.certs, "ssh_host_ed25519_key.pub"), "utf8");
    assert.equal(host!["public-key"], line.split(" ")[1]);
    assert.equal(web!.name, "server");
    const spki = new X509Certificate(readFileSync(join(server.certs, "server.crt"))).publicKey;
    assert.equal(web!["public-key"], spki.export({ format: "der", type: "spki" }).toString("base64"));
    const { body } = await curl(server, { path: `${operational}?with-origin`, as: "ann" });
    assert.match(body, /"@":\{"ietf-origin:origin":"ietf-origin:system"\}/);
  });

  it("running has none of them, nor has the unified view", async () => {
    const { body } = await curl(server, { path: "/restconf/data" });
    assert.equal(body.includes("ssh-host-key"), false);
    const seen = await ncclientAnswer<string>(
      server,
      `answer(data_of(m.get(filter=("subtree", '<keystore xmlns="urn:ietf:params:xml:ns:yang:ietf-keystore"/>'))))`,
    );
    assert.equal(seen.includes("ssh-host-key"), false);
  });

  it("copied to running, endpoints listen with them", async () => {
    const [web, host] = keysIn(await curl(server, { path: operational }));
    assert.equal((await put1(host!)).status, 201);
    assert.equal((await put1(web!)).status, 201);
    assert.equal(keysIn(await curl(server, { path: operational })).length, 2);
    const [sshPort, httpsPort] = [await freePort(), await freePort()];
    const { ssh } = sshEndpoint("ssh", sshPort);
    const hostKey = [{ name: "own", "public-key": { "central-keystore-reference": "ssh-host-key" } }];
    const users = { users: { user: [{ name: "ann", "public-keys": { "central-truststore-reference": "ann" } }] } };
    const parameters = { "server-identity": { "host-key": hostKey }, "client-authentication": users };
    const sshOwn = { name: "ssh", ssh: { ...ssh, "ssh-server-parameters": parameters } };
    await put(NETCONF_SERVER, {
      "ietf-netconf-server:netconf-server": { listen: { endpoints: { endpoint: [sshOwn] } } },
    });
    const { https } = httpsEndpoint("https", httpsPort);
    const certificate = { "central-keystore-reference": { "asymmetric-key": "server", certificate: "server" } };
    const tls = { ...https["tls-server-parameters"], "server-identity": { certificate } };
    const httpsOwn = { name: "https", https: { ...https, "tls-server-parameters": tls } };
    await put(RESTCONF_SERVER, {
      "ietf-restconf-server:restconf-server": { listen: { endpoints: { endpoint: [httpsOwn] } } },
    });
    const known = join(server.folder, "known_hosts");
    const [type, data] = readFileSync(join(server.certs, "ssh_host_ed25519_key.pub"), "utf8").split(" ");
    writeFileSync(known, `[127.0.0.1]:${sshPort} ${type} ${data}\n`);
    const options = [
      "-F",
      "none",
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "BatchMode=yes",
      "-i",
      `${server.certs}/ann_ed25519`,
    ];
    const strict = ["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${known}`];
    const words = [...options, ...strict, "-p", String(sshPort), "ann@127.0.0.1", "-s", "netconf"];
    await until(async () =>
      assert.match(await run("sh", ["-c", `ssh ${words.join(" ")} 2>&1 </dev/null; true`]), /<session-id>/),
    );
    const reached = { ...server, restconfPort: httpsPort };
    await until(async () => assert.equal((await curl(reached, { path: "/restconf", as: "ann" })).status, 200));
  });

  it("a hidden key of another name, or with a public half of another, is refused with the path of its leaf", async () => {
    const refused = async (entry: object) => {
      const { status, body } = await put1(entry);
      assert.equal(status, 400);
      return JSON.parse(body)["ietf-restconf:errors"].error[0]["error-path"] as string;
    };
    assert.match(await refused({ name: "mine", "hidden-private-key": [null] }), /\[name='mine'\]\/hidden-private-key$/);
    const [web, host] = keysIn(await curl(server, { path: operational }));
    assert.match(await refused({ ...web!, "public-key": host!["public-key"] }), /\[name='server'\]\/public-key$/);
  });

  it("private halves are in no answer", async () => {
    const pem = readFileSync(join(server.certs, "server.key"), "utf8");
    const seed = createPrivateKey(pem).export({ format: "jwk" }).d!;
    const answers = [operational, KEYSTORE, "/restconf/data"].map((path) => curl(server, { path }));
    for (const { body } of await Promise.all(answers)) {
      assert.ok(!body.includes(base64Of(pem)));
      assert.ok(!body.includes(Buffer.from(seed, "base64url").toString("base64")));
    }
  });
});
