/** Certificates, settings and modules that the server cannot use: one line that names them, and exit status 1. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startServerProcess } from "../support/server-process.js";
import { assertRefused } from "./support/run-to-exit.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-start-"));
const goodCerts = join(folder, "good-certs");

before(async () => {
  const server = await startServerProcess();
  cpSync(server.certs, goodCerts, { recursive: true });
  await server.dispose();
});

after(() => rmSync(folder, { recursive: true, force: true }));

const certificates: Readonly<Record<string, readonly [damage: (certs: string) => void, says: RegExp]>> = {
  "a missing certificate": [
    (certs) => rmSync(join(certs, "server.crt")),
    /lacks server\.crt: put the missing files there/,
  ],
  "a missing key": [(certs) => rmSync(join(certs, "server.key")), /lacks server\.key/],
  "a certificate that is none": [rubbishIn("server.crt"), /server\.crt is not a certificate in PEM/],
  "an authority that is none": [rubbishIn("ca.crt"), /ca\.crt is not a certificate in PEM/],
  "a key that is none": [rubbishIn("server.key"), /server\.key is not a private key in PEM/],
  "the key of another certificate": [
    (certs) => cpSync(join(certs, "admin.key"), join(certs, "server.key")),
    /server\.key is not the key of .*server\.crt/,
  ],
  "a host key that is none": [
    rubbishIn("ssh_host_ed25519_key"),
    /ssh_host_ed25519_key is not a private key of OpenSSH/,
  ],
  "a key that cannot be read": [
    (certs) => {
      rmSync(join(certs, "server.key"));
      mkdirSync(join(certs, "server.key"));
    },
    /cannot read .*server\.key: EISDIR/,
  ],
};

describe("the server refuses to start with", { concurrency: 2 }, () => {
  for (const [name, [damage, says]] of Object.entries(certificates)) {
    test(`${name}`, async () => {
      const certs = copyOfCerts();
      damage(certs);
      await refused(["--certs-dir", certs], says);
    });
  }

  test("a configuration that is wrong, and names the setting", async () => {
    const file = join(folder, "settings.json");
    const withText = async (text: string, says: RegExp) => {
      writeFileSync(file, text);
      await refused(["--config", file], says);
    };
    await withText('{ "listen": ', /cannot use the configuration file .*settings\.json: .*JSON/);
    await withText('{ "lissten": "::1" }', /unknown setting "lissten"/);
    await withText('{ "netconf": { "maxSessions": "many" } }', /\/netconf\/maxSessions: must be integer/);
    await refused(["--config", join(folder, "none.json")], /none\.json: ENOENT/);
    await refused(["--restconf-port", "99999"], /\/restconfPort: must be <= 65535/);
  });

  test("modules that cannot be loaded, and says in which line", async () => {
    const yang = join(folder, "yang");
    mkdirSync(yang);
    const head = (name: string) => `module ${name} {\n namespace "urn:${name}";\n prefix p;\n`;
    writeFileSync(join(yang, "unfinished.yang"), `${head("unfinished")} leaf x { type strin`);
    writeFileSync(join(yang, "misspelt.yang"), `${head("misspelt")} leaff x { type string; }\n}`);
    writeFileSync(join(yang, "untyped.yang"), `${head("untyped")} leaf x { type nothing-of-this-name; }\n}`);
    const withModule = (name: string, says: RegExp) => refused(["--yang-dir", yang, "--implement", name], says);
    await withModule("not-there", /cannot load the YANG module not-there: .*not found/);
    await withModule("unfinished", /cannot load the YANG module unfinished: line \d+: /);
    await withModule("misspelt", /cannot load the YANG module misspelt: line 4: .*leaff/);
    await withModule("untyped", /nothing-of-this-name.*untyped/);
    await withModule("ietf-interfaces:no-feature", /Feature "no-feature" not found in module "ietf-interfaces"/);
    const nowhere = join(folder, "nowhere");
    await refused(["--yang-dir", nowhere], /no such file or directory.*nowhere/);
  });
});

/** Each with a state folder of its own, in which nothing is. */
function refused(words: readonly string[], says: RegExp): Promise<void> {
  const state = mkdtempSync(join(folder, "state-"));
  return assertRefused(["--state-dir", state, "--certs-dir", goodCerts, ...words], says);
}

function copyOfCerts(): string {
  const copy = mkdtempSync(join(folder, "certs-"));
  cpSync(goodCerts, copy, { recursive: true });
  return copy;
}

function rubbishIn(name: string): (certs: string) => void {
  return (certs) => writeFileSync(join(certs, name), "rubbish\n");
}
