/** The sessions that the README shows, typed again against the server process. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { missingClient } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { codeBlocks, projectRoot, readDocument, type Step, sessionSteps } from "./markdown.js";

const blocks = codeBlocks(readDocument("README.md"));

test("the sessions of the README come out as they are shown", { skip: missingTool() }, async (t) => {
  const server = await startServerProcess();
  t.after(() => server.dispose());
  writeScripts(server);
  const steps = blocks.filter(({ info }) => info[1] === "session").flatMap(({ lines }) => sessionSteps(lines));
  assert.ok(steps.length > 10, "the README has sessions");

  const outputs = await typeAll(steps.map(({ command }) => forServer(command, server)));
  for (const [index, step] of steps.entries()) assertShown(outputs[index] ?? "", step);
});

function missingTool(): string | undefined {
  const ssh = spawnSync("ssh", ["-V"]).error && "ssh is not installed: apt-get install openssh-client";
  return missingClient("ncclient") ?? missingClient("curl") ?? ssh;
}

/** Blocks marked "file=NAME" become files that the sessions run. */
function writeScripts(server: ServerProcess): void {
  for (const { info, lines } of blocks) {
    const name = /^file=(.+)$/.exec(info[1] ?? "")?.[1];
    if (name !== undefined) writeFileSync(join(server.folder, name), forServer(lines.join("\n"), server));
  }
}

/** What a newcomer types, with the ports and folders of this server, and leaving nothing in the user's home. */
function forServer(text: string, server: ServerProcess): string {
  return text
    .replaceAll("2830", String(server.netconfPort))
    .replaceAll("8443", String(server.restconfPort))
    .replaceAll("certs/", `${server.certs}/`)
    .replaceAll("state/vpp-sim.sock", server.vppSocket)
    .replaceAll("StrictHostKeyChecking=accept-new", "StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null")
    .replace(/^python3 (?=\S+\.py$)/, `/usr/bin/python3 ${server.folder}/`);
}

const MARK = "---- end of a step ----";

/** Types all commands into one shell, since some of them set what later ones use. Resolves with what each printed. */
function typeAll(commands: readonly string[]): Promise<readonly string[]> {
  const shell = spawn("bash", [], { cwd: projectRoot, stdio: ["pipe", "pipe", "inherit"] });
  let printed = "";
  shell.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  shell.stdin.end(commands.map((command) => `${command}\necho '${MARK}'\n`).join(""));
  return new Promise((resolve, reject) => {
    shell.once("error", reject);
    shell.once("close", () => resolve(printed.split(MARK)));
  });
}

/** White space does not count, because the README wraps long lines; "..." stands for anything. */
function assertShown(printed: string, { command, output }: Step): void {
  const pieces = withoutSpace(output).split("...");
  const pattern = new RegExp(
    `^${pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*")}$`,
    "s",
  );
  assert.match(withoutSpace(printed), pattern, `${command}\nprinted\n${printed}`);
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, "");
}
