/** The server is configured through itself: endpoints of ietf-netconf-server, keys of ietf-keystore, trust of ietf-truststore. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { sshPrivateKey } from "../../src/self-configuration/openssh-key.js";
import { type MadeKeys, makeKeys } from "../self-configuration/made-keys.js";
import { curl, ncclientAnswer, run, skipWithout } from "../support/clients.js";
import {
  freePort,
  KEYSTORE,
  keystore,
  NETCONF_SERVER,
  sshEndpoint,
  TRUSTSTORE,
  tlsEndpoint,
  truststore,
  until,
} from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { addCertificateUser } from "../support/users.js";

const HELLO =
  '<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>';
const skip = skipWithout("curl", "ssh", "ssh-keygen", "openssl", "ncclient");

describe("endpoints of ietf-netconf-server", { skip }, () => {
  let server: ServerProcess;
  let keys: MadeKeys;
  let userKey: string;
  before(async () => {
    server = await startServerProcess();
    keys = makeKeys();
    userKey = join(server.folder, "ann");
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", userKey]);
    await addCertificateUser(server, "ann");
    await put(KEYSTORE, { "ietf-keystore:keystore": keystore(keys) });
    await put(TRUSTSTORE, { "ietf-truststore:truststore": truststore(server, userKey) });
  });
  after(() => server.dispose());

  const put = async (path: string, body: object) => {
    const { status, body: answer } = await curl(server, { method: "PUT", path, body: JSON.stringify(body) });
    assert.ok(status === 201 || status === 204, `${status} ${answer}`);
  };
  const listenOn = (...endpoints: readonly object[]) =>
    put(NETCONF_SERVER, { "ietf-netconf-server:netconf-server": { listen: { endpoints: { endpoint: endpoints } } } });
  const stateOf = async (name: string) => {
    const path = `${NETCONF_SERVER}/listen/endpoints/endpoint=${name}/sweetcomb-endpoints:state`;
    const { body } = await curl(server, { path });
    return JSON.parse(body)["sweetcomb-endpoints:state"] as Readonly<Record<string, unknown>>;
  };

  it("SSH listens with a key of the keystore, for users with keys of the truststore", async () => {
    const port = await freePort();
    await listenOn(sshEndpoint("extra", port));
    const hostKey = (await run("ssh-keygen", ["-y", "-f", writeOpenSshKey(server, keys)])).trim();
    const known = join(server.folder, "known_hosts");
    writeFileSync(known, `[127.0.0.1]:${port} ${hostKey}\n`);
    const checked = ["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${known}`];
    await until(async () => assert.match(await ssh(port, "ann", userKey, checked), /<session-id>/));
    assert.doesNotMatch(await ssh(port, "admin", `${server.certs}/admin_ed25519`, checked), /<session-id>/);
    assert.deepEqual(await stateOf("extra"), { "oper-status": "up", port });
  });

  it("TLS listens with a certificate of the keystore, for clients of an authority of the truststore", async () => {
    const port = await freePort();
    await listenOn(tlsEndpoint("secure", port));
    const words = ["-cert", `${server.certs}/ann.crt`, "-key", `${server.certs}/ann.key`];
    await until(async () => {
      const said = await openssl(port, words);
      assert.match(said, /subject=CN ?= ?leaf/);
      assert.match(said, /<session-id>/);
    });
    assert.doesNotMatch(await openssl(port, []), /<session-id>/);
  });

  it("a port that is taken is told, while the other endpoints are open and the commit holds", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    try {
      const taken = (other.address() as AddressInfo).port;
      const free = await freePort();
      await listenOn(sshEndpoint("taken", taken), sshEndpoint("free", free));
      await until(async () => assert.match(await ssh(free, "ann", userKey), /<session-id>/));
      const state = await stateOf("taken");
      assert.equal(state["oper-status"], "down");
      assert.match(String(state.failure), /EADDRINUSE/);
      assert.match(server.log(), /endpoint cannot be opened/);
    } finally {
      other.close();
    }
  });

  it("a certificate that is not of its key is refused with the path of its leaf, and nothing changes", async () => {
    const path = `${KEYSTORE}/asymmetric-keys/asymmetric-key=host/certificates`;
    const certificate = [{ name: "c", "cert-data": keys.leaf.der.toString("base64") }];
    const body = JSON.stringify({ "ietf-keystore:certificates": { certificate } });
    const { status, body: answer } = await curl(server, { method: "PUT", path, body });
    assert.equal(status, 400);
    const [error] = JSON.parse(answer)["ietf-restconf:errors"].error;
    assert.equal(
      error["error-path"],
      "/ietf-keystore:keystore/asymmetric-keys/asymmetric-key[name='host']/certificates/certificate[name='c']/cert-data",
    );
    assert.doesNotMatch((await curl(server, { path })).body, /cert-data/);
  });

  it("validate finds in the candidate what a commit would be refused for", async () => {
    const answer = await ncclientAnswer<{ tag: string; path: string }>(
      server,
      `
m.edit_config(target="candidate", config=config('<keystore xmlns="urn:ietf:params:xml:ns:yang:ietf-keystore"><asymmetric-keys><asymmetric-key><name>odd</name>'
    '<private-key-format xmlns:ct="urn:ietf:params:xml:ns:yang:ietf-crypto-types">ct:rsa-private-key-format</private-key-format>'
    '<cleartext-private-key>AAAA</cleartext-private-key></asymmetric-key></asymmetric-keys></keystore>'))
refused = error_of(lambda: m.validate("candidate"))
m.discard_changes()
m.validate("candidate")
answer(refused)
`,
    );
    assert.equal(answer.tag, "invalid-value");
    assert.match(answer.path, /asymmetric-key\[.*odd.*\].*cleartext-private-key/);
  });

  it("call home goes where the configuration says, over SSH, and stops when it says so no more", async () => {
    const calls: string[] = [];
    const client = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (bytes) => calls.push(bytes.toString()));
    });
    await new Promise<void>((resolve) => client.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = client.address() as AddressInfo;
      const { ssh: parameters } = sshEndpoint("", 0);
      const ssh = {
        "tcp-client-parameters": { "remote-address": "127.0.0.1", "remote-port": port },
        "ssh-server-parameters": parameters["ssh-server-parameters"],
      };
      const nms = { name: "nms", endpoints: { endpoint: [{ name: "a", ssh }] }, "connection-type": { persistent: {} } };
      await put(NETCONF_SERVER, { "ietf-netconf-server:netconf-server": { "call-home": { "netconf-client": [nms] } } });
      await until(async () => assert.match(calls[0] ?? "", /^SSH-2\.0-sweetcomb/));
      await put(NETCONF_SERVER, { "ietf-netconf-server:netconf-server": {} });
      await until(async () => {
        const open = await new Promise<number>((resolve) => client.getConnections((_error, count) => resolve(count)));
        assert.equal(open, 0);
      });
    } finally {
      client.close();
    }
  });

  it("private keys are read by nobody, and stand sealed in the store", async () => {
    const { body } = await curl(server, { path: KEYSTORE });
    const clear = keys.ed25519.toString("base64");
    assert.match(body, /\$sc1\$/);
    assert.ok(!body.includes(clear));
    assert.ok(!readFileSync(join(server.folder, "state", "sweetcomb.lmdb")).includes(clear));
    assert.ok(!server.log().includes(clear));
  });

  it("a confirmed commit that moves the listener away is taken back, and the old one is open again", async () => {
    const before = await freePort();
    const moved = await freePort();
    await listenOn(sshEndpoint("extra", before));
    await until(async () => assert.match(await ssh(before, "ann", userKey), /<session-id>/));
    await ncclientAnswer(
      server,
      `
m.edit_config(target="candidate", config=config('<netconf-server xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-server"><listen><endpoints>'
    '<endpoint><name>extra</name><ssh><tcp-server-parameters><local-port>${moved}</local-port></tcp-server-parameters></ssh></endpoint>'
    '</endpoints></listen></netconf-server>'))
m.commit(confirmed=True, timeout="3", persist="p")
answer("done")
`,
    );
    await until(async () => assert.match(await ssh(moved, "ann", userKey), /<session-id>/));
    assert.doesNotMatch(await ssh(before, "ann", userKey), /<session-id>/);
    await until(async () => assert.match(await ssh(before, "ann", userKey), /<session-id>/));
    assert.doesNotMatch(await ssh(moved, "ann", userKey), /<session-id>/);
  });

  it("a commit of something else leaves the sessions of an endpoint alone", async () => {
    const port = await freePort();
    await listenOn(sshEndpoint("extra", port));
    await until(async () => assert.match(await ssh(port, "ann", userKey), /<session-id>/));
    const session = openSession(port, userKey);
    try {
      await session.said(/<session-id>/);
      await put("/restconf/data/ietf-system:system", { "ietf-system:system": { location: "here" } });
      session.write(
        '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="42"><get-config><source><running/></source><filter type="subtree"/></get-config></rpc>]]>]]>',
      );
      await session.said(/message-id="42"/);
    } finally {
      session.end();
    }
  });

  it("endpoints are open again after a restart", async () => {
    const port = await freePort();
    await listenOn(sshEndpoint("extra", port));
    await until(async () => assert.match(await ssh(port, "ann", userKey), /<session-id>/));
    server = await server.restart();
    assert.match(await ssh(port, "ann", userKey), /<session-id>/);
  });
});

/** The host key in a file that ssh-keygen reads. */
function writeOpenSshKey({ folder }: ServerProcess, { ed25519 }: MadeKeys): string {
  const file = join(folder, "host-key");
  const pem = createPrivateKey({ key: ed25519, format: "der", type: "pkcs8" });
  writeFileSync(file, sshPrivateKey(pem), { mode: 0o600 });
  return file;
}

