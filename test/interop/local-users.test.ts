/** Users of ietf-system log in: with a password over SSH and HTTPS, with a key over SSH (RFC 7317 3.5). */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, run, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const AUTHENTICATION = "/restconf/data/ietf-system:system/authentication";
const ORDER = { "user-authentication-order": ["ietf-system:local-users"] };

describe("users of ietf-system", { skip: skipWithout("ncclient", "curl", "ssh", "ssh-keygen", "openssl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess(["--config", settings({ maxFailuresPerUser: 3, maxFailuresPerAddress: 1000 })]);
  });
  after(() => server.dispose());

  const put = async (authentication: object) => {
    const body = JSON.stringify({ "ietf-system:authentication": authentication });
    const { status, body: answer } = await curl(server, { method: "PUT", path: AUTHENTICATION, body });
    assert.ok(status === 201 || status === 204, `${status} ${answer}`);
  };
  const readUser = async (name: string) => {
    const { body } = await curl(server, { path: `${AUTHENTICATION}/user=${name}` });
    return JSON.parse(body)["ietf-system:user"][0] as { readonly password?: string };
  };
  const withPassword = (user: string, password: string) =>
    curl(server, { path: "/restconf/data/ietf-interfaces:interfaces", as: "none", headers: basic(user, password) });
  /** The methods that the server offers to whoever asks without any. */
  const methodsOffered = () => ssh(server, "nobody", ["-o", "PreferredAuthentications=none"]);

  it("a password in the clear is hashed before anybody can read it, and a hash is kept as it came", async () => {
    const hash = (await run("openssl", ["passwd", "-5", "-salt", "abc", "moon"])).trim();
    await put({
      ...ORDER,
      user: [
        { name: "ann", password: "$0$sun" },
        { name: "bob", password: hash },
      ],
    });
    const ann = await readUser("ann");
    assert.match(ann.password!, /^\$6\$/);
    assert.equal((await readUser("bob")).password, hash);
    const verified = await run("openssl", ["passwd", "-6", "-salt", ann.password!.split("$")[2]!, "sun"]);
    assert.equal(verified.trim(), ann.password);
  });

  it("ncclient logs in with a password, and not with another", async () => {
    await put({ ...ORDER, user: [{ name: "ann", password: "$0$sun" }] });
    const answer = await ncclientAnswer<unknown>(server, loginScript("ann", "sun", "moon"));
    assert.deepEqual(answer, ["in", "AuthenticationException"]);
  });

  it("curl logs in with a password, over each version of HTTP, and is asked for one without", async () => {
    await put({ ...ORDER, user: [{ name: "ann", password: "$0$sün:ü" }] });
    assert.equal((await withPassword("ann", "sün:ü")).status, 200);
    const refused = await withPassword("ann", "sun");
    assert.equal(refused.status, 401);
    assert.match(refused.headers["www-authenticate"]!, /Basic realm="restconf", charset="UTF-8"/);
    assert.equal((await withPassword("nobody", "sün:ü")).status, 401);
    const { certs, restconfPort } = server;
    const url = `https://localhost:${restconfPort}/restconf/data/ietf-interfaces:interfaces`;
    for (const http of ["--http1.1", "--http2"]) {
      const words = ["-sS", http, "--cacert", `${certs}/ca.crt`, "-u", "ann:sün:ü", "-o", "/dev/null"];
      assert.equal(await run("curl", [...words, "-w", "%{http_code}", url]), "200");
    }
  });

  it("a changed or deleted password is not taken any more, at once", async () => {
    await put({ ...ORDER, user: [{ name: "cleo", password: "$0$old" }] });
    assert.equal((await withPassword("cleo", "old")).status, 200);
    await put({ ...ORDER, user: [{ name: "cleo", password: "$0$new" }] });
    assert.equal((await withPassword("cleo", "old")).status, 401);
    assert.equal((await withPassword("cleo", "new")).status, 200);
    await put({ ...ORDER, user: [{ name: "cleo" }] });
    assert.equal((await withPassword("cleo", "new")).status, 401);
  });

  it("SSH offers passwords when a user has one that counts, and only then", async () => {
    await put({ ...ORDER, user: [{ name: "ann" }] });
    assert.match(await methodsOffered(), /\(publickey\)/);
    await put({ user: [{ name: "ann", password: "$0$sun" }] });
    assert.match(await methodsOffered(), /\(publickey\)/, "no user-authentication-order");
    await put({ ...ORDER, user: [{ name: "ann", password: "$0$sun" }] });
    assert.match(await methodsOffered(), /\(publickey,password\)/);
  });

  it("OpenSSH logs in with a key of the configuration, until it is taken away", async () => {
    const key = join(server.folder, "dora");
    await run("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-f", key]);
    const [algorithm = "", data = ""] = readFileSync(`${key}.pub`, "utf8").split(" ");
    await put({ user: [{ name: "dora", "authorized-key": [{ name: "laptop", algorithm, "key-data": data }] }] });
    assert.match(await ssh(server, "dora", ["-i", key]), /<session-id>/);
    assert.doesNotMatch(await ssh(server, "ann", ["-i", key]), /<session-id>/);
    await put({ user: [{ name: "dora" }] });
    assert.doesNotMatch(await ssh(server, "dora", ["-i", key]), /<session-id>/);
  });

  it("a key that is none is refused with the path of its leaf, also by a test", async () => {
    const user = { name: "eve", "authorized-key": [{ name: "k", algorithm: "ssh-ed25519", "key-data": "AAAA" }] };
    const body = JSON.stringify({ "ietf-system:authentication": { user: [user] } });
    const { status, body: answer } = await curl(server, { method: "PATCH", path: AUTHENTICATION, body });
    assert.equal(status, 400);
    const [error] = JSON.parse(answer)["ietf-restconf:errors"].error;
    const path = "/ietf-system:system/authentication/user[name='eve']/authorized-key[name='k']/key-data";
    assert.deepEqual([error["error-tag"], error["error-path"]], ["invalid-value", path]);
    const tested = await ncclientAnswer<{ tag: string }>(
      server,
      `
eve = '<system xmlns="urn:ietf:params:xml:ns:yang:ietf-system"><authentication><user><name>eve</name><authorized-key><name>k</name>' \\
    '<algorithm>ssh-rsa</algorithm><key-data>AAAA</key-data></authorized-key></user></authentication></system>'
answer(error_of(lambda: m.edit_config(target="running", config=config(eve), test_option="test-only")))
`,
    );
    assert.equal(tested.tag, "invalid-value");
  });

  it("wrong passwords of a user are limited over both protocols together; keys and certificates are not", async () => {
    await put({ ...ORDER, user: [{ name: "fred", password: "$0$sun" }] });
    for (const wrong of ["a", "b"]) assert.equal((await withPassword("fred", wrong)).status, 401);
    const overSsh = await ncclientAnswer<unknown>(server, loginScript("fred", "c", "d"));
    assert.deepEqual(overSsh, ["AuthenticationException", "AuthenticationException"]);
    const limited = await withPassword("fred", "sun");
    assert.equal(limited.status, 429);
    assert.ok(Number(limited.headers["retry-after"]) > 0);
    assert.match(limited.body, /resource-denied/);
    assert.equal((await curl(server, { path: AUTHENTICATION })).status, 200);
  });

  it("the hash is shown to administrators only, whatever others may read", async () => {
    await put({ ...ORDER, user: [{ name: "gus", password: "$0$sun" }] });
    const { body } = await curl(server, { path: AUTHENTICATION, as: "none", headers: basic("gus", "sun") });
    assert.match(body, /"gus"/);
    assert.doesNotMatch(body, /\$6\$/);
  });

  it("passwords are in neither log nor store", async () => {
    await put({ ...ORDER, user: [{ name: "hans", password: "$0$an-unlikely-word" }] });
    assert.equal((await withPassword("hans", "an-unlikely-word")).status, 200);
    assert.equal((await withPassword("hans", "another-unlikely-word")).status, 401);
    assert.doesNotMatch(server.log(), /unlikely-word/);
    const store = readFileSync(join(server.folder, "state", "sweetcomb.lmdb"));
    assert.ok(!store.includes("unlikely-word"));
  });
});

