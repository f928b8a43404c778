/** Binary API messages a second, pipelined: routes added against the simulator, or against the VPP at VPP_SOCKET. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectVpp } from "vpp-binapi-ts";
import { AddressFamily, ControlPing, FibPathType, IpRouteAddDel } from "vpp-binapi-ts/api";
import { startSimulatorProcess } from "../../src/simulator/simulator-process.js";
import type { BenchCase } from "../run.js";

const MESSAGES = 50_000;

export const binaryApi: BenchCase = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-bench-"));
  const simulator = process.env.VPP_SOCKET === undefined ? await startSimulatorProcess(folder) : undefined;
  const vpp = await connectVpp({ socketPath: simulator?.socketPath ?? process.env.VPP_SOCKET! });
  const rate = async (send: (index: number) => Promise<unknown>) => {
    const started = performance.now();
    await Promise.all(Array.from({ length: MESSAGES }, (_, index) => send(index)));
    return Math.round((MESSAGES / (performance.now() - started)) * 1000);
  };
  const route = (isAdd: boolean) => (index: number) =>
    vpp.call(IpRouteAddDel, { isAdd, isMultipath: false, route: dropRoute(index) });
  const who = simulator === undefined ? "VPP" : "the simulator";
  for (const round of [1, 2]) {
    report(`${who}, round ${round}: control_ping ${await rate(() => vpp.call(ControlPing))} a second`);
    report(
      `${who}, round ${round}: ip_route_add_del ${await rate(route(true))} added, ${await rate(route(false))} deleted a second`,
    );
  }
  vpp.close();
  await simulator?.close();
  rmSync(folder, { recursive: true });
};

/** A route to nowhere: it needs no interface. */
function dropRoute(index: number) {
  const ip4 = Uint8Array.of(11, (index >> 16) & 255, (index >> 8) & 255, index & 255);
  const path = { swIfIndex: 0xffffffff, type: FibPathType.FIB_API_PATH_TYPE_DROP, weight: 1 };
  return { prefix: { address: { af: AddressFamily.ADDRESS_IP4, un: { ip4 } }, len: 32 }, paths: [path] };
}
