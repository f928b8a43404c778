/** Memory: an idle session, an entry of a list, a large edit-config. And the start of a server that has 100,000 entries. */

import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchCase } from "../run.js";
import { edit, entriesXml, serverWithEntries } from "../support/bench-list.js";
import { format } from "../support/measure.js";
import { BenchNetconf } from "../support/netconf-client.js";

const SESSIONS = 500;
const ENTRIES = 100_000;
const EDIT_BYTES = 60e6;
/** A server whose memory changes by no more than this in a second has started. */
const STEADY_BYTES = 1e6;

export const sizes: BenchCase = async (report) => {
  await idleSessions(report);
  await entriesAndStart(report);
  await largeEdit(report);
};

async function idleSessions(report: (line: string) => void): Promise<void> {
  const { server, netconf } = await serverWithEntries(0);
  const connect = () => BenchNetconf.connect(server.netconfPort, `${server.certs}/admin_ed25519`);
  const warmUp = await Promise.all(Array.from({ length: 50 }, connect));
  const before = residentBytes(server.pid, "VmRSS");
  const sessions: BenchNetconf[] = [];
  while (sessions.length < SESSIONS) sessions.push(...(await Promise.all(Array.from({ length: 20 }, connect))));
  const each = (residentBytes(server.pid, "VmRSS") - before) / sessions.length;
  report(`an idle session over SSH: ${Math.round(each / 1024)} kB of the server (${SESSIONS} of them)`);
  for (const session of [...warmUp, ...sessions, netconf]) session.close();
  await server.dispose();
}

async function entriesAndStart(report: (line: string) => void): Promise<void> {
  const empty = await serverWithEntries(0);
  const before = await steadyBytes(empty.server.pid);
  empty.netconf.close();
  await empty.server.dispose();
  const { server, netconf } = await serverWithEntries(ENTRIES);
  netconf.close();
  // As it is after a start: without what filling it took.
  const stopped = await server.restart();
  await stopped.stop();
  const started = performance.now();
  const again = await stopped.restart();
  report(`start with ${ENTRIES} entries, until it is ready: ${format(performance.now() - started)} ms`);
  const each = ((await steadyBytes(again.pid)) - before) / ENTRIES;
  report(`an entry of a list with 4 leafs: ${Math.round(each)} bytes of the server`);
  await again.dispose();
}

async function largeEdit(report: (line: string) => void): Promise<void> {
  const { server, netconf } = await serverWithEntries(0);
  const label = "x".repeat(60);
  const entry = (i: number) =>
    `<entry><name>n${i}</name><number>${i}</number><label>${label}</label><limit>${i + 5}</limit></entry>`;
  const count = Math.round(EDIT_BYTES / entry(10_000).length);
  const request = edit(entriesXml(Array.from({ length: count }, (_, index) => entry(index)).join("")));
  const before = await steadyBytes(server.pid);
  // 5 sets the peak back to what is resident now (proc(5)).
  writeFileSync(`/proc/${server.pid}/clear_refs`, "5");
  const { ms } = await netconf.rpc(request);
  const more = residentBytes(server.pid, "VmHWM") - before;
  const times = more / request.length;
  report(
    `edit-config of ${Math.round(request.length / 1e6)} MB: ${format(ms)} ms, ${Math.round(more / 1e6)} MB more at the most, ${times.toFixed(1)} times its size`,
  );
  netconf.close();
  await server.dispose();
}

/** What is resident once the start has ended, to which belongs that the server reads what VPP's API has. */
async function steadyBytes(pid: number): Promise<number> {
  for (let before = 0; ; ) {
    const now = residentBytes(pid, "VmRSS");
    if (Math.abs(now - before) < STEADY_BYTES) return now;
    before = now;
    await delay(1000);
  }
}

/** "VmRSS" is what is resident now, "VmHWM" the peak of it. */
function residentBytes(pid: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, "m").exec(status)![1]) * 1024;
}
