/** Revocation lists of OpenSSL, read and gone by. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { isListOf, revocationOf } from "../../src/identity/revocation.js";
import { revocationFiles } from "../../src/identity/revocation-files.js";
import { readRevocationList } from "../../src/identity/revocation-list.js";
import { skipWithout } from "../support/clients.js";
import { type ListOptions, makeRevocationList } from "../support/revocation-list.js";

describe("revocation lists", { skip: skipWithout("openssl") }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sweetcomb-revocation-"));
    makeAuthority("ca", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    makeAuthority("other", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
    makeAuthority("eddsa", ["-algorithm", "ed25519"]);
    makeAuthority("narrow", ["-algorithm", "ed25519"], ["-addext", "keyUsage=critical,keyCertSign"]);
    issue("ann", "ca");
    issue("bob", "ca");
    issue("middle", "ca", "basicConstraints=critical,CA:TRUE");
    issue("cid", "middle");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const at = (name: string) => join(folder, name);
  const openssl = (...words: readonly string[]) => execFileSync("openssl", [...words], { cwd: folder, stdio: "pipe" });
  const makeAuthority = (name: string, algorithm: readonly string[], extensions: readonly string[] = []) => {
    openssl("genpkey", ...algorithm, "-out", `${name}.key`);
    const words = ["-subj", `/CN=${name}`, "-days", "2", ...extensions];
    openssl("req", "-x509", "-key", `${name}.key`, ...words, "-out", `${name}.crt`);
  };
  const issue = (name: string, authority: string, extension = "basicConstraints=CA:FALSE") => {
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", `${name}.key`);
    openssl("req", "-new", "-key", `${name}.key`, "-subj", `/CN=${name}`, "-out", `${name}.csr`);
    writeFileSync(at(`${name}.ext`), `${extension}\n`);
    const signer = ["-CA", `${authority}.crt`, "-CAkey", `${authority}.key`, "-CAcreateserial", "-days", "2"];
    openssl("x509", "-req", "-in", `${name}.csr`, ...signer, "-extfile", `${name}.ext`, "-out", `${name}.crt`);
  };
  const certificate = (name: string) => new X509Certificate(readFileSync(at(`${name}.crt`)));
  const bytesOf = (authority: string, revoked: readonly string[], options?: ListOptions) =>
    makeRevocationList(
      { certificate: at(`${authority}.crt`), key: at(`${authority}.key`) },
      revoked.map((name) => at(`${name}.crt`)),
      options,
    );
  const listOf = (authority: string, revoked: readonly string[], options?: ListOptions) =>
    readRevocationList(bytesOf(authority, revoked, options));
  const judge = (names: readonly [string, ...string[]], ...lists: readonly ReturnType<typeof listOf>[]) => {
    const [der, ...issuers] = names.map((name) => certificate(name).raw);
    return revocationOf({ certificate: der!, issuers }, lists, Date.now());
  };

  it("a list of the authority refuses what is on it, and nothing else", () => {
    const list = listOf("ca", ["ann"]);
    assert.match(judge(["ann", "ca"], list) ?? "", /revoked/);
    assert.equal(judge(["bob", "ca"], list), undefined);
    assert.equal(judge(["ann", "ca"], listOf("ca", [])), undefined);
    assert.equal(judge(["ann", "ca"]), undefined);
  });

  it("a list in PEM says the same as one in DER", () => {
    assert.match(judge(["ann", "ca"], listOf("ca", ["ann"], { form: "PEM" })) ?? "", /revoked/);
  });

  it("a revoked authority in the middle takes all below it along", () => {
    assert.match(judge(["cid", "middle", "ca"], listOf("ca", ["middle"])) ?? "", /revoked/);
    assert.equal(judge(["cid", "middle", "ca"], listOf("ca", ["ann"])), undefined);
  });

  it("a list is of the authority whose key has signed it, by RSA, ECDSA or EdDSA", () => {
    for (const [name, digest] of [
      ["other", "sha256"],
      ["other", "sha512"],
      ["ca", "sha384"],
      ["eddsa", "default"],
    ] as const) {
      const list = listOf(name, [], { digest });
      assert.equal(isListOf(list, certificate(name)), true, name);
      assert.equal(isListOf(list, certificate("middle")), false, name);
    }
    assert.equal(judge(["ann", "ca"], listOf("other", ["ann"])), undefined);
  });

  it("an authority that may only sign certificates has no lists", () => {
    assert.equal(isListOf(listOf("narrow", [], { digest: "default" }), certificate("narrow")), false);
  });

  it("when the lists of an authority have ended, none of its certificates is trusted", () => {
    const ended = listOf("ca", [], {
      time: ["-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20200102000000Z"],
    });
    assert.match(judge(["bob", "ca"], ended) ?? "", /not in force/);
    assert.equal(judge(["bob", "ca"], ended, listOf("ca", ["ann"])), undefined);
    assert.match(judge(["ann", "ca"], ended, listOf("ca", ["ann"])) ?? "", /revoked/);
  });

  it("years from 2050 on are read", () => {
    const far = listOf("ca", [], { time: ["-crl_nextupdate", "20600102030405Z"] });
    assert.equal(far.nextUpdateMs, Date.UTC(2060, 0, 2, 3, 4, 5));
  });

  it("a list that is of some certificates only, or signed with SHA-1, is refused", () => {
    const part = { extensions: ["issuingDistributionPoint=critical,@point", "[point]", "onlyuser=TRUE"] };
    assert.throws(() => listOf("ca", [], part), /some certificates/);
    assert.throws(() => listOf("other", [], { digest: "sha1" }), /SHA-2/);
  });

  it("no prefix of a list, and no list with a changed octet of its header, is read as something else", () => {
    const bytes = bytesOf("ca", ["ann", "bob"]);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => readRevocationList(bytes.subarray(0, length)), Error, `${length} octets`);
    }
    const { publicKey } = certificate("ca");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 0x01;
      let list: ReturnType<typeof readRevocationList>;
      try {
        list = readRevocationList(changed);
      } catch {
        continue;
      }
      if (list.isSignedBy({ publicKey } as X509Certificate))
        assert.deepEqual(list.serials, readRevocationList(bytes).serials);
    }
  });

  it("a file that has changed is read again; what is wrong with it is told once, and the old list holds on", () => {
    const file = at("ca.crl");
    const replace = (bytes: string | Buffer) => {
      writeFileSync(`${file}.new`, bytes);
      renameSync(`${file}.new`, file);
    };
    replace(bytesOf("ca", []));
    const failures: Error[] = [];
    const lists = revocationFiles([file], readFileSync(at("ca.crt"), "utf8"), (failure) => failures.push(failure));
    assert.equal(judge(["ann", "ca"], ...lists()), undefined);
    replace(bytesOf("ca", ["ann"]));
    assert.match(judge(["ann", "ca"], ...lists()) ?? "", /revoked/);
    replace("nothing");
    assert.match(judge(["ann", "ca"], ...lists()) ?? "", /revoked/);
    lists();
    assert.equal(failures.length, 1);
    assert.match(failures[0]!.message, /ca\.crl is no revocation list/);
    replace(bytesOf("other", []));
    lists();
    assert.match(failures[1]!.message, /not signed by the authority/);
    assert.throws(() => revocationFiles([at("none")], readFileSync(at("ca.crt"), "utf8"), () => undefined), /ENOENT/);
  });
});
