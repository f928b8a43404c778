import { after, before, describe, test } from "node:test";
import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { ControlPing } from "vpp-binapi-ts/api";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import { NumbersApart } from "./equal-numbers.js";
import { scenarios, scenariosOfRealVpp, scenariosOfSimulator } from "./real-vpp.scenarios.js";
import type { Scenarios } from "./scenario.js";

const realVpp = process.env.VPP_SOCKET;

runAll("on the simulator", { ...scenarios, ...scenariosOfSimulator }, undefined);
if (realVpp === undefined) {
  test("on a real VPP", { skip: "set VPP_SOCKET to the API socket of a VPP that nobody needs" }, () => {});
} else {
  runAll(`on the VPP at ${realVpp}`, { ...scenarios, ...scenariosOfRealVpp }, realVpp);
  test("a real VPP answers others when thirty clients leave in the same moment", async () => {
    const connect = () => connectVpp({ socketPath: realVpp, name: "one of thirty" });
    const clients: VppClient[] = [];
    try {
      for (let count = 0; count < 30; count++) clients.push(await connect());
    } finally {
      for (const client of clients) client.close();
    }
    const other = await connect();
    await other.call(ControlPing);
    other.close();
  });
}

function runAll(where: string, scenarios: Scenarios, socketPath: string | undefined): void {
  describe(where, () => {
    let bed: TestBed | undefined;
    before(async () => {
      bed = await createTestBed({ vppSocket: socketPath });
    });
    after(() => bed?.close());
    for (const [name, scenario] of Object.entries(scenarios)) {
      test(name, async (context) => {
        try {
          await scenario(bed!);
        } catch (failure) {
          if (!(failure instanceof NumbersApart)) throw failure;
          context.skip(failure.message);
        } finally {
          await bed!.configure({});
        }
      });
    }
  });
}
