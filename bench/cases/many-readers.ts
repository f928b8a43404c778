/**
 * 32 sessions that read one entry of 100,000 at a time; then the same of one session while a second commits and a third reads
 * everything, over and over.
 */

import { Worker } from "node:worker_threads";
import type { ServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { getConfig, serverWithEntries } from "../support/bench-list.js";
import { format, summary } from "../support/measure.js";
import { BenchNetconf } from "../support/netconf-client.js";

const N = 100_000;
const SESSIONS = 32;
const READS_OF_EACH = 300;
const READS_BESIDE = 1000;
/** The first reading of all and the first commits are under way meanwhile. */
const WARM_UP_BESIDE = 300;

const oneEntry = (run: number) => getConfig(`<entry><name>n${(run * 7919) % N}</name></entry>`);

export const manyReaders: BenchCase = async (report) => {
  const { server, netconf: writer } = await serverWithEntries(N);
  const connect = () => BenchNetconf.connect(server.netconfPort, `${server.certs}/admin_ed25519`);
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, connect));

  const read = async (session: BenchNetconf, count: number) => {
    const times = [];
    for (let run = 0; run < count; run++) times.push((await session.rpc(oneEntry(run))).ms);
    return times;
  };
  await Promise.all(sessions.map((session) => read(session, 50)));
  const started = performance.now();
  await Promise.all(sessions.map((session) => read(session, READS_OF_EACH)));
  const seconds = (performance.now() - started) / 1000;
  report(`${SESSIONS} sessions: ${Math.round((SESSIONS * READS_OF_EACH) / seconds)} reads of one entry a second`);

  for (const session of sessions.slice(1)) session.close();
  const others = startOthers(server);
  await read(sessions[0]!, WARM_UP_BESIDE);
  const times = await read(sessions[0]!, READS_BESIDE);
  const { commits, wholes } = await others.stop();
  const { median, p99 } = summary(times);
  report(
    `one entry beside ${commits} commits and ${wholes} readings of all: ${format(median)} ms, p99 ${format(p99)} ms`,
  );
  for (const session of [sessions[0]!, writer]) session.close();
  await server.dispose();
};

/** The two other sessions have a thread of their own, so that the client's work for them does not count. */
function startOthers({ netconfPort: port, certs }: ServerProcess) {
  const worker = new Worker(new URL("../support/busy-sessions.js", import.meta.url), { workerData: { port, certs } });
  const counted = new Promise<{ commits: number; wholes: number }>((resolve) => worker.once("message", resolve));
  return {
    stop: () => {
      worker.postMessage("stop");
      return counted;
    },
  };
}
