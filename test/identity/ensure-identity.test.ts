import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ensureIdentity } from "../../src/identity/ensure-identity.js";
import { IdentityError } from "../../src/identity/identity-error.js";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "sweetcomb-identity-"));
  try {
    await work(join(parent, "certs"));
  } finally {
    rmSync(parent, { recursive: true });
  }
}

const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

test("the first start makes keys that nobody else can read, and certificates that belong together", async () => {
  await inFolder(async (folder) => {
    const identity = await ensureIdentity(folder, ["192.0.2.7"]);
    const authority = new X509Certificate(identity.tls.ca);
    const server = new X509Certificate(identity.tls.certificate);
    assert.ok(server.verify(authority.publicKey));
    assert.ok(server.checkPrivateKey(createPrivateKey(identity.tls.key)));
    assert.ok(server.checkIP("192.0.2.7") && server.checkHost("localhost"));
    for (const name of ["ca.key", "server.key", "admin.key", "ssh_host_ed25519_key", "admin_ed25519", "secrets.key"]) {
      assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
    }
    assert.equal(identity.authorizedKeys("admin").length, 1);
  });
});

test("the key that secrets are sealed with is made where there is none, and a damaged one is refused", async () => {
  await inFolder(async (folder) => {
    const { sealingKey } = await ensureIdentity(folder, []);
    assert.equal(sealingKey.length, 32);
    assert.deepEqual((await ensureIdentity(folder, [])).sealingKey, sealingKey);
    rmSync(join(folder, "secrets.key"));
    assert.notDeepEqual((await ensureIdentity(folder, [])).sealingKey, sealingKey);
    writeFileSync(join(folder, "secrets.key"), "c2hvcnQ=\n");
    await assert.rejects(ensureIdentity(folder, []), /secrets.key does not hold 32 bytes/);
  });
});

test("a later start changes nothing", async () => {
  await inFolder(async (folder) => {
    await ensureIdentity(folder, []);
    const before = contents(folder);
    await ensureIdentity(folder, []);
    assert.deepEqual(contents(folder), before);
  });
});

test("a start that was killed while it placed the files is finished by the next one", async () => {
  await inFolder(async (folder) => {
    await ensureIdentity(folder, []);
    const before = contents(folder);
    mkdirSync(join(folder, ".made"));
    for (const name of ["ca.crt", "server.key"]) renameSync(join(folder, name), join(folder, ".made", name));
    await ensureIdentity(folder, []);
    assert.deepEqual(contents(folder), before);
  });
});

test("a certificate that is missing beside others is named, and nothing is made", async () => {
  await inFolder(async (folder) => {
    await ensureIdentity(folder, []);
    rmSync(join(folder, "server.crt"));
    await assert.rejects(
      ensureIdentity(folder, []),
      (error) => error instanceof IdentityError && /lacks server\.crt/.test(error.message),
    );
  });
});

test("keys of a user are found by the names of their files, and the host's key is nobody's", async () => {
  await inFolder(async (folder) => {
    const identity = await ensureIdentity(folder, []);
    writeFileSync(join(folder, "ann.pub"), "ssh-ed25519 AAAA ann\n# a comment\n\n");
    writeFileSync(join(folder, "ann_laptop.pub"), "ssh-ed25519 BBBB ann\n");
    assert.deepEqual([...identity.authorizedKeys("ann")].sort(), ["ssh-ed25519 AAAA ann", "ssh-ed25519 BBBB ann"]);
    assert.deepEqual(identity.authorizedKeys("ssh"), []);
    assert.deepEqual(identity.authorizedKeys("../certs/ann"), []);
  });
});
