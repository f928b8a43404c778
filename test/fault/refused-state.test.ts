/** A state folder or a port that the server cannot use: one line that says so, exit status 1, and nothing on the disk is changed. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { openNetconf } from "./support/netconf-session.js";
import { site, xmlOf } from "./support/network.js";
import { assertRefused } from "./support/run-to-exit.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-start-"));
const STORE = "sweetcomb.lmdb";
let server: ServerProcess;
/** The store of a server that has gone through some commits. */
const goodState = join(folder, "good-state");

before(async () => {
  server = await startServerProcess();
  const netconf = await openNetconf(server);
  for (const step of [1, 2, 3]) await netconf.commit(xmlOf([site(1, step)]));
  netconf.vanish();
  mkdirSync(goodState);
  cpSync(join(server.folder, "state", STORE), join(goodState, STORE));
});

after(async () => {
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const damages: Readonly<Record<string, { readonly damage: (path: string) => void; readonly says: RegExp }>> = {
  "a file that is no store": {
    damage: (path) => writeFileSync(path, "this is something else"),
    says: /sweetcomb\.lmdb is not a Sweetcomb store: restore it from a backup/,
  },
  "a store that is cut off": {
    damage: (path) => truncateSync(path, 20_000),
    says: /sweetcomb\.lmdb is cut off: 20000 bytes of \d+ or more: restore it from a backup/,
  },
  "a journal with a damaged entry": {
    damage: (path) => replaceAll(path, "step 2", "step X"),
    says: /journal entry \d in .*sweetcomb\.lmdb is damaged: its checksum does not match/,
  },
};

describe("the server refuses to start with", { concurrency: 2 }, () => {
  for (const [name, { damage, says }] of Object.entries(damages)) {
    test(`${name}, and leaves it as it is`, async () => {
      const state = copyOfState();
      damage(join(state, STORE));
      const digest = digestOf(join(state, STORE));
      await refused(["--state-dir", state], says);
      assert.equal(digestOf(join(state, STORE)), digest);
    });
  }

  test("a state folder that another server uses, and that server goes on", async () => {
    await refused(["--state-dir", join(server.folder, "state")], /state is in use by process \d+$/m);
    const netconf = await openNetconf(server);
    await netconf.commit(xmlOf([site(1, 4)]));
    netconf.vanish();
  });

  test("a state folder that is a file", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await refused(["--state-dir", file], /file/);
  });

  for (const flag of ["--netconf-port", "--netconf-tls-port", "--restconf-port", "--health-port"]) {
    test(`a ${flag} that is taken`, async () => {
      const port = server.restconfPort;
      const words = ["--state-dir", copyOfState(), flag, String(port)];
      await refused(words, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is taken by another process`));
    });
  }
});

function refused(words: readonly string[], says: RegExp): Promise<void> {
  return assertRefused(["--certs-dir", server.certs, ...words], says);
}

function copyOfState(): string {
  const copy = mkdtempSync(join(folder, "copy-"));
  cpSync(goodState, copy, { recursive: true });
  return copy;
}

/** Texts of the same length. Pages that are not in use any more may hold the text too. */
function replaceAll(path: string, text: string, other: string): void {
  const bytes = readFileSync(path);
  assert.ok(bytes.includes(text), `${text} is not in ${path}`);
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at)) bytes.write(other, at);
  writeFileSync(path, bytes);
}

function digestOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
