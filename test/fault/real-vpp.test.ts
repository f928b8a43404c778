/**
 * A real VPP that is killed, started again, and stopped for a while. Runs where a command starts one in the foreground:
 * VPP_COMMAND="vpp -c startup.conf" VPP_SOCKET=/run/vpp/api.sock node --test dist/test/fault/real-vpp.test.js
 */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { RealVpp } from "../support/real-vpp.js";
import { startServerProcess } from "../support/server-process.js";
import { eventually } from "./support/bed.js";
import { editCandidate, openNetconf } from "./support/netconf-session.js";
import { type Site, site, vppStateOf, xmlOf } from "./support/network.js";
import { sitesOf } from "./support/running-sites.js";
import { readVpp, type VppState } from "./support/vpp-state.js";

const { VPP_COMMAND: command, VPP_SOCKET: socketPath = "/run/vpp/api.sock" } = process.env;
const skip = command === undefined && "no VPP_COMMAND that starts a VPP";
/** Longer than a commit waits for VPP. */
const SILENCE_MS = 25_000;

test("a real VPP that was killed gets everything back when it is started again", { skip }, async (t) => {
  const { server, vpp } = await start(t);
  const netconf = await openNetconf(server);
  const sites = [site(1, 1, 3000), site(2, 1, 20)];
  await netconf.commit(xmlOf(sites));
  assert.deepEqual(await readVpp(socketPath), vppStateOf(sites));
  await vpp.kill();
  await vpp.start();
  const answeredAt = performance.now();
  await untilVppHas(sites);
  t.diagnostic(`3020 routes were back ${Math.round(performance.now() - answeredAt)} ms after VPP answered`);
});

test("a commit during which a real VPP is killed is refused as a whole", { skip }, async (t) => {
  const { server, vpp } = await start(t);
  const netconf = await openNetconf(server);
  const before = [site(1, 1, 20)];
  await netconf.commit(xmlOf(before));
  for (const lifeMs of [0, 10, 50, 150, 300, 500, 800]) {
    const after = [site(1, 2 + lifeMs, 5000), site(2, 2 + lifeMs, 5000)];
    await netconf.ok(editCandidate(xmlOf(after)));
    const commit = netconf.request("<commit/>");
    await delay(lifeMs);
    await vpp.kill();
    const reply = await commit;
    const isCommitted = reply.includes("<ok/>");
    if (!isCommitted) assert.match(reply, /<error-tag>resource-denied<\/error-tag>/);
    t.diagnostic(`killed after ${lifeMs} ms: ${isCommitted ? "committed" : "refused"}`);
    await netconf.ok("<discard-changes/>");
    const expected = isCommitted ? after : before;
    assert.deepEqual(await sitesOf(server), expected);
    await vpp.start();
    await untilVppHas(expected);
    await eventually("commits work", () => succeeds(netconf.commit(xmlOf(before, ["loop2"]))));
  }
});

test("a real VPP that stops for a while is made equal to running when it goes on", { skip }, async (t) => {
  const { server, vpp } = await start(t);
  const netconf = await openNetconf(server);
  const before = [site(1, 1, 20)];
  await netconf.commit(xmlOf(before));
  await netconf.ok(editCandidate(xmlOf([site(1, 2, 200), site(2, 2, 200)])));
  vpp.signal("SIGSTOP");
  const stoppedAt = performance.now();
  const reply = await netconf.request("<commit/>");
  t.diagnostic(`refused after ${Math.round(performance.now() - stoppedAt)} ms`);
  assert.match(reply, /<error-tag>(rollback-failed|resource-denied)<\/error-tag>.*did not answer in time/s);
  assert.deepEqual(await sitesOf(server), before);
  await delay(Math.max(0, SILENCE_MS - (performance.now() - stoppedAt)));
  vpp.signal("SIGCONT");
  await untilVppHas(before);
  await eventually("commits work", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
  assert.deepEqual(await readVpp(socketPath), vppStateOf([site(1, 2, 200), site(2, 2, 200)]));
});

async function start(t: TestContext) {
  const vpp = new RealVpp(command!, socketPath);
  t.after(() => vpp.kill());
  await vpp.start();
  const server = await startServerProcess(["--vpp-socket", socketPath]);
  t.after(() => server.dispose());
  return { vpp, server };
}

async function untilVppHas(sites: readonly Site[]): Promise<void> {
  const wanted = vppStateOf(sites).join("\n");
  const isEqual = (state: VppState) => state.join("\n") === wanted;
  await eventually("VPP equals running", () => readVpp(socketPath).then(isEqual, () => false), 30_000);
}

function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
