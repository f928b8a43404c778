/**
 * Binary API messages a second, pipelined: against the simulator, or against the VPP at VPP_SOCKET.
 * VPP_C_CLIENT is a command that measures VPP's own C client on the same VPP: it prints one line a message, such as
 * `ip_route_add 200000`. It then runs in turn with ours, and the ratio of the medians is printed.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { AddressFamily, ControlPing, FibPathType, IpRouteAddDelV2 } from "vpp-binapi-ts/api";
import { startSimulatorProcess } from "../../src/simulator/simulator-process.js";
import type { BenchCase } from "../run.js";

const MESSAGES = 50_000;
/** Requests that wait at a time, as in a large commit. */
const WAITING = 1000;
const ROUNDS = 5;

/** Messages a second by name, one figure a round. */
type Rates = Map<string, number[]>;

export const binaryApi: BenchCase = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-bench-"));
  const simulator = process.env.VPP_SOCKET === undefined ? await startSimulatorProcess(folder) : undefined;
  const vpp = await connectVpp({ socketPath: simulator?.socketPath ?? process.env.VPP_SOCKET! });
  const other = process.env.VPP_C_CLIENT;
  const ours: Rates = new Map();
  const theirs: Rates = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    await measureOurs(vpp, ours);
    if (other !== undefined) measureOther(other, theirs);
  }
  const who = simulator === undefined ? "VPP" : "the simulator";
  for (const [name, rates] of ours) {
    report(`${who}: ${name} ${spread(rates)} a second`);
    const rival = theirs.get(name);
    if (rival === undefined) continue;
    report(`  VPP's C client ${spread(rival)}, ratio ${(median(rates) / median(rival)).toFixed(2)}`);
  }
  vpp.close();
  await simulator?.close();
  rmSync(folder, { recursive: true });
};

async function measureOurs(vpp: VppClient, rates: Rates): Promise<void> {
  const route = (isAdd: boolean) => (index: number) =>
    vpp.call(IpRouteAddDelV2, { isAdd, isMultipath: false, route: dropRoute(index) });
  add(rates, "control_ping", await rateOf(() => vpp.call(ControlPing)));
  add(rates, "ip_route_v2_add", await rateOf(route(true)));
  add(rates, "ip_route_v2_delete", await rateOf(route(false)));
}

async function rateOf(send: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const sendOneByOne = async () => {
    while (next < MESSAGES) await send(next++);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: WAITING }, sendOneByOne));
  return (MESSAGES / (performance.now() - started)) * 1000;
}

function measureOther(command: string, rates: Rates): void {
  const output = execFileSync("sh", ["-c", command], { encoding: "utf8" });
  for (const line of output.trim().split("\n")) {
    const [name = "", rate] = line.split(" ");
    add(rates, name, Number(rate));
  }
}

function add(rates: Rates, name: string, rate: number): void {
  rates.set(name, [...(rates.get(name) ?? []), rate]);
}

function median(rates: readonly number[]): number {
  return [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)]!;
}

/** The median and what it lies between. */
function spread(rates: readonly number[]): string {
  const round = (rate: number) => Math.round(rate).toString();
  return `${round(median(rates))} (${round(Math.min(...rates))} to ${round(Math.max(...rates))})`;
}

/** A route to nowhere: it needs no interface. */
function dropRoute(index: number) {
  const ip4 = Uint8Array.of(11, (index >> 16) & 255, (index >> 8) & 255, index & 255);
  const path = { swIfIndex: 0xffffffff, type: FibPathType.FIB_API_PATH_TYPE_DROP, weight: 1 };
  return { prefix: { address: { af: AddressFamily.ADDRESS_IP4, un: { ip4 } }, len: 32 }, paths: [path] };
}