const anyHost = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];

function sshWords(port: number, user: string, key: string, hosts: readonly string[]): readonly string[] {
  const options = ["-F", "none", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-i", key, ...hosts];
  return [...options, "-p", String(port), `${user}@127.0.0.1`, "-s", "netconf"];
}

/** What server and client say when a user logs in with OpenSSH and leaves. */
function ssh(port: number, user: string, key: string, hosts: readonly string[] = anyHost): Promise<string> {
  const command = ["ssh", ...sshWords(port, user, key, hosts)].map((word) => `'${word}'`).join(" ");
  return run("sh", ["-c", `${command} 2>&1 </dev/null; true`]);
}

function openssl(port: number, words: readonly string[]): Promise<string> {
  const command = `(printf '%s' '${HELLO}'; sleep 2) | openssl s_client -connect 127.0.0.1:${port} ${words.join(" ")} 2>&1; true`;
  return run("sh", ["-c", command]);
}

function openSession(port: number, key: string) {
  const child = spawn("ssh", [...sshWords(port, "ann", key, anyHost)], { stdio: ["pipe", "pipe", "ignore"] });
  let output = "";
  child.stdout.on("data", (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.write(HELLO);
  return {
    write: (text: string) => void child.stdin.write(text),
    said: (pattern: RegExp) => until(async () => assert.match(output, pattern)),
    end: () => child.stdin.end(),
  };
}
