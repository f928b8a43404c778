import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateLoopback, ShowVersion, SwInterfaceDump } from "vpp-binapi-ts/api";
import { FaultPlan, parseFault } from "../src/index.js";
import { RawClient } from "./raw-client.js";
import { withSimulator } from "./with-simulator.js";

test("a rule counts its own messages and happens once", () => {
  const plan = new FaultPlan([{ message: "lb_conf", nth: 2, action: { kind: "die" } }]);
  const actions = ["lb_conf", "control_ping", "lb_conf", "lb_conf"].map((message) => plan.next(message)?.kind);
  assert.deepEqual(actions, [undefined, undefined, "die", undefined]);
});

test("a rule without a number happens every time, and the first rule wins", () => {
  const plan = new FaultPlan([{ action: { kind: "lose-reply" } }, { message: "lb_conf", action: { kind: "die" } }]);
  assert.equal(plan.next("lb_conf")?.kind, "lose-reply");
  assert.equal(plan.next("control_ping")?.kind, "lose-reply");
  plan.clear();
  assert.equal(plan.next("lb_conf"), undefined);
});

test("rules are read from text", () => {
  assert.deepEqual(parseFault("refuse:ip_route_add_del#500=-7"), {
    message: "ip_route_add_del",
    nth: 500,
    action: { kind: "refuse", retval: -7 },
  });
  assert.deepEqual(parseFault("delay=20"), { action: { kind: "delay", ms: 20 } });
  assert.deepEqual(parseFault("die#100"), { nth: 100, action: { kind: "die" } });
  assert.deepEqual(parseFault("restart:lb_conf=5"), { message: "lb_conf", action: { kind: "restart", afterMs: 5 } });
  for (const wrong of ["", "explode", "delay", "refuse:#1", "die#x"]) {
    assert.throws(() => parseFault(wrong), /not a fault/, wrong);
  }
});

test("a refused message changes nothing", () =>
  withSimulator({}, async (simulator, client) => {
    simulator.faults.add(parseFault("refuse:create_loopback#2=-12"));
    assert.deepEqual(await client.ask(CreateLoopback), [{ retval: 0, swIfIndex: 1 }]);
    assert.deepEqual(await client.ask(CreateLoopback), [{ retval: -12, swIfIndex: 0 }]);
    assert.deepEqual(await client.ask(CreateLoopback), [{ retval: 0, swIfIndex: 2 }]);
    simulator.faults.add(parseFault("refuse:sw_interface_dump"));
    assert.deepEqual(await client.ask(SwInterfaceDump), []);
  }));

test("a lost reply is lost, but the message was handled", () =>
  withSimulator({ faults: [parseFault("lose-reply:create_loopback")] }, async (simulator, client) => {
    assert.deepEqual(await client.ask(CreateLoopback), []);
    assert.equal(simulator.state.interfaces.length, 2);
  }));

test("a delayed reply comes late, and in order", () =>
  withSimulator({ faults: [parseFault("delay:show_version=5")] }, async (_simulator, client) => {
    const first = client.send(ShowVersion, {});
    const second = client.send(SwInterfaceDump, {});
    const received = await client.settle();
    assert.deepEqual(
      received.map(({ context }) => context),
      [first, second],
    );
  }));

test("a stall holds everything up and ends by itself", () =>
  withSimulator({ faults: [parseFault("stall:show_version#1=5")] }, async (_simulator, client) => {
    assert.equal((await client.ask(ShowVersion)).length, 1);
    assert.equal((await client.ask(ShowVersion)).length, 1);
  }));

test("a cut connection takes the message with it", () =>
  withSimulator({ faults: [parseFault("disconnect:create_loopback#1")] }, async (simulator, client) => {
    client.send(CreateLoopback, {});
    await client.ended;
    assert.equal(simulator.state.interfaces.length, 1);
    const again = await RawClient.open(simulator.socketPath);
    assert.equal((await again.ask(CreateLoopback)).length, 1);
    await again.close();
  }));

test("a simulator that dies at a message is gone until it is restarted", () =>
  withSimulator({ faults: [parseFault("die:create_loopback#1")] }, async (simulator, client) => {
    client.send(CreateLoopback, {});
    await client.ended;
    await assert.rejects(RawClient.open(simulator.socketPath));
    await simulator.restart();
    await (await RawClient.open(simulator.socketPath)).close();
  }));

test("a simulator that restarts at a message comes back empty by itself", () =>
  withSimulator({ faults: [parseFault("restart:show_version#1=0")] }, async (simulator, client) => {
    const { pid } = simulator;
    await client.ask(CreateLoopback);
    client.send(ShowVersion, {});
    await client.ended;
    while (simulator.pid === pid) await new Promise(setImmediate);
    const again = await openWhenThere(simulator.socketPath);
    assert.deepEqual(await again.ask(CreateLoopback), [{ retval: 0, swIfIndex: 1 }]);
    await again.close();
  }));

async function openWhenThere(socketPath: string): Promise<RawClient> {
  for (;;) {
    try {
      return await RawClient.open(socketPath);
    } catch {
      await new Promise(setImmediate);
    }
  }
}
