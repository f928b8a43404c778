/** The disk is full: commits are refused as resource-denied and change nothing, all else goes on. Needs a small tmpfs. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startServerProcess } from "../support/server-process.js";
import { startVpp } from "./support/bed.js";
import { editCandidate, openNetconf } from "./support/netconf-session.js";
import { documentOf, type Site, site, sitesIn, vppStateOf, xmlOf } from "./support/network.js";
import { openRestconf } from "./support/restconf-client.js";
import { runToExit } from "./support/run-to-exit.js";
import { readVpp } from "./support/vpp-state.js";

const PAGE_BYTES = 4096;

test("on a full disk commits are resource-denied and change nothing; with space they work again", async (t) => {
  const disk = mountSmallDisk(t);
  if (disk === undefined) return t.skip("mount -t tmpfs is not permitted here (needs root and CAP_SYS_ADMIN)");
  const simulator = await startVpp(t);
  const server = await startServerProcess(["--vpp-socket", simulator.socketPath, "--state-dir", join(disk, "state")]);
  t.after(() => server.dispose());
  const netconf = await openNetconf(server);
  const restconf = openRestconf(server);
  t.after(() => restconf.close());
  let committed = [site(1, 1, 20)];
  await netconf.commit(xmlOf(committed));
  const assertIsCommitted = async (sites: readonly Site[]) => {
    assert.deepEqual(sitesIn(await restconf.running()), sites);
    assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf(sites));
  };

  // The fewer pages are free, the earlier a commit fails: at the south-bound journal, at the entry, or not at all.
  const outcomes: string[] = [];
  for (const [step, freePages] of [0, 1, 2, 3, 4, 6, 8, 10, 12].entries()) {
    const filler = fill(disk, freePages);
    const wanted = [site(1, 10 + step, 20), site(2, 10 + step, 100)];
    await netconf.ok(editCandidate(xmlOf(wanted)));
    const reply = await netconf.request("<commit/>");
    outcomes.push(reply.includes("<ok/>") ? "ok" : "refused");
    if (reply.includes("<ok/>")) committed = wanted;
    else assert.match(reply, /<error-tag>resource-denied<\/error-tag>.*could not be persisted/s);
    await assertIsCommitted(committed);

    const later = site(3, 30 + step, 100);
    const data = { "ietf-restconf:data": documentOf(later) };
    const { status, body } = await restconf.request("PATCH", "/restconf/data", data);
    if (status !== 204) {
      assert.equal(status, 409, body);
      assert.match(body, /"error-tag":"resource-denied"/);
      // LMDB calls a write that was cut short by the end of the disk an input/output error.
      assert.match(body, /could not be persisted: .*(No space left on device|Input\/output error)/);
      await assertIsCommitted(committed);
    }
    rmSync(filler);
    const cleaned = [site(1, 50 + step, 20)];
    await netconf.commit(xmlOf(cleaned, ["loop2", "loop3"]));
    committed = cleaned;
    await assertIsCommitted(committed);
  }
  t.diagnostic(outcomes.join(" "));
  assert.ok(outcomes.includes("refused"));

  await server.stop("SIGKILL");
  const again = await server.restart();
  const reader = openRestconf(again);
  assert.deepEqual(sitesIn(await reader.running()), committed);
  reader.close();
  await again.stop();

  fill(disk, 0);
  const { code, error } = await runToExit([
    ...["--state-dir", join(disk, "other"), "--certs-dir", server.certs, "--vpp-socket", simulator.socketPath],
  ]);
  assert.equal(code, 1);
  assert.match(error, /^sweetcomb: cannot start: .*(ENOSPC|No space left on device)/im);
});

/** A disk of 2 MB, gone after the test; undefined where mounting is not permitted. */
function mountSmallDisk(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], { stdio: "ignore" });
  t.after(() => {
    // Lazily: a server that failed to end may still be in there.
    if (status === 0) spawnSync("umount", ["-l", folder]);
    rmdirSync(folder);
  });
  return status === 0 ? folder : undefined;
}

/** Takes all space but so many pages. Returns the file that takes it. */
function fill(disk: string, freePages: number): string {
  const filler = join(disk, "filler");
  let pages = 0;
  try {
    for (; ; pages++) appendFileSync(filler, Buffer.alloc(PAGE_BYTES));
  } catch {
    truncateSync(filler, Math.max(0, pages - freePages) * PAGE_BYTES);
  }
  return filler;
}
