import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { ControlPing, CreateLoopback, ShowVersion, SwInterfaceDump, SwInterfaceSetFlags } from "vpp-binapi-ts/api";
import { RawClient } from "./raw-client.js";
import { withSimulator } from "./with-simulator.js";

test("after a restart there is another pid, an empty state and no connection", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    const [before] = (await client.ask(ControlPing)) as [{ vpePid: number }];
    assert.equal(before.vpePid, simulator.pid);
    await simulator.restart();
    await client.ended;
    assert.notEqual(simulator.pid, before.vpePid);
    assert.deepEqual(
      simulator.state.interfaces.map(({ name }) => name),
      ["local0"],
    );
    const again = await RawClient.open(simulator.socketPath);
    assert.deepEqual(await again.ask(CreateLoopback), [{ retval: 0, swIfIndex: 1 }]);
    await again.close();
  }));

test("a dead simulator refuses connections until it is restarted", () =>
  withSimulator({}, async (simulator, client) => {
    await simulator.die();
    await client.ended;
    await assert.rejects(RawClient.open(simulator.socketPath));
    await simulator.restart();
    const again = await RawClient.open(simulator.socketPath);
    await again.close();
  }));

test("a stalled simulator answers everything once it is resumed", () =>
  withSimulator({}, async (simulator, client) => {
    simulator.stall();
    const answers = client.ask(ShowVersion);
    const late = RawClient.open(simulator.socketPath);
    await new Promise(setImmediate);
    assert.deepEqual(client.received, []);
    simulator.resume();
    assert.equal((await answers).length, 1);
    await (await late).close();
  }));

test("the journal has the requests with their fields, in order", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    simulator.clearJournal();
    await client.ask(SwInterfaceSetFlags, { swIfIndex: 1, flags: 1 });
    const { clientIndex } = client;
    assert.deepEqual(simulator.journal, [
      { message: "sw_interface_set_flags", fields: { swIfIndex: 1, flags: 1 }, clientIndex },
      { message: "control_ping", fields: {}, clientIndex },
    ]);
  }));

test("a full journal forgets the older half", () =>
  withSimulator({ journalLimit: 4 }, async (simulator, client) => {
    for (let index = 0; index < 5; index++) await client.ask(ShowVersion);
    assert.ok(simulator.journal.length <= 4);
    assert.equal(simulator.journal.at(-1)?.message, "control_ping");
  }));

test("network cards are there from the start when asked for", () =>
  withSimulator({ hardwareInterfaces: ["GigabitEthernet0/8/0"] }, async (_simulator, client) => {
    const details = (await client.ask(SwInterfaceDump)) as { interfaceName: string }[];
    assert.deepEqual(
      details.map(({ interfaceName }) => interfaceName),
      ["local0", "GigabitEthernet0/8/0"],
    );
  }));

test("the same seed gives the same run", async () => {
  const macs: string[] = [];
  for (const seed of [5, 5, 6]) {
    await withSimulator({ seed, hardwareInterfaces: ["eth0"] }, async ({ state }) => {
      macs.push(state.interfaces[1]!.mac);
    });
  }
  assert.equal(macs[0], macs[1]);
  assert.notEqual(macs[0], macs[2]);
});

test("closing removes the socket and the counters", async () => {
  const paths: string[] = [];
  await withSimulator({}, async ({ socketPath, statsPath }) => {
    paths.push(socketPath, statsPath);
    assert.deepEqual(
      paths.map((path) => existsSync(path)),
      [true, true],
    );
  });
  assert.deepEqual(
    paths.map((path) => existsSync(path)),
    [false, false],
  );
});
