/**
 * kill -9 at random moments of two streams of commits. What was acknowledged is there after the next start, what was in flight
 * is there as a whole or not at all, and VPP, which went on, is equal to it.
 *
 * KILLS=200 makes the long run of it; VPP_SOCKET=/run/vpp/api.sock takes a real VPP, which must hold nothing of ours.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { startVpp } from "./support/bed.js";
import { type NetconfSession, openNetconf } from "./support/netconf-session.js";
import { documentOf, type Site, site, sitesIn, vppStateOf, xmlOf } from "./support/network.js";
import { openRestconf, type RestconfClient } from "./support/restconf-client.js";
import { readVpp } from "./support/vpp-state.js";

const KILLS = Number(process.env.KILLS ?? 10);
/** The kill comes at a random moment of so many milliseconds behind the first commit of both streams. */
const LONGEST_LIFE_MS = 400;
/** So often that kills meet them too. */
const SNAPSHOTS = { snapshotEvery: 9, keepRevisions: 3 };

/** Commits of one client, one after the other. */
interface Stream {
  sent: number;
  acknowledged: number;
}

test(`${KILLS} kills during commits lose nothing, tear nothing, and leave VPP equal to running`, async (t) => {
  const socketPath = process.env.VPP_SOCKET ?? (await startVpp(t)).socketPath;
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-kill-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ persistence: SNAPSHOTS }));
  let server = await startServerProcess(["--vpp-socket", socketPath, "--config", settings]);
  t.after(() => server.dispose());
  const overNetconf: Stream = { sent: 0, acknowledged: 0 };
  const overRestconf: Stream = { sent: 0, acknowledged: 0 };

  for (let kill = 0; kill < KILLS; kill++) {
    await killDuringCommits(server, overNetconf, overRestconf);
    server = await server.restart();
    const restconf = openRestconf(server);
    const running = sitesIn(await restconf.running());
    restconf.close();
    const netconfStep = stepWithin(running, "loop1", overNetconf);
    const restconfStep = stepWithin(running, "loop2", overRestconf);
    assert.deepEqual(running, sorted([...netconfSites(netconfStep), restconfSite(restconfStep)]));
    assert.deepEqual(
      await readVpp(socketPath),
      vppStateOf(running),
      `VPP differs after kill ${kill + 1}: ${server.log()}`,
    );
    overNetconf.acknowledged = netconfStep;
    overRestconf.acknowledged = restconfStep;
  }
  t.diagnostic(`${KILLS} kills, ${overNetconf.sent} commits over NETCONF and ${overRestconf.sent} over RESTCONF`);
  await removeAll(server);
});

async function killDuringCommits(server: ServerProcess, overNetconf: Stream, overRestconf: Stream): Promise<void> {
  const netconf = await openNetconf(server);
  const restconf = openRestconf(server);
  const both = [
    commitInTurn(overNetconf, (step) => commitOverNetconf(netconf, step)),
    commitInTurn(overRestconf, (step) => commitOverRestconf(restconf, step)),
  ];
  await Promise.all(both.map(({ first }) => first));
  await delay(Math.random() * LONGEST_LIFE_MS);
  await server.stop("SIGKILL");
  await Promise.all(both.map(({ ended }) => ended));
  netconf.vanish();
  restconf.close();
}

/** Commits until one fails, which has to be for the kill. `first` resolves at the first acknowledgement. */
function commitInTurn(stream: Stream, commit: (step: number) => Promise<void>) {
  let begun = (_outcome: unknown) => {};
  const first = new Promise((resolve) => {
    begun = resolve;
  });
  const run = async () => {
    try {
      for (;;) {
        stream.sent++;
        await commit(stream.sent);
        stream.acknowledged = stream.sent;
        begun(undefined);
      }
    } catch (failure) {
      const isKill = !String(failure).includes("rpc-error") && !String(failure).includes("errors");
      if (!isKill) throw failure;
    }
  };
  const ended = run();
  ended.catch(begun);
  return { first, ended };
}

/** Routes come and go from step to step, and in every second step a third loopback is there. */
function netconfSites(step: number): readonly Site[] {
  const [main, passing] = [site(1, step, 1 + (step % 5)), site(3, step)];
  return step % 2 === 0 ? [main] : [main, passing];
}

function commitOverNetconf(session: NetconfSession, step: number): Promise<void> {
  return session.commit(xmlOf(netconfSites(step), step % 2 === 0 ? ["loop3"] : []));
}

/** A plain patch merges lists, so the address stays. */
function restconfSite(step: number): Site {
  return { ...site(2, step, 60), address: "10.2.0.1" };
}

async function commitOverRestconf(client: RestconfClient, step: number): Promise<void> {
  const data = { "ietf-restconf:data": documentOf(restconfSite(step)) };
  const { status, body } = await client.request("PATCH", "/restconf/data", data);
  if (status !== 204) throw new Error(`${status} ${body}`);
}

/** The step that running is at, which is the last acknowledged one or the one after it. */
function stepWithin(running: readonly Site[], name: string, { sent, acknowledged }: Stream): number {
  const description = running.find((candidate) => candidate.name === name)?.description;
  const step = Number(description?.slice("step ".length));
  assert.ok(step >= acknowledged && step <= sent, `${name} is at ${step}; ${acknowledged} was acknowledged of ${sent}`);
  return step;
}

function sorted(sites: readonly Site[]): readonly Site[] {
  return [...sites].sort((one, other) => one.name.localeCompare(other.name));
}

async function removeAll(server: ServerProcess): Promise<void> {
  const netconf = await openNetconf(server);
  await netconf.commit(xmlOf([], ["loop1", "loop2", "loop3"]));
  netconf.vanish();
}
