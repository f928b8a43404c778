import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfiguration } from "../../src/config/load-configuration.js";
import { ConfigurationError } from "../../src/config/read-flags.js";

function withFile(text: string, use: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-config-"));
  try {
    const path = join(folder, "sweetcomb.json");
    writeFileSync(path, text);
    use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("without anything the defaults hold, and nothing can change them", () => {
  const configuration = loadConfiguration([], {});
  assert.equal(configuration.netconfPort, 2830);
  assert.equal(configuration.restconfPort, 8443);
  assert.equal(configuration.listen, "127.0.0.1");
  assert.equal(configuration.whenVppIsAway, "refuse");
  assert.ok(Object.isFrozen(configuration) && Object.isFrozen(configuration.netconf));
});

test("a flag wins over a variable, a variable over the file", () => {
  withFile('{ "netconfPort": 1, "restconfPort": 1, "stateDir": "file" }', (path) => {
    const environment = { SWEETCOMB_NETCONF_PORT: "2", SWEETCOMB_RESTCONF_PORT: "2" };
    const configuration = loadConfiguration(["--config", path, "--netconf-port", "3"], environment);
    assert.deepEqual([configuration.netconfPort, configuration.restconfPort, configuration.stateDir], [3, 2, "file"]);
  });
});

test("lists are given by repeating a flag, or in a variable", () => {
  const words = ["--yang-dir", "a", "--yang-dir", "b", "--implement", "m:*"];
  assert.deepEqual(loadConfiguration(words, {}).yangDirs, ["a", "b"]);
  assert.deepEqual(loadConfiguration(words, {}).implement, ["m:*"]);
  assert.deepEqual(loadConfiguration([], { SWEETCOMB_YANG_DIR: "c:d" }).yangDirs, ["c", "d"]);
  assert.deepEqual(loadConfiguration([], { SWEETCOMB_IMPLEMENT: "m:x,y n" }).implement, ["m:x,y", "n"]);
});

const wrong: readonly (readonly [what: string, words: readonly string[], message: RegExp])[] = [
  ["an unknown flag", ["--netconf-prot", "1"], /netconf-prot/],
  ["a port that is no number", ["--netconf-port", "ssh"], /--netconf-port takes a number, not "ssh"/],
  ["a port out of range", ["--restconf-port", "70000"], /\/restconfPort: must be <= 65535/],
  ["a value out of a choice", ["--when-vpp-is-away", "wait"], /\/whenVppIsAway/],
  ["a file that is not there", ["--config", "/nowhere/sweetcomb.json"], /cannot use the configuration file/],
];
for (const [what, words, message] of wrong) {
  test(`${what} is refused by name`, () => {
    assert.throws(
      () => loadConfiguration(words, {}),
      (error) => error instanceof ConfigurationError && message.test(error.message),
    );
  });
}

test("an unknown key of the file is refused by name", () => {
  withFile('{ "netconf": { "maxSesions": 4 } }', (path) => {
    assert.throws(() => loadConfiguration(["--config", path], {}), /\/netconf: unknown setting "maxSesions"/);
  });
});
