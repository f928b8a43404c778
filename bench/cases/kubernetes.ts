/**
 * Services, policies and pods of a large cluster, fed to the datastore of the Kubernetes controller over RESTCONF: all at once,
 * then one endpoint or one policy changed; with 1,000 services and with 10,000, and messages counted on the simulator.
 * With VPP_SOCKET on a real VPP.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "vpp-sim";
import { type ServerProcess, startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { cluster, loopbacks, policies, policy, service, services, sizes } from "../support/large-cluster.js";
import { format, measure } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";

const datastore = "/restconf/ds/sweetcomb-datastores:kubernetes";
const serviceProxy = `${datastore}/sweetcomb-service-proxy:service-proxy`;
const networkPolicies = `${datastore}/sweetcomb-network-policy:network-policies`;

export const kubernetes: BenchCase = async (report) => {
  for (const count of sizes) {
    const folder = mkdtempSync(join(tmpdir(), "sweetcomb-bench-"));
    const socketPath = process.env.VPP_SOCKET ?? join(folder, "vpp.sock");
    const simulator =
      process.env.VPP_SOCKET === undefined ? await startSimulator({ socketPath, journalLimit: 1_000_000 }) : undefined;
    const server = await startServerProcess(["--vpp-socket", socketPath]);
    const restconf = new BenchRestconf(server.restconfPort, server.certs);
    const put = (path: string, body: object) => restconf.send("PUT", path, JSON.stringify(body));
    const timed = async (work: () => Promise<unknown>) => {
      simulator?.clearJournal();
      const startedAt = performance.now();
      await work();
      const ms = performance.now() - startedAt;
      return `${format(ms)} ms${simulator === undefined ? "" : `, ${simulator.journal.length} messages`}`;
    };
    await put("/restconf/data/ietf-interfaces:interfaces", loopbacks);
    const before = residentMb(server);
    report(`${count} services, all at once: ${await timed(() => put(serviceProxy, services(count)))}`);
    report(
      `${cluster.policies} policies and ${cluster.pods} pods: ${await timed(() => put(networkPolicies, policies))}`,
    );
    report(`memory: ${residentMb(server)} MB, ${before} MB before`);
    const oneService = (run: number) => {
      const number = Math.abs(run * 7919) % count;
      return put(`${serviceProxy}/service=bench,s${number}`, service(number, Math.abs(run) + 1));
    };
    const onePolicy = (run: number) => {
      const number = Math.abs(run * 31) % cluster.policies;
      return put(`${networkPolicies}/policy=bench,p${number}`, policy(number, Math.abs(run) + 1));
    };
    report(`one endpoint: ${await timed(() => oneService(1000))}`);
    report(`one policy: ${await timed(() => onePolicy(1000))}`);
    for (const [name, work] of Object.entries({ endpoint: oneService, policy: onePolicy })) {
      const { median, p99 } = await measure(200, work);
      report(`one ${name} of ${count} services: median ${format(median)} ms, p99 ${format(p99)} ms`);
    }
    await restconf.send("DELETE", networkPolicies);
    await restconf.send("DELETE", serviceProxy);
    restconf.close();
    await server.dispose();
    await simulator?.close();
    rmSync(folder, { recursive: true });
  }
};

function residentMb({ pid }: ServerProcess): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(found![1]) / 1024);
}