it("HTTP basic authentication is off unless it is configured", { skip: skipWithout("curl") }, async () => {
  const server = await startServerProcess();
  try {
    const body = JSON.stringify({
      "ietf-system:authentication": { ...ORDER, user: [{ name: "ann", password: "$0$sun" }] },
    });
    await curl(server, { method: "PUT", path: AUTHENTICATION, body });
    const answer = await curl(server, { path: AUTHENTICATION, as: "none", headers: basic("ann", "sun") });
    assert.equal(answer.status, 401);
    assert.doesNotMatch(answer.headers["www-authenticate"]!, /Basic/);
  } finally {
    await server.dispose();
  }
});

function settings(authentication: object): string {
  const file = join(process.env.TMPDIR ?? "/tmp", `sweetcomb-users-${process.pid}.json`);
  writeFileSync(
    file,
    JSON.stringify({ restconf: { basicAuthentication: true }, authentication, log: { level: "trace" } }),
  );
  return file;
}

function basic(user: string, password: string) {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** Answers "in", or the name of the exception, for each password. */
function loginScript(user: string, ...passwords: readonly string[]): string {
  return `
def login(password):
    try:
        with manager.connect(host="127.0.0.1", port=PORT, username="${user}", password=password, hostkey_verify=False,
                allow_agent=False, look_for_keys=False, timeout=60):
            return "in"
    except Exception as error:
        return type(error).__name__.replace("AuthenticationError", "AuthenticationException")
answer([login(password) for password in ${JSON.stringify(passwords)}])
`;
}

/** What the server and the client say when a user logs in with OpenSSH and leaves. */
function ssh({ netconfPort }: ServerProcess, user: string, words: readonly string[]): Promise<string> {
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"];
  const common = ["-F", "none", ...options.flatMap((option) => ["-o", option])];
  const command = ["ssh", ...common, ...words, "-p", String(netconfPort), `${user}@127.0.0.1`, "-s", "netconf"];
  return run("sh", ["-c", `${command.map((word) => `'${word}'`).join(" ")} 2>&1 </dev/null; true`]);
}
