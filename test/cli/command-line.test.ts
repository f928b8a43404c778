/** What the command answers without serving: its usage, its version, and what is wrong with the words that it got. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { flags, variableOf } from "../../src/config/flags.js";
import { loadConfiguration } from "../../src/config/load-configuration.js";

const entry = fileURLToPath(new URL("../../server/run.js", import.meta.url));

function sweetcomb(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("--help tells every option with its variable and its default, and ends well", () => {
  for (const word of ["--help", "-h"]) {
    const { status, stdout, stderr } = sweetcomb("--netconf-port", "1", word);
    assert.deepEqual([status, stderr], [0, ""]);
    for (const { name } of flags) {
      assert.match(stdout, new RegExp(`^ {2}--${name} \\S+\\n {6}.*\\(${variableOf(name)}; default: .+\\)$`, "m"));
    }
    assert.match(stdout, /^ {2}--netconf-port PORT\n.*; default: 2830\)$/m);
    assert.match(stdout, /^ {2}--log-level LEVEL\n.*; default: warn\)$/m);
    assert.match(stdout, /^ {2}--config FILE\n.*\(SWEETCOMB_CONFIG; /m);
  }
});

test("--help of the commands for Kubernetes tells of them", () => {
  const { status, stdout } = sweetcomb("kubernetes", "run", "--help");
  assert.equal(status, 0);
  assert.match(stdout, /^usage: sweetcomb kubernetes run .*\n +sweetcomb kubernetes render /);
});

test("--version tells the version of the package", () => {
  const manifest = fileURLToPath(new URL("../../../package.json", import.meta.url));
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  assert.deepEqual(sweetcomb("--version"), { status: 0, stdout: `${version}\n`, stderr: "" });
});

const wrong: readonly (readonly [what: string, words: readonly string[], message: RegExp])[] = [
  ["an unknown option", ["--netconf-prot", "1"], /^sweetcomb: Unknown option '--netconf-prot'\n/],
  ["a word that is no option", ["start"], /^sweetcomb: Unexpected argument 'start'\n/],
  ["an option without its value", ["--listen"], /^sweetcomb: Option '--listen <value>' argument missing\n/],
  ["a port that is no number", ["--netconf-port", "ssh"], /^sweetcomb: --netconf-port takes a number, not "ssh"\n/],
  ["a command for Kubernetes that is none", ["kubernetes", "start"], /^sweetcomb: usage: sweetcomb kubernetes run /],
  ["an unknown option of such a command", ["kubernetes", "run", "--foo"], /^sweetcomb: Unknown option '--foo'\n/],
];
for (const [what, words, message] of wrong) {
  test(`${what} ends the command with status 2 and says where to look`, () => {
    const { status, stdout, stderr } = sweetcomb(...words);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, message);
    assert.match(stderr, /--help lists all options\n$/);
  });
}

test("a setting that does not fit ends the command with status 1", () => {
  assert.throws(() => loadConfiguration(["--restconf-port", "70000"], {}), { name: "ConfigurationError" });
  const { status, stderr } = sweetcomb("--restconf-port", "70000");
  assert.deepEqual(
    [status, stderr],
    [1, "sweetcomb: cannot start: the configuration is wrong: /restconfPort: must be <= 65535\n"],
  );
});
